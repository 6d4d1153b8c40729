// The rows of a run, thinned to what a chart can show.
import type { History } from '../ui/history.js';
import type { Curves } from './store.js';

/** Rows beyond this are left out evenly: the charts draw no more. */
const ROWS = 500;
/** The column that says which row of a run one was. */
export const ROW = '#';

/** At most `ROWS` rows of each run, and its last one, by columns. */
export function thinned(histories: History[]): Omit<Curves, 'id'> {
  const names = histories[0]?.names ?? [];
  const cols = [...names, ROW];
  return {
    cols,
    rows: histories.map((h) => {
      const every = Math.max(1, Math.ceil(h.length / ROWS));
      const at: number[] = [];
      for (let i = 0; i < h.length; i += every) at.push(i);
      if (h.length && at.at(-1) !== h.length - 1) at.push(h.length - 1);
      const out = new Float64Array(at.length * cols.length);
      at.forEach((i, k) => cols.forEach((name, j) => (out[k * cols.length + j] = name === ROW ? i : h.at(i, name))));
      return out;
    }),
  };
}
