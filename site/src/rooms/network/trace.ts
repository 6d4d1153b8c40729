// What a training has recorded, run by run: appended to by every frame, thinned only for drawing.
import { ROW } from '../../keep/thin.js';
import type { Frame } from '../../engine.js';
import type { Column } from '../../ui/chart.js';
import { History } from '../../ui/history.js';

export type Measure = 'train_loss' | 'train_acc' | 'test_loss' | 'test_acc' | 'grad_norm';

/** More points than this on one line cannot be told apart: a chart is some 300 pixels wide. */
const DRAWN = 500;

/** A logarithmic axis that went higher would have no room for what the other runs do. */
const TALLEST = 1e12;

/** All runs of one start. Every run is evaluated at the same steps, so the longest one's epochs are everybody's x. */
export class Traces {
  runs: History[] = [];
  private start = -1;

  /** Takes what a frame brings; a frame of a newer start first clears what was there. */
  add(f: Frame): void {
    if (f.generation !== this.start) {
      this.start = f.generation;
      this.runs = f.runs.map(() => new History(f.cols));
    }
    f.rows.forEach((rows, i) => rows.length && this.runs[i]?.append(f.first[i]!, rows, f.cols));
  }

  /** Takes rows that were kept, by their columns, until a frame comes. */
  restore(cols: string[], rows: Float64Array[]): void {
    this.start = -1;
    this.runs = rows.map((r) => {
      const h = new History(cols);
      h.append(0, r, cols);
      return h; // one column more than the engine's, of which no chart asks
    });
  }

  clear(): void {
    this.runs = [];
    this.start = -1;
  }

  /**
   * A chart's columns: epochs, then the measures of each of so many runs, empty for a run that has not started yet.
   * Where a logarithm is taken, values ≤ 0, and those of a run that has left the chart, become gaps.
   */
  columns(runs: number, measures: Measure[], log: boolean): Column[] {
    const longest = this.runs.reduce<History | undefined>((a, r) => (a && a.length >= r.length ? a : r), undefined);
    const n = longest?.length ?? 0;
    const at: number[] = [];
    for (let i = 0, every = Math.max(1, Math.ceil(n / DRAWN)); i < n; i += every) at.push(i);
    if (n && at.at(-1) !== n - 1) at.push(n - 1);
    const out: Column[] = [at.map((i) => longest!.at(i, 'epoch'))];
    for (let k = 0; k < runs; k++) {
      const r = this.runs[k];
      for (const m of measures) {
        const v = r?.column(m);
        out.push(at.map((i) => (r && v && i < r.length && Number.isFinite(v[i]) && (!log || (v[i]! > 0 && v[i]! < TALLEST)) ? v[i]! : null)));
      }
    }
    return out;
  }

  /** Columns of one run by their names, after its epochs; what has no logarithm becomes a gap. */
  layers(run: number, names: string[]): Column[] {
    const r = this.runs[run];
    const n = r?.length ?? 0;
    const at: number[] = [];
    for (let i = 0, every = Math.max(1, Math.ceil(n / DRAWN)); i < n; i += every) at.push(i);
    return [at.map((i) => r!.at(i, 'epoch')), ...names.map((name) => at.map((i) => { const v = r!.at(i, name); return v > 0 && v < TALLEST ? v : null; }))];
  }

  /** The newest value of a run that is a number. */
  last(run: number, m: Measure): number {
    const r = this.runs[run];
    for (let i = (r?.length ?? 0) - 1; i >= 0; i--) {
      const v = r!.at(i, m);
      if (Number.isFinite(v)) return v;
    }
    return NaN;
  }

  /** Everything recorded, one line per run and evaluation; null when there is nothing. */
  csv(names: string[]): string | null {
    const cols = (this.runs[0]?.names ?? []).filter((c) => c !== ROW);
    const lines = [['run', 'optimizer', ...cols].join(',')];
    this.runs.forEach((r, k) => {
      for (let i = 0; i < r.length; i++) lines.push([k + 1, names[k] ?? '', ...cols.map((c) => (Number.isFinite(r.at(i, c)) ? r.at(i, c) : ''))].join(','));
    });
    return lines.length > 1 ? `${lines.join('\n')}\n` : null;
  }
}
