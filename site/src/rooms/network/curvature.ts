// What the Spectrum tab shows: the curvature where a training has come to, each question to the workers on its own.
import { signal } from '@preact/signals';
import type { SpectrumSpec } from '../../spec.js';
import { network } from '../../store.js';
import { ask, foreign, specOf, subject, type Subject, weights } from './lens.js';
import { live, shown } from './run.js';

type N = number | null;
export interface Eigen { value: N; residual: N }
// The parts of the result, as core/lab/spectrum.go describes them.
export interface Ends { top: Eigen[]; bottom: Eigen[]; products: number; converged: boolean; loss: N; grad_norm: N; align: N; gain: N; kind: 'minimum' | 'saddle' | 'moving' | 'unknown'; index: number; says: string }
export interface Density { x: N[]; y: N[]; sigma: N; probes: number; steps: number; below: N }
export interface Traces { trace: N; trace_error: N; frobenius: N; frobenius_error: N; products: number }
export interface LayerCurvature { name: string; params: number; top: Eigen; bottom: Eigen }
export interface AlongPoint { step: number; top: N; bottom: N; align: N; edge: N; trace: N; trace_error: N }
export interface Curvature { step: number; edge: number; params: number; ends?: Ends; density?: Density; traces?: Traces; layers: LayerCurvature[]; along: AlongPoint[] }

export const curvature = signal<Curvature | null>(null);
/** Questions answered, of all; null while none is asked. */
export const progress = signal<[number, number] | null>(null);
export const fault = signal<string | null>(null);

export type Asked = Required<Pick<SpectrumSpec, 'of' | 'top' | 'bottom' | 'steps' | 'probes' | 'trace' | 'along' | 'examples'>> & SpectrumSpec;
const WAY = 12; // checkpoints that are measured along the training
/** What the Spec asks for, with its defaults; layers and the way are always measured here. */
export const asked = (): Asked => ({ of: 'hessian', top: 5, bottom: 3, steps: 60, probes: 2, trace: 60, examples: 500, ...network.value.spectrum, layers: true, along: network.value.spectrum?.along || WAY });

export async function look(current: () => boolean): Promise<void> {
  const a = asked();
  try {
    const running = !foreign.peek() && live.peek().state === 'running';
    const spec = specOf({ spectrum: running ? { ...a, trace: 0 } : a });
    if (!spec) return;
    const s = await subject(spec, shown.peek(), running);
    if (!current()) return;
    if (running) return await follow(s, a, current);
    const { of } = s;
    const step = of.steps[of.rows - 1]!;
    let found: Curvature = { step, edge: 2 / of.lr[of.rows - 1]!, params: of.params, layers: [], along: before(s, a, step + 1) };
    const n = Math.min(a.along, of.rows);
    const at = Array.from({ length: n }, (_, k) => (n < 2 ? of.rows - 1 : Math.floor((k * (of.rows - 1)) / (n - 1))));
    const last = of.rows - 1;
    const pieces: { what: string; k?: number; row: number }[] = [
      { what: 'ends', row: last },
      ...(a.steps ? [{ what: 'density', row: last }] : []),
      ...(a.trace ? [{ what: 'traces', row: last }] : []),
      ...at.toReversed().map((row) => ({ what: 'along', row })),
      ...Array.from({ length: matrices(s.spec.model.length) }, (_, k) => ({ what: 'layer', k, row: last })),
    ];
    let done = 0;
    progress.value = [0, pieces.length];
    await ask<object>(s, pieces.map((p) => ({ what: p.what, k: p.k ?? 0, rows: 1, steps: [of.steps[p.row]], lr: [of.lr[p.row]] })), (i) => weights(s, pieces[i]!.row, pieces[i]!.row + 1), (i, r) => {
      if (!current()) return;
      switch (pieces[i]!.what) {
        case 'ends': found = { ...found, ends: r as Ends }; break;
        case 'density': found = { ...found, density: r as Density }; break;
        case 'traces': found = { ...found, traces: r as Traces }; break;
        case 'along': found = { ...found, along: [...found.along.filter((p) => p.step !== (r as AlongPoint).step), r as AlongPoint].sort((p, q) => p.step - q.step) }; break;
        default: {
          const { layer } = r as { layer: LayerCurvature | null };
          if (layer) found = { ...found, layers: [...found.layers, layer].sort((p, q) => p.name.localeCompare(q.name, 'en', { numeric: true })) };
        }
      }
      progress.value = [++done, pieces.length];
      curvature.value = found;
    });
    if (current()) fault.value = null;
  } catch (e) {
    if (!current()) return;
    fault.value = (e as Error).message;
    curvature.value = null;
  } finally {
    if (current()) progress.value = null;
  }
}

/** The question whose answers follow a training. */
let followed = '';

/** What has been measured along this training before a step. */
function before(s: Subject, a: Asked, step: number): AlongPoint[] {
  const key = JSON.stringify([s.spec.runs, s.spec.data, s.spec.model, s.spec.seed, a.of, a.examples, s.run, foreign.peek()?.name]);
  const known = key === followed ? curvature.peek()?.along.filter((p) => p.step < step) : undefined;
  followed = key;
  return known ?? [];
}

/** While it trains: both ends where it is now, beside those that were measured before. */
async function follow(s: Subject, a: Asked, current: () => boolean): Promise<void> {
  const { of } = s, last = of.rows - 1;
  const known = before(s, a, of.steps[last]!);
  await ask<AlongPoint>(s, [{ what: 'along', rows: 1, steps: [of.steps[last]], lr: [of.lr[last]] }], () => weights(s, last, last + 1), (_, p) => {
    if (current()) curvature.value = { step: p.step, edge: p.edge ?? NaN, params: of.params, layers: [], along: [...known, p] };
  });
  if (current()) fault.value = null;
}

/** At most so many matrices of weights are asked for; there is no answer for one that is not there. */
const matrices = (layers: number): number => Math.min(12, 4 * layers);
