// The curves of several kept runs over one axis: their rows were thinned each in its own way, so that they share no steps.
import { ROW } from '../../keep/thin.js';
import type { Column } from '../../ui/chart.js';

/** One line: what it is at increasing places. */
export interface Line { x: number[]; y: (number | null)[] }

/** A column of a run's thinned rows against another, or against the row; values that are not finite, and on a log axis those ≤ 0, become gaps. */
export function lineOf(cols: string[], rows: Float64Array, x: string | null, y: string, log: boolean): Line {
  const [j, i] = [cols.indexOf(y), cols.indexOf(x ?? ROW)];
  const n = cols.length ? rows.length / cols.length : 0;
  const out: Line = { x: [], y: [] };
  if (j < 0 || i < 0) return out;
  for (let k = 0; k < n; k++) {
    const v = rows[k * cols.length + j]!;
    out.x.push(rows[k * cols.length + i]!);
    out.y.push(Number.isFinite(v) && (!log || v > 0) ? v : null);
  }
  return out;
}

/** Columns for a chart: all places, then each line there; between two of its own places a line is read off straight. */
export function over(lines: Line[]): Column[] {
  const xs = [...new Set(lines.flatMap((l) => l.x))].sort((a, b) => a - b);
  return [xs, ...lines.map((l) => {
    let k = 0;
    return xs.map((x) => {
      while (k + 1 < l.x.length && l.x[k + 1]! <= x) k++;
      const [x0, x1, y0, y1] = [l.x[k], l.x[k + 1], l.y[k], l.y[k + 1]];
      if (x0 === undefined || x < x0) return null;
      if (x === x0) return y0 ?? null;
      if (x1 === undefined || y0 === null || y1 === null || y0 === undefined || y1 === undefined) return null;
      return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
    });
  })];
}
