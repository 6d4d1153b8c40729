// Looking at the weights of a training: its engine gives them out, workers that have not trained look at them, and the training goes on.
import { signal } from '@preact/signals';
import type { NetworkSpec } from '../../spec.js';
import { engineFor, network } from '../../store.js';
import type { Pool } from '../../pool.js';
import { filesOf } from './files.js';
import { live, trained } from './run.js';
import { t } from '../../words/words.js';

/** A run's checkpoints, the last of them where it is now: rows × params numbers, then running statistics. */
export interface Trajectory { steps: number[]; lr: number[]; rows: number; params: number; weights: Float32Array }

/** What a question is about: a Spec, and the training's weights. */
export interface Subject { spec: NetworkSpec; of: Trajectory; run: number }

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

/** The weights of a run of the training that is there, or those of a file; null before there are any. */
export async function subject(run: number, ask: Pick<NetworkSpec, 'landscape' | 'spectrum'>): Promise<Subject | null> {
  const other = foreign.peek();
  if (other) return { spec: { ...network.peek(), race: undefined, landscape: undefined, spectrum: undefined, ...ask }, of: other.of, run: 0 };
  const spec = trained();
  if (!spec) return null;
  const of = await engineFor('network').call<Trajectory>('trajectory', { run: Math.min(run, spec.runs.length - 1) });
  return { spec: { ...spec, ...ask }, of, run };
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
export function ask<T>(pool: Pool, s: Subject, pieces: object[], blob: (i: number) => ArrayBuffer, told: (i: number, reply: T) => void): Promise<boolean> {
  return pool.each<T>('look', pieces.map((p) => ({ spec: s.spec, params: s.of.params, ...p })), told, { blob, files: filesOf(s.spec.data) ?? {} });
}

/**
 * Keeps a look up to date while its tab is open: anew when the training has paused, ended or begun anew, when the question has changed,
 * and while it runs again and again, with a pause of its own length between two looks.
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
      rests = performance.now() + Math.max(700, performance.now() - began);
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
