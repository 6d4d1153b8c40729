// Each run's path as x, y, f in float32 for the view, grown from the run's history. A path longer than the eye can tell is thinned:
// every second, fourth, … iterate, so that a frame of a long run costs no more than one of a short run.
import { MAX_RUNS } from '../../spec.js';
import { held, histories } from './run.js';

/** A path is thinned when it has more points than this. */
export const MOST = 16384;

interface Path { points: Float32Array; count: number; stride: number; of: number }
const paths: Path[] = Array.from({ length: MAX_RUNS }, () => ({ points: new Float32Array(3 * 512), count: 0, stride: 1, of: -1 }));

/** The path of run i up to step head: x, y, f triples (a view, good until the next call) and the index of its last point to draw. */
export function pathOf(i: number, head: number): { points: Float32Array; head: number } {
  const h = histories[i]!;
  const p = paths[i]!;
  if (p.of !== held) Object.assign(p, { of: held, count: 0, stride: 1 });
  const x = h.column('x'), y = h.column('y'), f = h.column('f');
  while (p.count * p.stride < h.length) {
    if (p.count === MOST) halve(p);
    const k = p.count * p.stride;
    if (k >= h.length) break;
    if (3 * (p.count + 1) > p.points.length) {
      const wider = new Float32Array(2 * p.points.length);
      wider.set(p.points);
      p.points = wider;
    }
    p.points.set([x[k]!, y[k]!, f[k]!], 3 * p.count++);
  }
  return { points: p.points.subarray(0, 3 * p.count), head: Math.max(0, Math.min(Math.floor(head / p.stride), p.count - 1)) };
}

function halve(p: Path): void {
  for (let k = 0; 2 * k < p.count; k++) p.points.copyWithin(3 * k, 6 * k, 6 * k + 3);
  p.count = Math.ceil(p.count / 2);
  p.stride *= 2;
}
