// Each run's path as x, y, f in float32 for the view, grown from the run's history. What the eye cannot tell is left out: iterates
// that hardly moved, and of a very long path every second, fourth, … one. A frame of a long run then costs no more than of a short one.
import { MAX_RUNS } from '../../spec.js';
import { grid, held, histories } from './run.js';

/** A path is thinned when it would have more points than this. */
const MOST = 4096;
/** Iterates nearer than this to the point before, as a part of the box's sides, are left out. */
const NEAR = 1 / 800;

interface Path {
  of: number;
  points: Float32Array;
  /** The iterate at each point. */
  steps: Uint32Array;
  count: number;
  /** Iterates that have been looked at; every stride-th one may become a point. */
  seen: number;
  stride: number;
  /** The point that stands at the head now instead of at its own iterate. */
  moved: number;
}
const paths: Path[] = Array.from({ length: MAX_RUNS }, () => ({
  of: -1, points: new Float32Array(3 * (MOST + 1)), steps: new Uint32Array(MOST + 1), count: 0, seen: 0, stride: 1, moved: -1,
}));

/** The path of run i up to iterate `head`: x, y, f triples (a view, good until the next call) and the index of the last of them. */
export function pathOf(i: number, head: number): { points: Float32Array; head: number } {
  const h = histories[i]!;
  const p = paths[i]!;
  if (p.of !== held) Object.assign(p, { of: held, count: 0, seen: 0, stride: 1, moved: -1 });
  const x = h.column('x'), y = h.column('y'), f = h.column('f');
  const put = (at: number, k: number) => {
    p.points[3 * at] = x[k]!;
    p.points[3 * at + 1] = y[k]!;
    p.points[3 * at + 2] = f[k]!;
  };
  if (p.moved >= 0 && p.moved < p.count) put(p.moved, p.steps[p.moved]!);
  const b = grid.peek()?.box ?? [0, 1, 0, 1];
  const dx = NEAR * (b[1] - b[0]), dy = NEAR * (b[3] - b[2]);
  for (; p.seen < h.length; p.seen += p.stride) {
    const k = p.seen;
    const last = p.count > 0 ? p.steps[p.count - 1]! : -1;
    if (last >= 0 && Math.abs(x[k]! - x[last]!) < dx && Math.abs(y[k]! - y[last]!) < dy) continue;
    if (p.count === MOST) {
      for (let j = 0; 2 * j < MOST; j++) {
        p.steps[j] = p.steps[2 * j]!;
        put(j, p.steps[j]!);
      }
      p.count = MOST / 2;
      p.stride *= 2;
    }
    p.steps[p.count] = k;
    put(p.count++, k);
  }
  // The points up to the head, and after them the head itself.
  const to = Math.max(0, Math.min(head, h.length - 1));
  let lo = 0, hi = p.count;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (p.steps[mid]! <= to) lo = mid + 1;
    else hi = mid;
  }
  p.moved = lo;
  put(lo, to);
  return { points: p.points.subarray(0, 3 * (lo + 1)), head: lo };
}
