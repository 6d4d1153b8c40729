// The charts of a race: final loss against step size with a band of quartiles, and the best runs side by side.
import { useEffect, useId, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { num } from '../format.js';
import { themed } from '../store.js';
import { markerPath } from '../ui/icon.js';
import { Numbers, saying } from '../ui/numbers.js';

export interface Line { k: number; label: string; xs: ArrayLike<number>; ys: (number | null)[]; band?: { lo: (number | null)[]; hi: (number | null)[] }; mark?: number }
export interface PlotProps { label: string; lines: Line[]; logX?: boolean; logY: boolean; xName: string; yName: string }

const DASH: Record<number, number[]> = { 2: [9, 4], 3: [0.1, 5], 4: [11, 4, 2, 4], 5: [18, 5], 6: [5, 3], 7: [3, 3] };

/** One chart of lines with their own x; redrawn whenever its data change. */
export function Plot(p: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const theme = themed.value;
  const id = useId();
  useEffect(() => {
    const el = host.current!;
    const style = getComputedStyle(document.documentElement);
    const css = (name: string) => style.getPropertyValue(name).trim();
    const { data, series, bands } = table(p, css);
    const font = `12px ${css('--sans')}`;
    const axis = { font, stroke: css('--ink-3'), grid: { stroke: css('--grid'), width: 1 }, ticks: { show: false } };
    const brief = (_u: uPlot, s: number[]) => s.map((v) => num(v, 2));
    // On a log axis uPlot would have many lines: only powers of ten get one.
    const tens = (_u: uPlot, s: number[]) => s.map((v) => (Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-9 ? v : null));
    const name = (_u: uPlot, s: (number | null)[]) => s.map((v) => (v === null ? '' : num(v, 2)));
    const u = new uPlot({
      width: Math.max(200, el.clientWidth), height: Math.max(160, el.clientHeight), padding: [10, 34, 0, 0], legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, distr: p.logX ? 3 : 1 }, y: { distr: p.logY ? 3 : 1 } },
      axes: [
        { ...axis, size: 26, space: 52, label: p.xName, labelSize: 20, labelGap: 0, labelFont: font, ...(p.logX ? { filter: tens, values: name } : { values: brief }), border: { show: true, stroke: css('--axis'), width: 1 } },
        { ...axis, size: 56, space: 24, ...(p.logY ? { filter: tens, values: name } : { values: brief }) },
      ],
      series, bands,
      hooks: { draw: [(chart) => marks(chart, p, css)] },
    }, data, el);
    const watch = new ResizeObserver(() => u.setSize({ width: Math.max(200, el.clientWidth), height: Math.max(160, el.clientHeight) }));
    watch.observe(el);
    return () => {
      watch.disconnect();
      u.destroy();
    };
  }, [p.lines, p.logX, p.logY, p.xName, theme]);
  const all = numbersOf(p);
  return (
    <div class="plot raceplot">
      <div class="plot-in" ref={host} role="img" aria-label={p.label} aria-describedby={id} />
      <p class="vh" id={id}>{saying(all)}</p>
      <Numbers label={p.label} {...all} sound={p.logY ? 'log' : 'linear'} />
    </div>
  );
}

/** The lines' numbers over the union of their x. */
function numbersOf(p: PlotProps): { names: string[]; columns: (number | null)[][] } {
  const xs = [...new Set(p.lines.flatMap((l) => Array.from(l.xs)))].sort((a, b) => a - b);
  return {
    names: [p.xName, ...p.lines.map((l) => l.label)],
    columns: [xs, ...p.lines.map((l) => {
      const at = new Map(Array.from(l.xs, (x, i) => [x, l.ys[i] ?? null]));
      return xs.map((x) => at.get(x) ?? null);
    })],
  };
}

/** All lines over the union of their x. */
function table(p: PlotProps, css: (name: string) => string): { data: uPlot.AlignedData; series: uPlot.Series[]; bands: uPlot.Band[] } {
  const xs = [...new Set(p.lines.flatMap((l) => Array.from(l.xs)))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, i) => [x, i]));
  const data: (number | null | undefined)[][] = [xs];
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const l of p.lines) {
    const color = css(`--r${l.k}`);
    const spread = (ys: (number | null)[]) => {
      const out: (number | null | undefined)[] = new Array(xs.length).fill(undefined); // no point here, as opposed to a gap
      ys.forEach((y, i) => (out[place.get(l.xs[i]!)!] = y));
      return out;
    };
    const base = { points: { show: false }, spanGaps: false };
    if (l.band) {
      data.push(spread(l.band.hi), spread(l.band.lo));
      series.push({ ...base, stroke: 'transparent' }, { ...base, stroke: 'transparent' });
      bands.push({ series: [data.length - 2, data.length - 1], fill: `${color}2e` });
    }
    data.push(spread(l.ys));
    series.push({ ...base, label: l.label, stroke: color, width: 2, dash: DASH[l.k], cap: l.k === 3 ? 'round' : 'butt' });
  }
  return { data: data as uPlot.AlignedData, series, bands };
}

/** Each runner's marker: at its best step size, or at its line's end. */
function marks(u: uPlot, p: PlotProps, css: (name: string) => string): void {
  const g = u.ctx, px = devicePixelRatio;
  g.save();
  for (const l of p.lines) {
    let i = l.mark ?? l.ys.length - 1;
    while (l.mark === undefined && i > 0 && l.ys[i] === null) i--;
    const y = l.ys[i];
    if (y === null || y === undefined) continue;
    const m = new Path2D(markerPath(l.k, u.valToPos(l.xs[i]!, 'x', true), u.valToPos(y, 'y', true), 5 * px));
    g.fillStyle = l.k === 7 ? css('--raised') : css(`--r${l.k}`);
    g.strokeStyle = l.k === 7 ? css('--r7') : css('--raised');
    g.lineWidth = 1.5 * px;
    g.fill(m);
    g.stroke(m);
  }
  g.restore();
}
