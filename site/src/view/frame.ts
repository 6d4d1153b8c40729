// The frame that Ebitengine lives in. It takes over the document it is started in, so it gets one of its own: an iframe filled by
// script, without a file, that receives no input. The page calls into its Go instance as it does into the engine's.
import { pack, unpack } from '../bridge.js';

/** What wasm/bridge exports; see worker.ts. */
interface Exports {
  mem: WebAssembly.Memory;
  inbox(n: number): number;
  call(): number;
  outbox(): number;
}

type FrameWindow = Omit<Window, 'setTimeout'> & {
  setTimeout(): number;
  Go: new () => { importObject: WebAssembly.Imports; run(i: WebAssembly.Instance): Promise<void>; exit(code: number): void };
  fs?: { writeSync(fd: number, b: Uint8Array): number };
  WebAssembly: typeof WebAssembly;
  viewReady(): void;
  viewFailed(message: string): void;
};

export interface FrameEvents {
  /** Go answers calls from now on. */
  ready(): void;
  /** The WebGL context is gone and this frame with it. */
  lost(): void;
  failed(message: string): void;
  /** A picture was drawn; its pixels can be read until this returns. */
  drawn(canvas: HTMLCanvasElement): void;
}

export class Frame {
  readonly element = document.createElement('iframe');
  private exports?: Exports;
  private held: FrameRequestCallback | null = null;
  private pending = 0;
  private due = 0;
  private over = false;
  private log = '';

  constructor(host: HTMLElement, private readonly module: WebAssembly.Module, private readonly exec: (doc: Document) => Promise<void>, private readonly on: FrameEvents) {
    const f = this.element;
    // It draws and does nothing else: no windows, no forms, no downloads, no leaving. It shares the page's origin, since the page calls into it.
    f.setAttribute('sandbox', 'allow-scripts allow-same-origin');
    f.setAttribute('aria-hidden', 'true');
    f.inert = true;
    f.tabIndex = -1;
    f.className = 'view3d-frame';
    // Some browsers replace the first empty document a moment later; a reload replaces it as well.
    f.addEventListener('load', () => this.fill());
    host.prepend(f);
    this.fill();
  }

  private filled?: Document;

  private fill(): void {
    const doc = this.element.contentDocument;
    if (this.over || !doc || doc === this.filled || !doc.body) return;
    const again = this.exports !== undefined;
    this.filled = doc;
    if (again) this.lose();
    else this.start(doc).catch((e: Error) => this.fail(e.message));
  }

  private async start(doc: Document): Promise<void> {
    const w = doc.defaultView as unknown as FrameWindow;
    // The frame is as many css pixels large as the picture has device pixels, and shrunk by a transform: Ebitengine asks for the
    // ratio once and would miss every change of zoom or monitor.
    Object.defineProperty(w, 'devicePixelRatio', { value: 1, configurable: true });
    w.requestAnimationFrame = (f) => this.hold(f);
    w.viewReady = () => this.ready();
    w.viewFailed = (m) => this.fail(m);
    w.addEventListener('webglcontextlost', (e) => {
      e.stopImmediatePropagation(); // before Ebitengine hears of it and reloads the frame
      this.lose();
    }, true);
    w.addEventListener('pagehide', () => { // the frame is taken away, or the page: Go is not to be called again, nor to ask for a timer
      this.held = null;
      w.setTimeout = () => 0;
    });
    await this.exec(doc);
    if (this.over || doc !== this.filled) return;
    if (w.fs) {
      const td = new TextDecoder();
      w.fs.writeSync = (_fd, b) => {
        this.log = (this.log + td.decode(b)).slice(-4000);
        return b.length;
      };
    }
    const go = new w.Go();
    go.exit = (code) => this.fail(`it stopped with code ${code}${this.log ? `: ${this.log.trim().split('\n')[0]}` : ''}`);
    const instance = await w.WebAssembly.instantiate(this.module, go.importObject);
    if (this.over || doc !== this.filled) return;
    this.exports = instance.exports as unknown as Exports;
    await go.run(instance);
  }

  private ready(): void {
    this.element.contentDocument?.querySelector('canvas')?.setAttribute('tabindex', '-1');
    queueMicrotask(() => { // not from within Go
      if (!this.over) this.on.ready();
    });
  }

  private fail(message: string): void {
    if (this.over) return;
    this.close();
    this.on.failed(message);
  }

  private lose(): void {
    if (this.over) return;
    this.close();
    this.on.lost();
  }

  /** Ebitengine asks for the next frame: it gets it when something is due, so that a still picture costs nothing. */
  private hold(f: FrameRequestCallback): number {
    this.held = f;
    this.pump();
    return 1;
  }

  /** Lets the next n frames be drawn. */
  wake(n = 1): void {
    this.due = Math.max(this.due, n);
    this.pump();
  }

  private pump(): void {
    if (this.pending || !this.held || this.due <= 0 || this.over) return;
    this.pending = requestAnimationFrame((t) => {
      this.pending = 0;
      const f = this.held;
      if (!f || this.over) return;
      this.held = null;
      this.due--;
      f(t);
      const canvas = this.element.contentDocument?.querySelector('canvas');
      if (canvas && !this.over) this.on.drawn(canvas);
    });
  }

  /** Calls Go. Throws with a sentence when it answers with an error, or is no longer there. */
  call<T>(name: string, args: object = {}, blob?: ArrayBuffer): T {
    const x = this.exports;
    if (!x || this.over) throw new Error('the view is not running');
    const request = pack(name, args, blob);
    const at = x.inbox(request.length);
    new Uint8Array(x.mem.buffer, at, request.length).set(request);
    const n = x.call();
    const p = x.outbox();
    const reply = unpack(x.mem.buffer.slice(p, p + n) as ArrayBuffer) as { ok?: T; error?: string };
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.ok as T;
  }

  close(): void {
    if (this.over) return;
    this.over = true;
    this.exports = undefined;
    this.held = null;
    if (this.pending) cancelAnimationFrame(this.pending);
    this.element.remove();
  }
}
