// A fair race: every run of the open Spec at many step sizes and seeds, each training with the same budget of evaluations.
import { signal } from '@preact/signals';
import { catalog } from '../catalog.js';
import { Engine } from '../engine.js';
import { pool } from '../pool.js';
import { filesOf } from '../rooms/network/files.js';
import type { RaceSpec, RunSpec } from '../spec.js';
import { announce, complain, edit, runSpec as spec } from '../store.js';
import { t } from '../words/words.js';

export interface Lane { optimizer: string; losses: (number | null)[][]; median: (number | null)[]; quarter: (number | null)[]; three_quarters: (number | null)[]; best: number; steps: number }
/** What `saddlelab run` prints as race. */
export interface RaceResult { budget: number; cells: number; rates: number[]; runs: Lane[] }
/** One training as it went: losses against evaluations, and what it took here. */
export interface Curve { at: Float64Array; loss: Float64Array; asked: number; steps: number; ms: number }

export type State = 'idle' | 'running' | 'done' | 'cancelled';
export const state = signal<State>('idle');
export const done = signal(0);
export const result = signal<RaceResult | null>(null);
/** The Spec that the result is of. */
export const ran = signal<RunSpec | null>(null);
/** A curve for each cell, in the order of the cells. */
export const curves: (Curve | undefined)[] = [];
export const sweep = signal<RaceSpec>({ from: 0.001, to: 1, rates: 13, seeds: 3 });

export interface Cell { run: number; rate: number; seed: number }
export const cellsOf = (s: RunSpec, r: RaceSpec): Cell[] =>
  s.runs.flatMap((_, run) => Array.from({ length: r.rates }, (_, rate) => Array.from({ length: r.seeds }, (_, seed) => ({ run, rate, seed }))).flat());
export const cellAt = (r: RaceSpec, c: Cell): number => (c.run * r.rates + c.rate) * r.seeds + c.seed;

/** Whether the result is of another Spec than the one that is open. */
export const outdated = (s: RunSpec | null): boolean => ran.value !== null && s !== null && bare(ran.value) !== bare(s);
/** What a race depends on: not on its own form, nor on the step sizes that it replaces. */
const bare = (s: RunSpec): string => JSON.stringify({ ...s, race: undefined, runs: s.runs.map((r) => ({ ...r, lr: undefined, changes: undefined })) });

/** The most points that are kept of a curve: more cannot be told apart. */
const KEPT = 240;

/** Loss against evaluations: of all rows, evenly chosen ones. */
function curveOf(rows: Float64Array[], cols: string[], asked: number, steps: number, ms: number): Curve {
  const c = cols.length;
  const n = rows.reduce((k, r) => k + r.length / c, 0);
  const loss = cols.indexOf(cols.includes('f') ? 'f' : 'train_loss');
  const step = cols.indexOf('step');
  const every = Math.max(1, Math.ceil(n / KEPT));
  const at: number[] = [], ys: number[] = [];
  let k = 0;
  for (const r of rows) {
    for (let i = 0; i < r.length; i += c, k++) {
      if (k % every && k !== n - 1) continue;
      at.push(((step < 0 ? k : r[i + step]!) * asked) / Math.max(1, steps));
      ys.push(r[i + loss]!);
    }
  }
  return { at: Float64Array.from(at), loss: Float64Array.from(ys), asked, steps, ms };
}

let judge: Engine | undefined;

export async function start(): Promise<void> {
  const open = spec.peek();
  if (!open || state.peek() === 'running') return;
  const s: RunSpec = { ...open, race: sweep.peek() };
  edit(s); // the address now repeats the race
  const cells = cellsOf(s, s.race!);
  const losses: (number | null)[] = new Array(cells.length).fill(null);
  const steps: number[] = new Array(cells.length).fill(0);
  let budget = 0;
  curves.length = 0;
  done.value = 0;
  state.value = 'running';
  announce(t.ui.raceBegun);
  try {
    const files = (s.kind === 'network' && filesOf(s.data)) || {};
    const whole = await pool.map('cell', cells.map((cell) => ({ spec: s, cell })), files, (i, { frame: f, rows }) => {
      const r = f.runs[0]!;
      losses[i] = r.diverged ? null : r.f ?? r.train_loss ?? null;
      steps[i] = f.step;
      budget = f.total;
      curves[i] = curveOf(rows, f.cols, f.asked[0]!, f.step, f.spent);
      done.value++;
    });
    if (!whole) return;
    judge ??= new Engine('aux');
    result.value = await judge.call<RaceResult>('score', { spec: s, budget, losses, steps });
    ran.value = s;
    state.value = 'done';
    announce(t.ui.raceOver(cells.length));
  } catch (e) {
    state.value = 'idle';
    complain(e, t.ui.raceFailed);
  }
}

export function cancel(): void {
  if (state.peek() !== 'running') return;
  pool.cancel();
  state.value = 'cancelled';
  announce(t.ui.raceCancelled);
}

export const nameOf = (id: string): string => catalog.optimizers.find((m) => m.id === id)?.name ?? id;

/** The cell of a run's best step size whose seed came out in the middle. */
export function middleCell(r: RaceResult, s: RunSpec, run: number): Curve | undefined {
  const lane = r.runs[run]!;
  const all = lane.losses[lane.best] ?? [];
  const order = all.map((_, i) => i).sort((a, b) => (all[a] ?? Infinity) - (all[b] ?? Infinity));
  const seed = order[(order.length - 1) >> 1] ?? 0;
  return curves[cellAt(s.race!, { run, rate: lane.best, seed })];
}
