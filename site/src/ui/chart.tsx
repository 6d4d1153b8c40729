// Curves against the step, drawn by uPlot: theme-aware, logarithmic where asked, with a read-out under the pointer. Redrawn at most once a frame.
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { int, num, power } from '../format.js';
import { themed } from '../store.js';
import { markerPath } from './icon.js';
import { Numbers, saying, useSettled } from './numbers.js';

export interface ChartSeries {
  label: string;
  /** A custom property with the colour: '--r1'. */
  color: string;
  /** Runner whose marker stands at the line's end, 1 … 7. */
  marker?: number;
  dash?: number[];
  width?: number;
}
/** Runner k's line (1 … 7) as the swatch shows it. */
export const runnerSeries = (k: number, label: string): ChartSeries => ({ label, color: `--r${k}`, marker: k, dash: DASH[k] });
const DASH: Record<number, number[]> = { 2: [9, 4], 3: [0.1, 5], 4: [11, 4, 2, 4], 5: [18, 5], 6: [5, 3], 7: [3, 3] };

export type Column = ArrayLike<number | null>;
export interface ChartProps {
  /** What the chart shows, for those who do not see it. */
  label: string;
  series: ChartSeries[];
  /** x, then one column per series; shorter columns end early. On a log axis values ≤ 0 must be null. Views of growing arrays will do. */
  data(): Column[];
  /** Bump to redraw. */
  version: ReadonlySignal<number>;
  xName: string;
  /** The right end of the x axis; the last x by default. */
  xMax?: number;
  y?: 'log' | 'linear' | 'asinh';
  yRange?: [number, number];
  /** Where a linear y axis has its lines; round values where absent. */
  ySplits?: number[];
  format?(v: number): string;
  formatX?(v: number): string;
  /** x of a vertical line, the step that the rest of the page shows. */
  at?: ReadonlySignal<number | null>;
  /** Said in the middle while there is nothing to draw. */
  empty?: string;
}

/** The charts that are drawn, for who takes them away. */
export const drawnCharts = new Set<{ plot: uPlot; props(): ChartProps }>();

interface Hover { i: number; left: number; right: boolean }

export function Chart(props: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const now = useRef(props);
  now.current = props;
  const id = useId();
  const shape = JSON.stringify([props.series, props.y, props.yRange, props.ySplits, props.xName, props.xMax]);
  const theme = themed.value;

  useEffect(() => {
    const el = host.current!;
    const style = getComputedStyle(document.documentElement);
    const css = (name: string) => style.getPropertyValue(name).trim();
    const size = () => ({ width: Math.max(40, el.clientWidth), height: Math.max(40, el.clientHeight) });
    const u = new uPlot({ ...size(), ...options(now, css, setHover) }, tidy(now.current.data()), el);
    const drawn = { plot: u, props: () => now.current };
    drawnCharts.add(drawn);
    let asked = 0;
    const ask = () => {
      if (asked) return;
      asked = requestAnimationFrame(() => {
        asked = 0;
        const columns = tidy(now.current.data());
        if (columns.length === u.series.length) u.setData(columns); // else the chart is about to be made anew
      });
    };
    const stops = [now.current.version.subscribe(() => ask())];
    if (now.current.at) stops.push(now.current.at.subscribe(() => ask()));
    const watch = new ResizeObserver(() => {
      const s = size();
      if (s.width !== u.width || s.height !== u.height) u.setSize(s);
    });
    watch.observe(el);
    return () => {
      cancelAnimationFrame(asked);
      stops.forEach((s) => s());
      watch.disconnect();
      drawnCharts.delete(drawn);
      u.destroy();
      setHover(null);
    };
  }, [shape, theme]);
  return (
    <div class="plot">
      <div class="plot-in" ref={host} role="img" aria-label={props.label} aria-describedby={id} />
      {props.empty && <p class="plotempty">{props.empty}</p>}
      {hover && <ReadOut {...props} hover={hover} />}
      <Behind {...props} id={id} />
    </div>
  );
}

/** What the chart shows in words, as a table and as sound: it follows the run, but not its every frame. */
function Behind({ id, label, series, data, version, xName, y }: ChartProps & { id: string }) {
  const settled = useSettled(version);
  const names = [xName, ...series.map((s) => s.label)];
  const all = useMemo(() => ({ names, columns: data() }), [settled, label, names.join()]);
  return (
    <>
      <p class="vh" id={id}>{saying(all)}</p>
      <Numbers label={label} {...all} sound={y === 'log' ? 'log' : 'linear'} />
    </>
  );
}

/** uPlot wants its columns; a column that is missing counts as empty. */
const tidy = (columns: Column[]): uPlot.AlignedData => columns.map((c) => c ?? []) as unknown as uPlot.AlignedData;

function ReadOut({ hover, series, data, xName, format = num, formatX = int }: ChartProps & { hover: Hover }) {
  const [x, ...ys] = data();
  const at = x?.[hover.i];
  if (at === undefined || at === null) return null;
  return (
    <div class={`readout num ${hover.right ? 'r' : 'l'}`} aria-hidden="true">
      <div class="u">{xName} {formatX(at)}</div>
      {series.map((s, k) => {
        const v = ys[k]?.[hover.i];
        return v === null || v === undefined ? null : <div key={s.label + k}><i style={{ background: `var(${s.color})` }} />{format(v)}<span class="u">{s.label}</span></div>;
      })}
    </div>
  );
}

type Now = { current: ChartProps };

function options(now: Now, css: (name: string) => string, setHover: (h: Hover | null) => void): Omit<uPlot.Options, 'width' | 'height'> {
  const p = now.current;
  const font = `12px ${css('--sans')}`;
  const faint = css('--ink-3');
  const grid = { stroke: css('--grid'), width: 1 };
  const log = p.y === 'log';
  return {
    padding: [10, 34, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: (_u, lo, hi) => [now.current.xMax ? 0 : lo ?? 0, Math.max(1, now.current.xMax ?? hi ?? 1)] },
      y: {
        distr: log ? 3 : p.y === 'asinh' ? 4 : 1,
        ...(p.yRange ? { range: p.yRange } : log ? { range: (_u: uPlot, lo: number, hi: number) => decades(lo, hi) } : {}),
      },
    },
    axes: [
      {
        font, stroke: faint, grid, ticks: { show: false }, gap: 4, size: 24, space: 56,
        border: { show: true, stroke: css('--axis'), width: 1 },
        values: (_u, splits) => splits.map((v, i) => {
          const t = (now.current.formatX ?? int)(v);
          return i === splits.length - 1 ? `${p.xName} ${t}` : t;
        }),
      },
      {
        font, stroke: faint, grid, ticks: { show: false }, gap: 6, size: 46, space: 22,
        ...(log ? { incrs: DECADES, filter: (_u: uPlot, s: number[]) => s, splits: (_u, _i, lo, hi) => powers(lo, hi), values: (_u: uPlot, s: number[]) => s.map(tick) } : p.y === 'asinh' ? { incrs: DECADES, filter: (_u: uPlot, s: number[]) => s, splits: (_u: uPlot, _i: number, lo: number, hi: number) => signed(lo, hi), values: (_u: uPlot, s: number[]) => s.map(tick) } : { ...(p.ySplits ? { splits: p.ySplits } : {}), values: (_u: uPlot, s: number[]) => s.map((v) => (p.format ?? brief)(v)) }),
      },
    ],
    series: [{}, ...p.series.map((s): uPlot.Series => ({
      label: s.label, stroke: css(s.color), width: s.width ?? 2, dash: s.dash, cap: s.dash && s.dash[0]! < 1 ? 'round' : 'butt', points: { show: false },
    }))],
    hooks: {
      setCursor: [(u) => {
        const i = u.cursor.idx;
        const left = u.cursor.left ?? -1;
        setHover(left < 0 || i === null || i === undefined ? null : { i, left, right: left > u.bbox.width / devicePixelRatio / 2 });
      }],
      draw: [(u) => overlay(u, now.current, css)],
    },
  };
}

const brief = (v: number): string => num(v, 3);
const tick = (v: number): string => (v < 0 ? `−${tick(-v)}` : v === 0 ? '0' : v >= 0.01 && v < 100 ? num(v, 2) : power(Math.round(Math.log10(v))));

/** uPlot's own list of steps ends at 10¹⁶, and with it the axis. */
const DECADES = Array.from({ length: 600 }, (_, k) => 10 ** (k - 295));

/** At most six powers of ten between lo and hi. */
function powers(lo: number, hi: number): number[] {
  const a = Math.ceil(Math.log10(lo) - 1e-9);
  const b = Math.floor(Math.log10(hi) + 1e-9);
  const by = Math.max(1, Math.ceil((b - a) / 5));
  const out: number[] = [];
  for (let e = Math.ceil(a / by) * by; e <= b; e += by) out.push(10 ** e);
  return out;
}
/** 0 and at most three powers of ten on either side of it, for an axis that is linear around 0 and logarithmic far from it. */
function signed(lo: number, hi: number): number[] {
  const top = Math.asinh(Math.max(-lo, hi));
  const side = (end: number) => (end >= 1 ? powers(1, end) : []).filter((v) => Math.asinh(v) > 0.12 * top); // clear of 0
  const far = Math.max(side(hi).length, side(-lo).length);
  const thin = (list: number[]) => list.filter((_, i) => far <= 3 || i % 2 === (list.length - 1) % 2);
  return [...thin(side(-lo)).map((v) => -v).reverse(), ...(lo <= 0 && hi >= 0 ? [0] : []), ...thin(side(hi))];
}
/** Whole decades around the data, at least one. */
function decades(lo: number | null, hi: number | null): [number, number] {
  if (lo === null || hi === null || !(lo > 0)) return [0.1, 10];
  const a = Math.floor(Math.log10(lo) + 1e-9);
  const b = Math.ceil(Math.log10(hi) - 1e-9);
  return [10 ** a, 10 ** Math.max(b, a + 1)];
}

/** The vertical line of the shown step, and a marker at the end of each runner's line. */
function overlay(u: uPlot, p: ChartProps, css: (name: string) => string): void {
  const g = u.ctx;
  const px = devicePixelRatio;
  g.save();
  g.setLineDash([]);
  const at = p.at?.peek();
  if (at !== null && at !== undefined) {
    const x = u.valToPos(at, 'x', true);
    g.strokeStyle = css('--ink-3');
    g.lineWidth = px;
    g.setLineDash([2 * px, 3 * px]);
    g.beginPath();
    g.moveTo(x, u.bbox.top);
    g.lineTo(x, u.bbox.top + u.bbox.height);
    g.stroke();
    g.setLineDash([]);
  }
  p.series.forEach((s, i) => {
    const col = u.data[i + 1] as Column | undefined;
    if (!s.marker || !col || col.length === 0) return;
    let j = Math.min(col.length - 1, (u.data[0]?.length ?? 1) - 1);
    if (at !== null && at !== undefined) {
      const xs = u.data[0]!;
      j = Math.min(j, Math.max(0, Math.round(((at - xs[0]!) / Math.max(1e-9, xs[xs.length - 1]! - xs[0]!)) * (xs.length - 1))));
    }
    while (j > 0 && !Number.isFinite(col[j] ?? NaN)) j--;
    const v = col[j];
    if (v === null || v === undefined || !Number.isFinite(v)) return;
    const m = new Path2D(markerPath(s.marker, u.valToPos(u.data[0]![j]!, 'x', true), u.valToPos(v, 'y', true), 4.5 * px));
    g.fillStyle = s.marker === 7 ? css('--raised') : css(s.color);
    g.strokeStyle = s.marker === 7 ? css(s.color) : css('--raised');
    g.lineWidth = 1.5 * px;
    g.fill(m);
    g.stroke(m);
  });
  g.restore();
}
