// The training of the room: starts what the Spec says, takes in frames as they come, and publishes at most once per animation frame.
import { batch, effect, signal } from '@preact/signals';
import { catalog } from '../../catalog.js';
import type { Extra, Frame, RunState, Watch } from '../../engine.js';
import { fixed, num } from '../../format.js';
import type { NetworkSpec } from '../../spec.js';
import { follower } from '../../keep/follow.js';
import { curvesOf, filesBy, filesNow, find, type Kept } from '../../keep/store.js';
import { embedded } from '../../embed.js';
import { runsOf } from '../../links.js';
import { announce, complain, edit, engineFor, loads, network, room } from '../../store.js';
import { filesOf, keepAll, missingOf, taken } from './files.js';
import { Traces } from './trace.js';
import { t } from '../../words/words.js';

export interface Live {
  /** none: nothing has been started yet. */
  state: 'none' | Frame['state'];
  step: number;
  total: number;
  epoch: number;
  epochs: number;
  rate: number;
  runs: RunState[];
}

const nothing: Live = { state: 'none', step: 0, total: 0, epoch: 0, epochs: 0, rate: 0, runs: [] };
export const live = signal<Live>(nothing);
/** Grows without telling; the versions tell. */
export const traces = new Traces();
/** One for each of the three charts: they are redrawn in turn, so that no frame has to draw them all. */
export const versions = [signal(0), signal(0), signal(0)] as const;
export const extra = signal<Extra>({});
/** The engine's sentence about the Spec that is shown but not run; what ran before goes on. */
export const problem = signal<string | null>(null);
/** A file that the Spec names and this page does not hold. */
export const missing = signal<string | null>(null);
export const watched = signal<Watch>(null);
/** The run whose picture the tabs show. */
export const shown = signal(0);

export const speeds = [
  { id: 'max', name: 'max', rate: 0 },
  { id: '300', name: '300/s', rate: 300 },
  { id: '100', name: '100/s', rate: 100 },
  { id: '30', name: '30/s', rate: 30 },
  { id: '10', name: '10/s', rate: 10 },
  { id: '3', name: '3/s', rate: 3 },
];
export const speed = signal('max');
const rate = () => speeds.find((s) => s.id === speed.peek())?.rate ?? 0;

const engine = () => engineFor('network');

// Frames

let latest: Frame | null = null;
let seen: Extra = {};
let asked = 0;
let pace = { generation: -1, rate: 0 }; // the last that was measured stands while nothing runs
let due = 0; // the chart to redraw in the next animation frame

function take(f: Frame): void {
  if (old.peek() && f.step === 0) return; // what was kept stands until something is trained
  if (old.peek()) forgetOld();
  traces.add(f); // rows alias a buffer that goes back to the worker
  latest = { ...f, rows: [] };
  if (f.extra) seen = f.extra;
  asked ||= requestAnimationFrame(publish); // in a hidden tab this waits, and the training does not
}

/** Three animation frames publish what there is: the state and the first chart, the second, the third and the picture. */
function publish(): void {
  asked = 0;
  const f = due === 0 ? latest : null;
  if (f) latest = null;
  const before = live.peek();
  if (f && (f.rate > 0 || f.generation !== pace.generation)) pace = { generation: f.generation, rate: f.rate };
  batch(() => {
    if (f) live.value = { state: f.state, step: f.step, total: f.total, epoch: f.epoch ?? 0, epochs: f.epochs ?? 0, rate: pace.rate, runs: f.runs };
    versions[due]!.value++;
    if (due === 2 && extra.peek() !== seen) extra.value = seen;
  });
  if (f?.state === 'done' && before.state !== 'done') announce(ending(f.runs));
  if (f) keep(f.state === 'running');
  due = (due + 1) % 3;
  if (due || latest) asked = requestAnimationFrame(publish);
}

function ending(runs: RunState[]): string {
  const one = (r: RunState, k: number) => {
    const who = runs.length > 1 ? t.network.runIs(k + 1) : '';
    if (r.diverged) return who + t.network.endDiverged(r.diverged.step);
    return who + t.network.endLoss(r.train_loss, typeof r.train_acc === 'number' ? r.train_acc : null);
  };
  return t.network.trainingDone(runs.map(one).join(' '));
}

// Starting

let wants = false; // whether the user wants a training to run: the next start does so at once
let timer = 0;
let turn = 0;
let whole: NetworkSpec | null = null; // the Spec of the training that is there, with its defaults
let going: string[] = []; // the Spec of the training that is there, as it was written and with its defaults; empty before the first
/** What a training depends on: a race is another matter, and so is how one looks at its weights. */
const bare = (s: NetworkSpec): string => JSON.stringify({ ...s, race: undefined, landscape: undefined, spectrum: undefined });
const isGoing = (s: NetworkSpec): boolean => going.includes(bare(s));
/** The Spec of the training that is there; null before the first. */
export const trained = (): NetworkSpec | null => (going[0] ? (JSON.parse(going[0]) as NetworkSpec) : null);

/** Starts a Spec from its first step. A Spec that cannot be run leaves a sentence, and the training that was there goes on. */
async function begin(s: NetworkSpec, run: boolean): Promise<boolean> {
  const mine = ++turn;
  clearTimeout(timer);
  const files = filesOf(s.data);
  if (!files) {
    batch(() => {
      missing.value = missingOf(s.data);
      problem.value = null;
    });
    return false;
  }
  missing.value = null;
  wants = run;
  try {
    const started = (await engine().start(s, { paused: !run, rate: rate(), watch: watched.peek(), watchRun: watchedRun(s), files })) as NetworkSpec;
    if (mine === turn) {
      problem.value = null;
      whole = started;
      going = [bare(s), bare(started)];
    }
    return true;
  } catch (e) {
    if (mine === turn) problem.value = e instanceof Error ? e.message : String(e);
    return false;
  }
}

// What was kept

const keep = follower(() => {
  const l = live.peek();
  if (!whole || old.peek() || l.state === 'none' || !isGoing(network.peek())) return null;
  return {
    spec: whole, state: l.state, step: l.step, total: l.total, epoch: l.epoch, epochs: l.epochs, runs: l.runs, histories: traces.runs,
    result: () => engine().result(network.peek()), data: filesOf(whole.data) ?? undefined,
  };
});

/** A run from before the page was closed, shown in place of a training until one is started; and its result, where that was kept. */
export const old = signal<Kept | null>(null);
let oldResult: object | undefined;
function forgetOld(): void {
  if (!old.peek()) return;
  old.value = null;
  oldResult = undefined;
  live.value = { ...nothing, total: live.peek().total, epochs: live.peek().epochs, state: 'stopped' };
}

/** Shows what is kept of the Spec: its files, and what it came to. Weights are not kept: a training begins from its start, with the same bits. */
async function restore(): Promise<void> {
  if (embedded) return;
  const s = network.peek();
  const same = () => network.peek() === s || runsOf(network.peek()) === runsOf(s);
  const k = await find(s);
  if (!filesOf(s.data)) {
    const refs = k?.files.length ? k.files : await filesNow();
    const wants = [s.data.file, s.data.labels].filter((n) => n !== undefined && n !== '') as string[];
    const files = wants.every((n) => refs.some((r) => r.name === n || (n.endsWith('/') && r.name.startsWith(n)))) ? await filesBy(refs) : null;
    if (files && same()) keepAll(s.data.file!, files);
  }
  const curves = k && live.peek().step === 0 && (await curvesOf(k.id));
  if (!curves || !same() || live.peek().step > 0 || wants) return;
  traces.restore(curves.cols, curves.rows);
  oldResult = curves.result;
  batch(() => {
    old.value = k;
    live.value = { state: 'stopped', step: k.step, total: k.total, epoch: k.epoch ?? 0, epochs: k.epochs ?? 0, rate: 0, runs: k.runs };
    for (const v of versions) v.value++;
  });
}

const watchedRun = (s: NetworkSpec) => Math.min(shown.peek(), s.runs.length - 1);

let linked = 0; // the Specs from links that this room has met

/** Follows the Spec while the room is open. Called by the room; the training itself goes on when it is left. */
export function attach(): () => void {
  const e = engine();
  e.onframe = take;
  e.oncrash = (why) => {
    latest = null;
    live.value = { ...live.peek(), state: 'stopped', rate: 0 };
    going = [];
    complain(why, t.faults.trainingLost, t.faults.training(why.first));
  };
  const restoring = loads.subscribe(() => void restore());
  let first = true;
  const stop = effect(() => {
    const s = network.value;
    void taken.value; // a file that was missing may have come
    if (room.value !== 'network') return;
    clearTimeout(timer);
    if (old.peek() && runsOf(s) !== runsOf(old.peek()!.spec)) forgetOld();
    const link = loads.peek().network !== linked;
    linked = loads.peek().network;
    if (isGoing(s)) {
      problem.value = missing.value = null;
      return;
    }
    // While a slider moves, what runs goes on; a moment after it rests, the new Spec starts, and runs if the user wants that then. What a link brings waits for a click.
    if (link) wants = false;
    timer = window.setTimeout(() => {
      if (!isGoing(s)) void begin(s, wants);
    }, first || link ? 0 : 180);
    first = false;
  });
  return () => {
    stop();
    restoring();
  };
}

const fail = (e: unknown) => void complain(e);

export function toggle(): void {
  const s = network.peek();
  const state = live.peek().state;
  if (old.peek()) {
    forgetOld();
    return void begin(network.peek(), true);
  }
  const stuck = problem.peek() !== null || missing.peek() !== null;
  if (state === 'running') {
    wants = false;
    live.value = { ...live.peek(), state: 'paused' }; // the button answers at once; the engine's frame follows
    engine().pause().catch(fail);
  } else if (state === 'paused' && (stuck || isGoing(s))) {
    wants = true;
    live.value = { ...live.peek(), state: 'running' };
    engine().resume().catch(fail);
  }
  else void begin(s, true);
}

export function step(): void {
  const state = live.peek().state;
  wants = false;
  if (old.peek()) {
    forgetOld();
    void begin(network.peek(), false).then((ok) => void (ok && engine().step(1).catch(fail)));
    return;
  }
  if (state === 'running' || state === 'paused') engine().step(1).catch(fail);
}

/** Back to the same initialization. */
export function reset(): void {
  forgetOld();
  void begin(network.peek(), false);
}

/** Back to the step before a run left the finite numbers. */
export async function rewind(to: number): Promise<void> {
  forgetOld();
  if (await begin(network.peek(), false)) await engine().step(Math.max(1, to)).catch(fail);
}

export function newSeed(): void {
  const s = network.peek();
  edit({ ...s, seed: (s.seed + 1) % 2 ** 32 });
}

export function setSpeed(id: string): void {
  speed.value = id;
  engine().setRate(rate()).catch(fail);
}

export function watch(what: Watch, run = shown.peek()): void {
  if (watched.peek() === what && shown.peek() === run) return;
  watched.value = what;
  shown.value = run;
  engine().watch(what, run).catch(() => {}); // before the first start there is nothing to watch; start says it again
}

/** Sets run i's step size from the step it has come to; the Spec then says so, and the training goes on. Absent while nothing runs. */
export function byHand(i: number): { step: number; set(lr: number): void } | undefined {
  const { state, step: at } = live.value;
  if ((state !== 'running' && state !== 'paused') || !isGoing(network.value)) return undefined;
  return {
    step: at,
    set: (lr) => void engine().call<{ spec: NetworkSpec }>('change', { run: i, lr }).then(({ spec }) => {
      whole = spec;
      going = [bare(spec)];
      edit(spec);
    }, fail),
  };
}

export const result = (): Promise<object> | null => {
  if (old.peek()) return oldResult ? Promise.resolve(oldResult) : null;
  return live.peek().state === 'none' ? null : engine().result(network.peek());
};
export const optimizerName = (id: string): string => catalog.optimizers.find((o) => o.id === id)?.name ?? id;

/** A loss as it stands beside its chart: three digits, never wider than the place kept for it. */
export const short = (v: number): string => (Number.isFinite(v) && v >= 0.001 && v < 100 ? (v >= 10 ? fixed(v, 1) : v >= 1 ? fixed(v, 2) : fixed(v, 3)) : num(v, 2));
