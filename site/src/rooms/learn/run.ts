// The open page's experiment: its pieces are done by the pool, the room's engine says what they come to so far.
import { computed, effect, signal } from '@preact/signals';
import { byId, catalog, type ExperimentEntry } from '../../catalog.js';
import { markSeen, type Report } from '../../course.js';
import { pool } from '../../pool.js';
import { announce, attempt, complain, edit, engineFor, experiment, experimentOf, room } from '../../store.js';
import { t } from '../../words/words.js';

export type State = 'idle' | 'running' | 'done' | 'cancelled';
export const state = signal<State>('idle');
export const report = signal<Report | null>(null);
/** The experiment that the report is of. */
export const reported = signal('');
/** Pieces done. */
export const done = signal(0);
/** Seconds that the last run took. */
export const seconds = signal(0);

export const entry = computed<ExperimentEntry>(() => byId(catalog.experiments, experiment.value.id) ?? catalog.experiments[0]!);

const LOOK = 120; // ms between two reports
let turn = 0;
let pieces: (Float64Array | null)[] = [];

/** Asks what the pieces that are there come to. */
async function ask(): Promise<Report> {
  const spec = experiment.peek();
  const total = pieces.reduce((n, p) => n + (p?.length ?? 0), 0);
  const all = new Float64Array(total);
  let k = 0;
  for (const p of pieces) if (p) {
    all.set(p, k);
    k += p.length;
  }
  return engineFor('experiment').call<Report>('report', { spec, lengths: pieces.map((p) => p?.length ?? -1) }, all.buffer);
}

/** A new Spec: what ran is over, the predictions follow at once. */
async function prepare(): Promise<void> {
  const mine = ++turn;
  pool.cancel();
  const id = experiment.peek().id;
  if (reported.peek() !== id) report.value = null;
  state.value = 'idle';
  done.value = 0;
  pieces = [];
  try {
    const r = await ask();
    if (mine !== turn) return;
    report.value = r;
    reported.value = id;
    pieces = new Array<null>(r.pieces).fill(null);
  } catch (e) {
    if (mine === turn) complain(e);
  }
}

const REST = 350; // ms without another change before what had run is run again
let shown = '', shownId = '', again = 0;
effect(() => {
  if (room.value !== 'experiment') return;
  const s = experiment.value;
  const key = JSON.stringify([s, attempt.value]);
  if (key === shown) return;
  // A quick experiment that has been run follows its sliders by itself.
  const follows = s.id === shownId && !entry.peek().long && (again !== 0 || state.peek() === 'done' || state.peek() === 'running');
  shown = key;
  shownId = s.id;
  clearTimeout(again);
  again = 0;
  void prepare();
  if (follows) again = window.setTimeout(() => {
    again = 0;
    void run();
  }, REST);
});

/** Runs the experiment from its beginning. */
export async function run(): Promise<void> {
  clearTimeout(again);
  again = 0;
  const mine = ++turn;
  const spec = experiment.peek();
  const t0 = performance.now();
  state.value = 'running';
  done.value = 0;
  try {
    pieces = [];
    const empty = await ask();
    if (mine !== turn) return;
    reported.value = spec.id;
    report.value = empty;
    const n = empty.pieces;
    pieces = new Array<null>(n).fill(null);
    let asking = false, last = performance.now() - LOOK / 2;
    const look = async () => {
      asking = true;
      try {
        const r = await ask();
        if (mine === turn && state.peek() === 'running') report.value = r;
      } finally {
        asking = false;
        last = performance.now();
      }
    };
    const whole = await pool.each<{ data: Float64Array }>('piece', Array.from({ length: n }, (_, piece) => ({ spec, piece })), (i, r) => {
      if (mine !== turn) return;
      pieces[i] = r.data.slice(); // the view would keep the whole reply
      done.value++;
      if (!asking && performance.now() - last > LOOK) look().catch(() => {}); // the last report tells of it
    });
    if (!whole || mine !== turn) return;
    const r = await ask();
    if (mine !== turn) return;
    report.value = r;
    seconds.value = (performance.now() - t0) / 1000;
    state.value = 'done';
    markSeen(spec.id);
    announce(t.learn.hold(r.measures.filter((m) => m.pass).length, r.measures.filter((m) => m.pass !== null).length));
  } catch (e) {
    if (mine !== turn) return;
    state.value = 'idle';
    complain(e, t.learn.cannotRun);
  }
}

export function cancel(): void {
  clearTimeout(again);
  again = 0;
  if (state.peek() !== 'running') return;
  turn++;
  pool.cancel();
  state.value = 'cancelled';
  announce(t.learn.cancelled);
}

export const toggle = (): void => (state.peek() === 'running' ? cancel() : void run());

/** Sets parameters; the predictions follow. */
export const set = (params: Record<string, number>): void => edit({ ...experiment.peek(), params: { ...experiment.peek().params, ...params } });
export const newSeed = (): void => edit({ ...experiment.peek(), seed: 1 + Math.floor(Math.random() * 9999) });
/** Back to the text's own values. */
export const reset = (): void => {
  const own = experimentOf(experiment.peek().id);
  if (JSON.stringify(own) === JSON.stringify(experiment.peek())) void prepare();
  else edit(own);
};

/** The experiment's result as `saddlelab run` prints it; null while there is none. */
export const result = (): object | null => (state.peek() === 'done' ? { spec: experiment.peek(), done: pieces.length, measures: report.peek()!.measures, figures: report.peek()!.figures, caption: report.peek()!.caption } : null);

/** The charts' points as a table. */
export function csv(): string | null {
  const r = report.peek();
  if (!r || state.peek() === 'idle') return null;
  const quote = (s: string) => (/[",\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);
  const lines = ['figure,series,x,y'];
  for (const f of r.figures) for (const s of [...(f.series ?? []), ...(f.map?.points ?? []), ...(f.scene?.paths ?? [])])
    s.x.forEach((x, i) => lines.push([quote(f.title ?? ''), quote(s.name ?? s.role), x ?? '', s.y[i] ?? ''].join(',')));
  return `${lines.join('\n')}\n`;
}
