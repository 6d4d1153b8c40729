// The 3-D view as the rooms see it: a host element, a scene that is sent once and kept here, and a frame in which Go draws it.
// The frame keeps nothing that could not be sent again: when its WebGL context is lost, another takes its place.
import './view.css';
import { Camera, HOME } from './view/camera.js';
import { Frame } from './view/frame.js';
import type { ViewCamera, ViewMark, ViewOptions, ViewPath, ViewPoint, ViewSurface } from './view/kinds.js';
import { type Label, Labels } from './view/labels.js';
import { listen } from './view/pointer.js';
import { t } from './words/words.js';

const RETRIES = [0, 300, 2000]; // ms before a new attempt after a loss; the graphics process may need a moment
const LARGEST = 8192; // pixels of a side: what every WebGL 2 draws but the oldest phones
const PATIENCE = 240; // pictures until the frame has its new size
const coarse = matchMedia('(pointer: coarse), (max-width: 720px)');

export class View3D {
  private frame?: Frame;
  private live = false;
  private gone = false;
  private lost = 0;
  private frames = 0;
  private failures = 0;
  private hovering = 0;
  private ratio = 1;
  private moved = true; // labels are to be placed anew with the next picture
  private readonly labels = new Labels();
  private readonly over = document.createElement('div');
  private readonly undo: (() => void)[] = [];
  private enlarged: number | null = null; // pixels per css pixel while a picture is taken
  private readonly taps = new Set<(c: HTMLCanvasElement) => void>();

  // The scene, as it would be sent again.
  private surface?: ViewSurface;
  private paths: ViewPath[] = [];
  private marks: ViewMark[] = [];
  private layers = { contours: true, critical: true };
  private readonly eye = new Camera((at) => {
    this.tell('camera', at);
    this.moved = true;
    this.wake();
  });

  /** Whether this browser can show the view. */
  static webgl2(): boolean {
    try {
      const gl = document.createElement('canvas').getContext('webgl2');
      if (gl) {
        gl.getExtension('WEBGL_lose_context')?.loseContext(); // contexts are few
        return true;
      }
    } catch {
      // the same as none
    }
    return false;
  }

  constructor(private readonly host: HTMLElement, private readonly opts: ViewOptions) {
    host.classList.add('view3d');
    const over = this.over;
    over.className = 'view3d-over';
    over.tabIndex = 0;
    over.setAttribute('role', 'application');
    over.setAttribute('aria-label', opts.label);
    if (opts.describedBy) over.setAttribute('aria-describedby', opts.describedBy);
    over.setAttribute('aria-roledescription', t.shell.view);
    over.setAttribute('aria-keyshortcuts', 'ArrowLeft ArrowRight ArrowUp ArrowDown + - 0 Home');
    host.append(this.labels.element, over);
    this.undo.push(listen(over, {
      orbit: (yaw, pitch) => this.eye.turn(yaw, pitch),
      zoom: (k) => this.eye.zoom(k),
      tap: (x, y) => {
        over.focus({ preventScroll: true });
        const p = this.pick(x, y);
        if (p) this.opts.onPick?.(p.x, p.y);
      },
      hover: (x, y) => this.hover(x, y),
      leave: () => this.hover(null),
      home: () => this.home(true),
    }));
    const sized = new ResizeObserver(() => this.resize());
    sized.observe(host);
    this.undo.push(() => sized.disconnect());
    this.watchRatio();
    const again = () => this.resize();
    coarse.addEventListener('change', again);
    addEventListener('resize', again); // zooming the page changes the ratio and leaves the host's size
    this.undo.push(() => coarse.removeEventListener('change', again), () => removeEventListener('resize', again));
    void this.start();
  }

  private async start(): Promise<void> {
    try {
      const module = await this.opts.module();
      if (this.gone) return;
      this.frame = new Frame(this.host, module, this.opts.wasmExec, {
        ready: () => this.ready(),
        lost: () => this.restart(),
        failed: (m) => this.failed(m),
        drawn: (c) => this.drawn(c),
      });
      this.resize();
      this.frame.wake(4);
    } catch (e) {
      if (!this.gone) this.opts.onError?.((e as Error).message);
    }
  }

  private ready(): void {
    this.live = true;
    this.send();
    this.opts.onReady?.();
  }

  /** Sends all there is to be seen. */
  private send(): void {
    this.scaled();
    this.tell('layers', this.layers);
    this.tell('camera', this.eye.at);
    if (this.surface) this.sendSurface();
    this.tell('marks', { marks: this.marks });
    this.sendPaths();
    this.wake(4);
  }

  private restart(): void {
    this.live = false;
    this.lost++;
    this.opts.onLost?.();
    this.again(0);
  }

  private failed(message: string): void {
    const wasLost = this.lost > 0 && this.failures < RETRIES.length;
    this.live = false;
    if (wasLost) this.again(RETRIES[this.failures++]!);
    else this.opts.onError?.(message);
  }

  private again(ms: number): void {
    setTimeout(() => {
      if (!this.gone) void this.start();
    }, ms);
  }

  private tell(name: string, args: object, blob?: ArrayBuffer): void {
    if (!this.live) return;
    try {
      this.frame!.call(name, args, blob);
    } catch (e) {
      this.opts.onError?.((e as Error).message);
    }
  }

  private wake(n = 1): void {
    if (this.live) this.frame!.wake(n);
  }

  /** What the picture shows now, in a sentence. */
  describe(label: string): void {
    this.over.setAttribute('aria-label', label);
    this.over.setAttribute('aria-roledescription', t.shell.view);
  }

  // What is to be seen.

  setSurface(s: ViewSurface): void {
    this.surface = s;
    this.sendSurface();
    this.moved = true;
    this.wake();
  }

  private sendSurface(): void {
    const { n, box, zmin, zmax, log, ticks, heights } = this.surface!;
    this.tell('surface', { n, box, zmin, zmax, log: !!log, zticks: ticks?.z ?? null }, bytes(heights));
  }

  setPaths(paths: ViewPath[]): void {
    this.paths = paths.map((p) => ({ ...p, points: this.live ? p.points : p.points.slice() }));
    this.sendPaths();
    this.wake();
  }

  private sendPaths(): void {
    const total = this.paths.reduce((k, p) => k + p.points.length, 0);
    const all = new Float32Array(total);
    let k = 0;
    const paths = this.paths.map((p) => {
      const points = all.subarray(k, k + p.points.length);
      points.set(p.points);
      k += p.points.length;
      p.points = points; // kept for a restart: the caller may write over its own
      return { style: p.style, len: points.length, head: Math.round(p.head) };
    });
    this.tell('paths', { paths }, all.buffer);
  }

  setMarks(marks: ViewMark[]): void {
    this.marks = marks.filter((m) => Number.isFinite(m.x) && Number.isFinite(m.y)).map(({ x, y, f, kind }) => ({ x, y, f, kind }));
    this.tell('marks', { marks: this.marks });
    this.wake();
  }

  setLayers(layers: { contours: boolean; critical: boolean }): void {
    this.layers = { contours: layers.contours, critical: layers.critical };
    this.tell('layers', this.layers);
    this.wake();
  }

  get camera(): ViewCamera { return { ...this.eye.at }; }
  set camera(c: ViewCamera) { this.eye.move(c); }

  /** Flies home, or is there at once. */
  home(animated = false): void {
    this.eye.fly(HOME, animated && this.live);
  }

  /** Flies to the surface above a point, near enough to see what kind of point it is. */
  flyTo(x: number, y: number): void {
    const b = this.surface?.box;
    if (!b) return;
    this.eye.fly({ yaw: this.eye.at.yaw, pitch: 0.62, dist: 0.5, x: (2 * (x - b[0])) / (b[1] - b[0]) - 1, y: (2 * (y - b[2])) / (b[3] - b[2]) - 1, on: 1 }, this.live);
  }

  // Size.

  private resize(): void {
    const f = this.frame?.element;
    if (!f || this.gone) return;
    const k = this.ratio = this.scale();
    const { width, height } = this.host.getBoundingClientRect();
    f.style.width = `${Math.max(1, Math.round(width * k))}px`;
    f.style.height = `${Math.max(1, Math.round(height * k))}px`;
    f.style.transform = k === 1 ? '' : `scale(${1 / k})`;
    this.scaled();
    this.moved = true;
    this.wake(3);
  }

  /** Pixels of the picture per css pixel. */
  private scale(): number { return this.enlarged ?? (devicePixelRatio || 1); }

  private scaled(): void {
    this.tell('scale', { scale: this.scale(), big: coarse.matches ? 1.35 : 1 });
  }

  private watchRatio(): void {
    const q = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = () => {
      this.resize();
      q.removeEventListener('change', changed);
      if (!this.gone) this.watchRatio();
    };
    q.addEventListener('change', changed);
    this.undo.push(() => q.removeEventListener('change', changed));
  }

  // What comes back.

  private drawn(canvas: HTMLCanvasElement): void {
    if (!this.live) return;
    this.frames++;
    this.failures = 0;
    if (this.ratio !== this.scale()) this.resize(); // not every change of it is announced
    if (this.moved) {
      this.moved = false;
      this.labels.set(this.ask<Label[]>('labels') ?? []);
    }
    for (const tap of this.taps) tap(canvas);
  }

  private ask<T>(name: string, args: object = {}): T | null {
    if (!this.live) return null;
    try {
      return this.frame!.call<T | null>(name, args);
    } catch {
      return null;
    }
  }

  private pick(x: number, y: number): ViewPoint | null {
    return this.ask<ViewPoint>('pick', { x, y });
  }

  private hover(x: number | null, y = 0): void {
    cancelAnimationFrame(this.hovering);
    if (!this.opts.onHover) return;
    if (x === null) return this.opts.onHover(null);
    this.hovering = requestAnimationFrame(() => this.opts.onHover?.(this.pick(x, y)));
  }

  /** Size in css pixels. */
  get size(): { w: number; h: number } {
    const { width, height } = this.host.getBoundingClientRect();
    return { w: width, h: height };
  }

  /** Hears of every picture drawn, with what paints it and its labels on a canvas of k pixels per css pixel. Returns what ends that. */
  follow(f: (paint: (c: CanvasRenderingContext2D) => void, k: number) => void): () => void {
    const tap = (gl: HTMLCanvasElement) => f((c) => {
      c.drawImage(gl, 0, 0);
      this.labels.paint(c, this.ratio);
    }, this.ratio);
    this.taps.add(tap);
    this.wake();
    return () => void this.taps.delete(tap);
  }

  /** The picture with its labels as PNG, on a ground of the given css colour or on none, of k pixels per css pixel; fewer where it would be larger than graphics cards draw. */
  screenshot(ground?: string, k = devicePixelRatio || 1): Promise<Blob> {
    if (!this.live) return Promise.reject(new Error(t.shell.viewStopped));
    if (this.enlarged !== null) return Promise.reject(new Error(t.take.pictureTaken));
    const { w, h } = this.size;
    this.enlarged = Math.min(k, LARGEST / Math.max(w, h));
    this.resize();
    const want = Math.max(1, Math.round(w * this.enlarged));
    return new Promise<Blob>((resolve, reject) => {
      let waited = 0;
      const end = this.follow((paint) => {
        const out = document.createElement('canvas');
        const gl = this.frame?.element.contentDocument?.querySelector('canvas');
        if (gl?.width !== want && waited++ < PATIENCE) return this.wake(2); // the frame follows its size a few pictures later
        end();
        out.width = gl?.width ?? want;
        out.height = gl?.height ?? Math.round(h * this.ratio);
        const c = out.getContext('2d')!;
        if (ground) {
          c.fillStyle = ground;
          c.fillRect(0, 0, out.width, out.height);
        }
        paint(c);
        out.toBlob((b) => (b ? resolve(b) : reject(new Error(t.shell.noPicture))), 'image/png');
      });
    }).finally(() => {
      this.enlarged = null;
      this.resize();
    });
  }

  /** frames: pictures drawn; lost: contexts lost; redrawn: how often the surface was painted anew; ms: processor time of the last picture. */
  stats(): { frames: number; lost: number; redrawn: number; ms: number } {
    const s = this.ask<{ redrawn: number; ms: number }>('stats');
    return { frames: this.frames, lost: this.lost, redrawn: s?.redrawn ?? 0, ms: s?.ms ?? 0 };
  }

  destroy(): void {
    this.gone = true;
    this.live = false;
    this.eye.stop();
    cancelAnimationFrame(this.hovering);
    for (const f of this.undo) f();
    this.frame?.close();
    this.labels.element.remove();
    this.over.remove();
    this.host.classList.remove('view3d');
  }
}

/** The bytes of a vector, which may be a part of a larger buffer. */
function bytes(v: Float32Array): ArrayBuffer {
  return v.buffer.slice(v.byteOffset, v.byteOffset + v.byteLength) as ArrayBuffer;
}
