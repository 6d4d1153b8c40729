// The live picture of the front page: two runs on Nesterov's function, computed by the engine and drawn once in five seconds.
import { effect, type ReadonlySignal, signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadModule, runExec } from '../../assets.js';
import { Engine, type Frame, type SurfaceGrid } from '../../engine.js';
import { type SurfaceSpec, surfaceDefault } from '../../spec.js';
import { History } from '../../ui/history.js';
import { View3D } from '../../view.js';
import { drawGround, drawRuns } from '../surface/draw.js';
import { t } from '../../words/words.js';

/** out: the first step at which the run has left the saddle, or null; kind: of the point where it ended. */
export interface Outcome { out: number | null; kind: string; steps: number }
export const outcomes = signal<Outcome[] | null>(null);
/** The picture of the Surface card is another surface of the same engine. */
export const card = signal<SurfaceGrid | null>(null);

const DRAW = 5200; // ms
/** Along the ridge: the start at the back, the saddle in the middle, a valley on either side. */
const HERO_START: [number, number] = [1.3, 0];
const EYE = { yaw: -2.8, pitch: 0.62, dist: 1 };
export const heroSpec = (seed: number): SurfaceSpec => ({ ...surfaceDefault, start: HERO_START, seed });

interface Runs { key: number; steps: number; points: Float32Array[]; columns: { xs: Float64Array; ys: Float64Array }[] }

export function Hero({ seed, calm, children }: { seed: ReadonlySignal<number>; calm: boolean; children: ComponentChildren }) {
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<HTMLCanvasElement>(null);
  const failed = useSignal<string | null>(null);

  useEffect(() => {
    const engine = new Engine('aux');
    const grid = signal<SurfaceGrid | null>(null);
    const runs = signal<Runs | null>(null);
    const view = flatView ? null : new View3D(host.current!, {
      module: () => loadModule('view'), wasmExec: runExec,
      label: t.learn.heroLabel,
      onError: (m) => (failed.value = m),
    });
    if (view) view.camera = EYE;
    engine.call<SurfaceGrid>('surface', { spec: heroSpec(1), n: 129 }).then((g) => (grid.value = g), (e: Error) => (failed.value = e.message));
    engine.call<SurfaceGrid>('surface', { spec: { ...heroSpec(1), surface: { id: 'himmelblau' } }, n: 97 }).then((g) => (card.value = g), () => {});

    let raf = 0;
    const draw = (r: Runs, head: number) => {
      if (view) view.setPaths(r.points.map((points, i) => ({ style: i + 1, points, head: Math.min(head, points.length / 3 - 1) })));
      else if (grid.peek() && map.current) flatPicture(map.current, grid.peek()!, r, head);
    };
    const stops = [
      effect(() => {
        const g = grid.value;
        if (!g || !view) return;
        view.setSurface({ n: g.n, box: g.box, heights: g.heights, zmin: g.zmin, zmax: g.zmax, log: g.logHeight });
        view.setMarks([...g.critical.map((c) => ({ x: c.x, y: c.y, f: c.f, kind: c.kind as 'saddle' })), { x: HERO_START[0], y: HERO_START[1], f: HERO_START[0] ** 2 / 2, kind: 'start' as const }]);
      }),
      effect(() => {
        const s = seed.value;
        outcomes.value = null;
        compute(engine, heroSpec(s)).then((r) => {
          if (seed.peek() !== s) return;
          runs.value = r;
        }, (e: Error) => (failed.value = e.message));
      }),
      effect(() => {
        const r = runs.value;
        if (!r || !grid.value) return;
        cancelAnimationFrame(raf);
        const t0 = performance.now();
        const frame = (now: number) => {
          const t = calm ? 1 : Math.min(1, (now - t0) / DRAW);
          draw(r, Math.round(t * r.steps));
          if (t < 1) raf = requestAnimationFrame(frame);
        };
        raf = requestAnimationFrame(frame);
      }),
    ];
    return () => {
      stops.forEach((s) => s());
      cancelAnimationFrame(raf);
      view?.destroy();
      engine.close();
      outcomes.value = null;
    };
  }, []);

  return (
    <figure class="herofig">
      <div class="view" ref={host}>{flatView && <canvas class="heromap" ref={map} role="img" aria-label={t.learn.heroFlat} />}</div>
      {children}
      {flatView && <figcaption class="help">{t.shell.noWebGL}{t.learn.drawnAbove}</figcaption>}
      {failed.value && <figcaption class="help">{t.learn.noPicture(failed.value)}</figcaption>}
    </figure>
  );
}

const flatView = !View3D.webgl2();

/** Runs the Spec to its end and reads off when each run left the saddle at the origin. */
function compute(engine: Engine, spec: SurfaceSpec): Promise<Runs> {
  const h = spec.runs.map(() => new History());
  return new Promise((resolve, reject) => {
    let on = false; // frames of the run before are still under way until this one has been taken
    engine.onframe = (f: Frame) => {
      if (!on) return;
      f.rows.forEach((rows, i) => h[i]?.append(f.first[i] ?? 0, rows, f.cols));
      if (f.state !== 'done') return;
      outcomes.value = f.runs.map((r, i) => ({ out: leaves(h[i]!), kind: r.kind ?? 'moving', steps: f.step }));
      resolve({
        key: spec.seed, steps: f.step,
        points: h.map((x) => Float32Array.from({ length: 3 * x.length }, (_, k) => x.at(Math.floor(k / 3), 'xyf'[k % 3]!))),
        columns: h.map((x) => ({ xs: x.column('x'), ys: x.column('y') })),
      });
    };
    engine.start(spec, { rate: 0 }).then(() => (on = true), reject);
  });
}

/** The first step after which the run is below the saddle's value by a tenth of the way down, or past |y| = ½. */
function leaves(h: History): number | null {
  for (let k = 0; k < h.length; k++) if (h.at(k, 'f') < -0.025 || Math.abs(h.at(k, 'y')) > 0.5) return k;
  return null;
}

function flatPicture(el: HTMLCanvasElement, g: SurfaceGrid, r: Runs, head: number): void {
  const px = devicePixelRatio || 1;
  const size = Math.max(1, Math.round(el.clientWidth * px));
  el.width = el.height = size;
  const c = el.getContext('2d')!;
  drawGround(c, g, { contours: true, critical: true }, size, px);
  drawRuns(c, g, { key: `front ${r.key}`, runs: r.columns.map((x) => ({ ...x, end: Math.min(head, x.xs.length - 1) })), means: [], start: HERO_START, hover: null }, size, px);
}
