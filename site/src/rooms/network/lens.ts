// Looking at the weights of a training: its engine gives them out, workers that have not trained look at them, and the training goes on.
import { signal } from '@preact/signals';
import type { NetworkSpec } from '../../spec.js';
import type { Looked } from '../../engine.js';
import { idle } from '../../device.js';
import { engineFor, network, phone } from '../../store.js';
import { loadModule } from '../../assets.js';
import { flat } from '../../ui/solid.js';
import { Pool } from '../../pool.js';
import { filesOf } from './files.js';
import { live, trained } from './run.js';
import { t } from '../../words/words.js';

/** A run's checkpoints, the last of them where it is now: rows × params numbers, then running statistics. */
export interface Trajectory { steps: number[]; lr: number[]; rows: number; params: number; weights: Float32Array }

/** What a question is about: a Spec, the training's weights, and the examples to look at them with. */
export interface Subject { spec: NetworkSpec; of: Trajectory; run: number; looked: Looked }

/** Those who look: one picture is made at a time. */
export const lookers = new Pool();

/** A look will be asked for soon, perhaps at a surface: what takes time to begin begins. */
export function soon(surface: boolean): void {
  lookers.warm();
  if (surface && !flat) loadModule('view').catch(() => {}); // whoever needs it hears of it
}

/** A training has come to rest: what draws surfaces is fetched in idle time, where there is memory for it before it is asked for. */
export function restful(): void {
  if (!flat && !phone.peek()) idle(() => void loadModule('view').catch(() => {})); // whoever needs it hears of it
}

/** Checkpoints from files, which are looked at in place of the training that is there. */
export const foreign = signal<{ name: string; of: Trajectory } | null>(null);

/** Reads checkpoints that were trained elsewhere, for the network that the room shows. Rejects with a sentence. */
export async function openCheckpoints(files: File[]): Promise<void> {
  const engine = engineFor('network');
  const spec = network.peek();
  const bytes: Record<string, ArrayBuffer> = {};
  for (const f of files) bytes[f.name] = await f.arrayBuffer();
  await engine.files({ ...filesOf(spec.data), ...bytes });
  const names = Object.keys(bytes);
  const of = await engine.call<Trajectory>('checkpoints', { spec: { ...spec, race: undefined, landscape: undefined, spectrum: undefined }, files: names });
  foreign.value = { name: names.length === 1 ? names[0]! : t.lens.files(names.length), of };
}

/** The Spec of what is looked at: of the training that is there or of checkpoints from files; null before there are any. */
export function specOf(ask: Pick<NetworkSpec, 'landscape' | 'spectrum'>): NetworkSpec | null {
  if (foreign.peek()) return { ...network.peek(), race: undefined, landscape: undefined, spectrum: undefined, ...ask };
  const spec = trained();
  return spec && { ...spec, ...ask };
}

/** The weights of a run of the training that is there, its last ones alone or all that were kept; or those of a file. */
export function wayOf(spec: NetworkSpec, run: number, last = false): Promise<Trajectory> {
  const other = foreign.peek();
  return other ? Promise.resolve(other.of) : engineFor('network').call<Trajectory>('trajectory', { run: Math.min(run, spec.runs.length - 1), last });
}

/** All that other engines need for a look. */
export async function subject(spec: NetworkSpec, run: number, last = false): Promise<Subject> {
  const [of, looked] = await Promise.all([wayOf(spec, run, last), drawn(spec)]);
  return { spec, of, run: foreign.peek() ? 0 : run, looked };
}

let last: { of: unknown[]; looked: Promise<Looked> } | undefined;
let draws = 0;
/** The examples that a Spec's network is looked at with, from the engine that has its data. Those of the last question are kept. */
function drawn(spec: NetworkSpec): Promise<Looked> {
  const { landscape, spectrum, runs: _runs, race: _race, ...rest } = spec;
  const examples = (landscape ?? spectrum)?.examples;
  const files = filesOf(spec.data) ?? {};
  const of = [JSON.stringify([examples, rest]), ...Object.values(files)];
  if (last?.of.length === of.length && of.every((o, i) => o === last!.of[i])) return last.looked;
  const engine = engineFor('network'), key = `${++draws}`;
  const looked = engine.files(files).then(() => engine.call<Omit<Looked, 'key'>>('draw', { spec, examples })).then((l) => ({ ...l, key }));
  last = { of, looked };
  looked.catch(() => (last = undefined));
  return looked;
}

/** The bytes of some checkpoints with the running statistics behind them; from and to count rows. */
export function weights({ of }: Subject, from = 0, to = of.rows): ArrayBuffer {
  const n = of.params;
  return joined(of.weights.subarray(from * n, to * n), of.weights.subarray(of.rows * n));
}

export function joined(...parts: Float32Array[]): ArrayBuffer {
  const out = new Float32Array(parts.reduce((k, p) => k + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out.buffer;
}

/** One question to the workers, in pieces. Resolves to false when another took its place. */
export function ask<T>(s: Subject, pieces: object[], blob: (i: number) => ArrayBuffer, told: (i: number, reply: T) => void): Promise<boolean> {
  return lookers.each<T>('look', pieces.map((p) => ({ spec: s.spec, params: s.of.params, looked: s.looked.key, ...p })), told, { blob, ready: (e) => e.give(s.looked) });
}

const REST = 3; // times as long as a look the pause after it is, so that a training on two processors goes on nearly as fast as alone

/**
 * Keeps a look up to date while its tab is open: anew when the training has paused, ended or begun anew, when the question has changed,
 * and while it runs again and again, with pauses between.
 */
export function keepUp(question: () => unknown, look: (current: () => boolean) => Promise<void>): { check(): void; stop(): void } {
  let turn = 0, busy = false, done = '', rests = 0, timer = 0;
  const check = () => {
    const { state, step } = live.peek();
    const other = foreign.peek();
    const running = !other && state === 'running';
    if (turn < 0 || (!other && state === 'none')) return;
    const now = JSON.stringify([question(), other ? [other.name, network.peek()] : trained(), running ? null : step]);
    const same = now === done;
    if (same && (busy || !running)) return;
    clearTimeout(timer);
    const wait = same ? rests - performance.now() : 0;
    if (wait > 0) {
      timer = window.setTimeout(check, wait);
      return;
    }
    done = now;
    busy = true;
    const mine = ++turn, began = performance.now();
    void look(() => mine === turn).finally(() => {
      if (mine !== turn) return;
      busy = false;
      rests = performance.now() + Math.max(700, REST * (performance.now() - began));
      check();
    });
  };
  return {
    check,
    stop() {
      turn = -1;
      clearTimeout(timer);
    },
  };
}
