// The running of the Surface room: which engine state, which rows so far, which step is shown. No component lives here.
import { computed, signal } from '@preact/signals';
import { catalog, byId } from '../../catalog.js';
import type { Engine, Frame, RunState, SurfaceGrid } from '../../engine.js';
import { num, tidy } from '../../format.js';
import { MAX_RUNS, type SurfaceSpec } from '../../spec.js';
import { embedded } from '../../embed.js';
import { follower } from '../../keep/follow.js';
import { find } from '../../keep/store.js';
import { announce, calm, complain, dismiss, edit, engineFor, loads, say, surface } from '../../store.js';
import { History } from '../../ui/history.js';
import { runNames } from '../../ui/names.js';
import { speeds, type TransportEvent } from '../../ui/transport.js';
import { t } from '../../words/words.js';

/** 1× draws this many steps a second: 400 steps pass in seven seconds. */
export const SPEEDS = speeds(60);
/** Points of the grid that the view and the map are drawn from, per side. */
export const GRID = 129;

export type State = 'idle' | 'running' | 'paused' | 'done';
export const state = signal<State>('idle');
/** The engine has been asked to start and is still being loaded. */
export const waiting = signal(false);
export const speed = signal(calm.peek() ? 'max' : '1');
/** Rows 0 … computed exist. */
export const computedSteps = signal(0);
/** The step that is shown where it is not the newest one. */
export const pinned = signal<number | null>(null);
export const shown = computed(() => Math.min(pinned.value ?? computedSteps.value, computedSteps.value));
/** Bumped by every frame that brought rows. */
export const version = signal(0);
export const states = signal<RunState[]>([]);
export const histories: History[] = Array.from({ length: MAX_RUNS }, () => new History());
export const grid = signal<SurfaceGrid | null>(null);
/** Where the pointer is, on the map or on the surface. */
export const hover = signal<{ x: number; y: number } | null>(null);
export const layers = signal({ contours: true, critical: true });
/** A point of the picture that the camera is asked to fly to. */
export const target = signal<{ x: number; y: number } | null>(null);

const rate = (): number => SPEEDS.find((s) => s.id === speed.peek())?.rate ?? 0;
const engine = () => {
  const e = engineFor('surface');
  e.onframe = take;
  e.oncrash = (why) => {
    stopped();
    complain(why, t.faults.runCut, t.faults.run(why.first));
  };
  return e;
};

/** Asks the engine; what goes wrong is said and ends there. */
async function tell(what: (e: Engine) => Promise<unknown>): Promise<void> {
  try {
    await what(engine());
  } catch (e) {
    complain(e);
  }
}

// Starting costs two messages; edits that come faster than that are answered by the last one.
let turn = 0;
let generation = -1;
let awaited = false;
/** The Spec that runs, with its defaults. */
let running: SurfaceSpec | null = null;
const keep = follower(() => running && state.peek() !== 'idle'
  ? { spec: running, state: state.peek() as 'running', step: computedSteps.peek(), total: running.steps, runs: states.peek(), histories: histories.slice(0, running.runs.length) }
  : null);

function take(f: Frame): void {
  if (f.kind !== 'surface' || awaited) return;
  if (f.generation !== generation) {
    generation = f.generation;
    forget();
  }
  f.rows.forEach((rows, i) => histories[i]?.append(f.first[i] ?? 0, rows, f.cols));
  computedSteps.value = f.step;
  states.value = f.runs;
  version.value++;
  const before = state.peek();
  state.value = f.state === 'stopped' ? 'idle' : f.state;
  if (f.state === 'done' && before === 'running') announce(summary());
  keep(f.state === 'running');
}

/** "Gradient descent: saddle, f 0; …": what a run came to, said when it ends. */
function summary(): string {
  return states.peek().map((r, i) => `${nameOf(i)}: ${t.ui.kind(r.kind ?? 'moving')}, f ${num(histories[i]?.at((histories[i]?.length ?? 0) - 1, 'f') ?? NaN, 3)}`).join('; ');
}
export const nameOf = (i: number): string => runNames(surface.peek().runs)[i] ?? '';

/** The averages of the iterates at a step, of the runs that have one; run k counts from 1. */
export function meansAt(step: number): { k: number; x: number; y: number; f: number }[] {
  return histories.slice(0, surface.peek().runs.length).flatMap((h, i) => {
    const row = Math.min(step, h.length - 1);
    const [x, y, f] = [h.at(row, 'mean_x'), h.at(row, 'mean_y'), h.at(row, 'mean_f')];
    return Number.isFinite(x) && Number.isFinite(y) ? [{ k: i + 1, x, y, f }] : [];
  });
}

/** Counts the runs that the histories have held: who keeps something derived from them starts again when it changes. */
export let held = 0;
function forget(): void {
  held++;
  for (const h of histories) h.clear();
}

export function clear(): void {
  turn++;
  awaited = true;
  forget();
  state.value = 'idle';
  computedSteps.value = 0;
  pinned.value = null;
  states.value = [];
  version.value++;
}

/** The engine is gone and its run with it; the steps that it had made stay. */
function stopped(): void {
  turn++;
  state.value = 'done';
}

/** Starts the Spec from its start. An invalid one says why and changes nothing. */
async function start(how: { paused?: boolean; rate?: number }): Promise<boolean> {
  const my = ++turn;
  const slow = setTimeout(() => (waiting.value = true), 150);
  try {
    const whole = await engine().start(surface.peek(), { paused: how.paused, rate: how.rate ?? rate() });
    if (my !== turn) return false;
    running = whole as SurfaceSpec;
    awaited = false;
    dismiss(complaint);
    return true;
  } catch (err) {
    if (my === turn) complaint = complain(err, t.surface.cannotRun);
    return false;
  } finally {
    clearTimeout(slow);
    if (my === turn) waiting.value = false;
  }
}
let complaint = -1;

export async function toggle(): Promise<void> {
  const s = state.peek();
  if (s === 'running') {
    state.value = 'paused';
    await tell((e) => e.pause());
    return;
  }
  pinned.value = null;
  if (s === 'paused') {
    state.value = 'running';
    await tell(async (e) => {
      await e.setRate(rate());
      await e.resume();
    });
    return;
  }
  announce(t.surface.running);
  if (await start({})) state.value = state.peek() === 'idle' ? 'running' : state.peek();
}

export async function step(): Promise<void> {
  if (pinned.peek() !== null && shown.peek() < computedSteps.peek()) {
    scrub(shown.peek() + 1);
    return;
  }
  const s = state.peek();
  if (s === 'done') return;
  if (s === 'idle' && !(await start({ paused: true }))) return;
  pinned.value = null;
  await tell((e) => e.step(1));
}

export function scrub(to: number): void {
  const t = Math.max(0, Math.min(to, computedSteps.peek()));
  pinned.value = t >= computedSteps.peek() ? null : t;
}

export async function reset(): Promise<void> {
  const busy = state.peek() !== 'idle';
  clear();
  announce(t.surface.atStart);
  if (busy) await tell((e) => e.stop());
}

export function newSeed(): void {
  change({ ...surface.peek(), seed: 1 + Math.floor(Math.random() * 99999) });
  announce(t.surface.seedIs(surface.peek().seed));
}

export function setSpeed(id: string): void {
  speed.value = id;
  if (state.peek() === 'running') void tell((e) => e.setRate(rate()));
}

/** Takes an edited Spec. A run that exists is made again with it: while running from the start, else at once to its end. */
export function change(s: SurfaceSpec): void {
  const before = surface.peek().surface;
  const other = s.surface.id !== before.id;
  edit(s);
  void loadGrid();
  if (other) {
    void reset();
    return;
  }
  const was = state.peek();
  if (was === 'idle' || queued) return;
  queued = true;
  requestAnimationFrame(async () => {
    queued = false;
    const to = pinned.peek();
    const upTo = computedSteps.peek();
    if (!(await start(was === 'running' ? {} : { rate: 0, paused: was === 'paused' }))) return;
    if (was === 'running') state.value = 'running';
    if (was === 'paused' && upTo > 0) await tell((e) => e.step(upTo));
    pinned.value = to;
  });
}
let queued = false;

/** Sets run i's step size from the step it has come to; the Spec then says so. Absent while nothing runs. */
export function byHand(i: number): { step: number; set(lr: number): void } | undefined {
  if (state.value !== 'running' && state.value !== 'paused') return undefined;
  return {
    step: computedSteps.peek(),
    set: (lr) => void tell(async (e) => edit((running = (await e.call<{ spec: SurfaceSpec }>('change', { run: i, lr })).spec))),
  };
}

/** Takes what is asked about the function, or which starts are shown at once: no run is touched. */
export function annotate(part: Pick<SurfaceSpec, 'analyse' | 'cloud'>): void {
  const s = { ...surface.peek(), ...part };
  if (s.analyse && Object.keys(s.analyse).length === 0) delete s.analyse;
  if (!s.analyse) delete s.analyse;
  if (!s.cloud) delete s.cloud;
  edit(s);
}

/** Whether what is drawn depends on the runs: a plane of a space is fitted to them. */
const spatial = (s: SurfaceSpec): boolean => !!grid.peek()?.slice || !!byId(catalog.families, s.surface.id) || /\bx\d/.test(s.surface.formula ?? '');

/** Fetches the heights of what is drawn of the Spec, once. */
export async function loadGrid(): Promise<void> {
  const spec = surface.peek();
  const { surface: which, start, runs, steps, seed, oracle } = spec;
  const key = JSON.stringify(spatial(spec) ? [which, start, runs, steps, seed, oracle] : which);
  if (gridOf === key) return;
  gridOf = key;
  try {
    const g = await engine().call<SurfaceGrid>('surface', { spec, n: GRID });
    if (gridOf === key) grid.value = g;
  } catch (e) {
    if (gridOf === key) gridOf = '';
    complain(e, t.surface.cannotDraw);
  }
}
let gridOf = '';

/** A link brought another Spec: drop the run, show its surface. */
loads.subscribe(() => {
  if (loads.peek().surface === seen) return;
  seen = loads.peek().surface;
  if (seen === 0) return;
  void reset();
  if (gridOf) void loadGrid();
  if (mounted) void restore();
});
let seen = 0;

let mounted = false;
/** The room is there: what was run of its Spec before the page was closed is there again. */
export function attach(): void {
  mounted = true;
  void restore();
}

/** Makes a kept run again up to where it was: the same Spec gives the same bits, and takes a moment. */
async function restore(): Promise<void> {
  if (embedded) return;
  const s = surface.peek();
  const old = await find(s);
  if (!old || state.peek() !== 'idle' || waiting.peek() || surface.peek().surface.id !== s.surface.id || (await find(surface.peek()))?.id !== old.id) return;
  const part = old.step < old.total;
  const my = turn;
  if (my === turn && state.peek() === 'idle' && (await start({ rate: 0, paused: part })) && part) await tell((e) => e.step(old.step));
}

/** What row k of run i is: the rule of landscape.Classify, for steps that have gone by. */
export function kindAt(i: number, k: number): string {
  const h = histories[i]!;
  const lo = h.at(k, 'lambda_min'), hi = h.at(k, 'lambda_max');
  const size = Math.max(Math.abs(lo), Math.abs(hi));
  if (!(h.at(k, 'grad_norm') <= Math.max(1e-3 * size, 1e-6))) return 'moving';
  const tol = Math.max(1e-6 * size, 1e-6);
  return lo < -tol && hi > tol ? 'saddle' : lo > tol ? 'minimum' : hi < -tol ? 'maximum' : 'degenerate';
}

/** When each run settled or diverged: markers over the scrubber, once the run is over. */
export function events(): TransportEvent[] {
  if (state.value !== 'done') return [];
  return states.value.flatMap((r, i) => {
    const k = i + 1;
    if (r.diverged) return [{ k, step: r.diverged.step, label: t.surface.divergedAt(nameOf(i), r.diverged.step) }];
    let j = histories[i]!.length - 1;
    const kind = kindAt(i, j);
    if (kind === 'moving') return [];
    while (j > 0 && kindAt(i, j - 1) === kind) j--;
    return j > 0 ? [{ k, step: j, label: t.surface.settled(nameOf(i), t.ui.kind(kind), j) }] : [];
  });
}

/** The run as a table for spreadsheets: one line per iterate of each run. */
export function csv(): string | null {
  if (histories.every((h) => h.length === 0)) return null;
  const names = ['x', 'y', 'f', 'grad_norm', 'lambda_min', 'lambda_max', 'cosine', 'lipschitz', ...(grid.peek()?.slice ? ['off'] : [])];
  const out = [`run,optimizer,step,${names.join(',')}`];
  surface.peek().runs.forEach((r, i) => {
    const h = histories[i]!;
    for (let k = 0; k < h.length; k++) out.push(`${i},${r.optimizer},${k},${names.map((n) => h.at(k, n)).join(',')}`);
  });
  return `${out.join('\n')}\n`;
}

/** f at (x, y), from the grid: bilinear, good enough for a read-out under the pointer. */
export function heightAt(g: SurfaceGrid, x: number, y: number): number {
  const [x0, x1, y0, y1] = g.box;
  const u = Math.min(g.n - 1.001, Math.max(0, ((x - x0) / (x1 - x0)) * (g.n - 1)));
  const v = Math.min(g.n - 1.001, Math.max(0, ((y - y0) / (y1 - y0)) * (g.n - 1)));
  const i = Math.floor(u), j = Math.floor(v);
  const h = (a: number, b: number) => g.heights[b * g.n + a]!;
  return h(i, j) * (1 - u + i) * (1 - v + j) + h(i + 1, j) * (u - i) * (1 - v + j) + h(i, j + 1) * (1 - u + i) * (v - j) + h(i + 1, j + 1) * (u - i) * (v - j);
}

/** Puts the start at (x, y) of the picture, rounded to what a pointer can mean. */
export function startAt(x: number, y: number): void {
  const s = grid.peek()?.slice;
  const p = s ? s.origin.map((o, i) => o + x * s.u[i]! + y * s.v[i]!) : [x, y];
  change({ ...surface.peek(), start: p.map((v) => tidy(v, 3)) });
}

/** Where the first iterate is in the picture. */
export function startPlace(): [number, number] {
  const p = surface.value.start ?? grid.value?.start ?? [0, 0];
  const s = grid.value?.slice;
  if (!s) return [p[0]!, p[1]!];
  if (p.length !== s.d) return [NaN, NaN];
  const dot = (a: number[], b: number[]) => a.reduce((t, v, i) => t + v * b[i]!, 0);
  const scale = s.round ? dot(s.origin, s.origin) / dot(s.origin, p) : 1;
  const away = p.map((v, i) => scale * v - s.origin[i]!);
  return [dot(away, s.u), dot(away, s.v)];
}

/** What to do about a run that diverged: lower its step, or look at the last finite one. */
export function setRate(i: number, lr: number): void {
  const s = surface.peek();
  change({ ...s, runs: s.runs.map((r, j) => (j === i ? { ...r, lr } : r)) });
  say({ kind: 'note', text: t.surface.nowLr(i + 1, lr) });
}
