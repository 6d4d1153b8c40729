// What the Landscape tab shows: a plane through the weights, coarse first, then as finely as asked for.
import { signal } from '@preact/signals';
import type { LandscapeSpec, NetworkSpec } from '../../spec.js';
import { engineFor, network } from '../../store.js';
import { ask, foreign, joined, lookers, specOf, subject, type Subject, wayOf, weights } from './lens.js';
import { live, shown } from './run.js';

type N = number | null;
export interface CutPoint { step: number; at: [N, N]; distance: N; loss: N; shown: N }
/** A plane through the parameters and what its picture hides; core/lab/landscape.go describes the fields. */
export interface Cut { axes: [string, string]; box: [number, number, number, number]; explained?: [N, N]; lambda?: [N, N]; path: CutPoint[]; looked: number; of: number; error: N }
export interface Picture {
  /** What was asked for, as JSON. */
  asked: string;
  cut: Cut;
  /** n × n losses and shares of right labels, rows from the bottom; the latter empty for numbers. */
  n: number;
  loss: Float32Array;
  right: Float32Array;
}

/** The loss along a straight line; core/lab/line.go describes the fields. */
export interface Line { asked: string; t: N[]; loss: N[]; accuracy?: N[]; barrier: N; at: N; distance: N; apart: N; looked: number; of: number; curve?: { t: N[]; loss: N[]; accuracy?: N[]; barrier: N; steps: number } }

export const line = signal<Line | null>(null);
export const picture = signal<Picture | null>(null);
/** Part of the cells that are there, 0 … 1; null while nothing is being made. */
export const progress = signal<number | null>(null);
export const fault = signal<string | null>(null);
/** Are several random planes wanted beside each other? */
export const compare = signal(false);
/** Pictures of them, small. */
export const several = signal<Picture[]>([]);

const WAY = 4; // checkpoints whose losses are one piece of work
const CELLS = 400; // the same of a picture's cells
const BETWEEN = 900; // ms between two pictures that are being refined: drawing takes a processor from those who make it

export type Asked = Required<Pick<LandscapeSpec, 'plane' | 'grid' | 'examples' | 'span'>> & LandscapeSpec;
/** What the Spec asks for, with its defaults. */
export const asked = (): Asked => ({ plane: 'pca', grid: 51, examples: 500, span: 1, ...network.value.landscape });

/** The run at the other end of a line between two. */
export const otherRun = (run: number): number => {
  const w = network.peek().landscape?.with ?? 0;
  return w !== run && w < network.peek().runs.length ? w : run === 0 ? 1 : 0;
};

/** Makes the picture; current says whether it is still wanted. */
export async function look(current: () => boolean): Promise<void> {
  const a = asked();
  try {
    const spec = specOf({ landscape: a }), run = shown.peek();
    if (!spec) return;
    progress.value = 0;
    if (a.plane === 'line' || a.plane === 'between') {
      const s = await subject(spec, run);
      const other = a.plane === 'between' && !foreign.peek() ? await wayOf(spec, otherRun(s.run)) : null;
      const n = s.of.params, last = (s.of.rows - 1) * n;
      const ends = other ? joined(s.of.weights.subarray(last, last + n), other.weights.subarray((other.rows - 1) * n)) : joined(s.of.weights.subarray(0, n), s.of.weights.subarray(last));
      if (!current()) return;
      await ask<Omit<Line, 'asked'>>({ ...s, spec: { ...s.spec, landscape: { ...a, with: undefined, align: undefined, curve: undefined, plane: 'line' } } }, [{ what: 'line', rows: 2, align: a.plane === 'between' && !!a.align, curve: a.plane === 'between' && !!a.curve }], () => ends, (_, r) => current() && (line.value = { ...r, asked: JSON.stringify(a) }));
      if (current()) fault.value = null;
      return;
    }
    await cut(spec, run, a, current, a.grid, (p, part) => {
      picture.value = p;
      progress.value = part;
    });
    if (!current()) return;
    fault.value = progress.value = null;
    if (a.plane === 'random' && compare.peek()) await lookAtSeveral(spec, run, a, current); // after it: a question takes the place of the one before
  } catch (e) {
    if (!current()) return;
    fault.value = (e as Error).message;
    picture.value = line.value = null;
  } finally {
    if (current()) progress.value = null;
  }
}

/** Four random planes beside each other, so that nobody takes one of them for the truth. */
async function lookAtSeveral(spec: NetworkSpec, run: number, a: Asked, current: () => boolean): Promise<void> {
  several.value = [];
  for (let draw = 0; draw < 4 && current(); draw++) {
    await cut({ ...spec, landscape: { ...a, draw } }, run, a, current, 25, (p) => (several.value = [...several.peek().slice(0, draw), p]));
  }
}

/** A plane with its first, coarse picture of n × n cells. */
interface Reply extends Cells { cut: Cut; origin: Float32Array; u: Float32Array; v: Float32Array; n: number }
interface Cells { loss: Float32Array; right: Float32Array }
let keys = 0;

/** Ends what is being made; what is there stays. */
export function cancel(): void {
  lookers.cancel();
  progress.value = null;
}

/** Planes that are laid in less time than another engine needs to begin. */
const SOON: Asked['plane'][] = ['pca', 'random', 'points'];

/** Lays a plane, draws it coarsely, and refines that. */
async function cut(spec: NetworkSpec, run: number, a: Asked, current: () => boolean, grid: number, tell: (p: Picture, part: number) => void): Promise<void> {
  // The engine that has trained lays a plane itself while it rests; the others begin meanwhile.
  const own = !foreign.peek() && live.peek().state !== 'running' && SOON.includes(a.plane);
  const soon = own ? engineFor('network').call<Reply>('look', { spec, what: 'cut', run }) : null;
  const all = subject(spec, run);
  all.catch(() => {}); // heard of below
  lookers.warm();
  let p = await soon;
  if (!p) {
    const s = await all;
    if (!current()) return;
    await ask<Reply>(s, [{ what: 'cut', rows: s.of.rows, steps: s.of.steps, lr: s.of.lr }], () => weights(s), (_, r) => (p = r));
  }
  if (!p || !current()) return;
  const coarse: Picture = { asked: JSON.stringify(a), cut: p.cut, n: p.n, loss: p.loss, right: p.right };
  tell(coarse, 0.02);
  await refine(await all, p, coarse, current, grid, tell);
}

/** n × n cells, some rows at a time, with the losses at the checkpoints and at their feet. */
async function refine(s: Subject, p: Reply, coarse: Picture, current: () => boolean, n: number, tell: (p: Picture, part: number) => void): Promise<void> {
  const { of } = s, rows = Math.max(1, Math.round(CELLS / n));
  const stats = of.weights.subarray(of.rows * of.params);
  const vectors = joined(p.origin, p.u, p.v, stats);
  const key = `${++keys}`;
  const loss = finer(coarse.loss, coarse.n, n), right = coarse.right.length ? finer(coarse.right, coarse.n, n) : coarse.right;
  const path = [...p.cut.path];
  const made = (): Picture => ({ asked: coarse.asked, cut: { ...p.cut, path: [...path] }, n, loss: loss.slice(), right: right.slice() });
  const points = Array.from({ length: Math.ceil(of.rows / WAY) }, (_, k) => [k * WAY, Math.min(of.rows, (k + 1) * WAY)] as const);
  const pieces: object[] = points.map(([from, to]) => ({ what: 'way', rows: 3 + to - from }));
  for (let from = 0; from < n; from += rows) pieces.push({ what: 'cells', rows: 3, key, n, from, to: Math.min(n, from + rows), box: p.cut.box });
  const blob = (i: number) => (i < points.length ? joined(p.origin, p.u, p.v, of.weights.subarray(points[i]![0] * of.params, points[i]![1] * of.params), stats) : vectors);
  let done = 0, shownAt = performance.now();
  const whole = await ask<Cells & { shown: Float64Array }>(s, pieces, blob, (i, r) => {
    if (!current()) return;
    if (i < points.length) {
      const [from, to] = points[i]!;
      for (let k = from; k < to; k++) path[k] = { ...path[k]!, loss: r.loss[k - from] ?? null, shown: r.shown[k - from] ?? null };
    } else {
      const at = (i - points.length) * rows * n;
      loss.set(r.loss, at);
      right.set(r.right, at);
      done += r.loss.length;
    }
    progress.value = done / (n * n);
    if (performance.now() - shownAt < BETWEEN) return;
    shownAt = performance.now();
    tell(made(), done / (n * n));
  });
  if (whole && current()) tell(made(), 1);
}

/** An m × m grid of values on the n × n points of the same square, straight between four. */
function finer(values: Float32Array, m: number, n: number): Float32Array {
  const out = new Float32Array(n * n);
  const at = Array.from({ length: n }, (_, i) => {
    const x = (i * (m - 1)) / (n - 1), lo = Math.min(m - 2, Math.floor(x));
    return [lo, x - lo] as const;
  });
  for (const [j, [y, v]] of at.entries())
    for (const [i, [x, u]] of at.entries()) {
      const k = y * m + x;
      out[j * n + i] = (1 - v) * ((1 - u) * values[k]! + u * values[k + 1]!) + v * ((1 - u) * values[k + m]! + u * values[k + m + 1]!);
    }
  return out;
}
