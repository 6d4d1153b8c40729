// Looking at the weights of a training: its engine gives them out, workers that have not trained look at them, and the training goes on.
import type { NetworkSpec } from '../../spec.js';
import { engineFor } from '../../store.js';
import { Pool } from '../../pool.js';
import { filesOf } from './files.js';
import { live, trained } from './run.js';

/** A run's checkpoints, the last of them where it is now: rows × params numbers, then running statistics. */
export interface Trajectory { steps: number[]; lr: number[]; rows: number; params: number; weights: Float32Array }

/** What a question is about: a Spec, and the training's weights. */
export interface Subject { spec: NetworkSpec; of: Trajectory; run: number }

/** The weights of a run of the training that is there; null before the first. */
export async function subject(run: number, ask: Pick<NetworkSpec, 'landscape' | 'spectrum'>): Promise<Subject | null> {
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
export function keepUp(question: () => unknown, look: (current: () => boolean) => Promise<void>, always: boolean): { check(): void; stop(): void } {
  let turn = 0, busy = false, done = '', rests = 0, timer = 0;
  const check = () => {
    const { state, step } = live.peek();
    const running = state === 'running';
    if (turn < 0 || state === 'none' || (running && !always)) return;
    const now = JSON.stringify([question(), trained(), running ? null : step]);
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
