// The scales of a figure: from the numbers of its series and what its axes say, to pixels, with the ticks that are drawn.
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Axis, Figure } from '../../course.js';
import { num, power } from '../../format.js';

export interface Scale { (v: number): number; ticks: { at: number; text: string }[]; log: boolean; domain: [number, number] }

/** The numbers along one axis, those that a logarithm has. */
function numbers(f: Figure, key: 'x' | 'y', log: boolean): number[] {
  const all: number[] = [];
  const take = (list: readonly (number | null)[] | undefined) => list?.forEach((v) => v !== null && (!log || v > 0) && all.push(v));
  for (const s of f.series ?? []) {
    take(s[key]);
    if (key === 'y') {
      take(s.low);
      take(s.high);
      if (s.form === 'bars' && !log) all.push(0);
    }
  }
  for (const r of f.rules ?? []) take([r[key] ?? null]);
  return all;
}

/** The scale of one axis between two places; letters of `type` pixels say how near its ticks may be. */
export function scaleOf(f: Figure, key: 'x' | 'y', from: number, to: number, type = 12): Scale {
  const axis: Axis = f[key] ?? { label: '' };
  const log = !!axis.log;
  const all = numbers(f, key, log);
  let lo = axis.from ?? all.reduce((a, b) => Math.min(a, b), Infinity);
  let hi = axis.to ?? all.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!(lo <= hi)) [lo, hi] = log ? [0.1, 10] : [0, 1];
  if (lo === hi) [lo, hi] = log ? [lo / 2, hi * 2] : [lo - 0.5, hi + 0.5];
  if (log) {
    if (!(lo > 0)) lo = hi / 1e3;
  } else if (key === 'y') {
    const room = 0.06 * (hi - lo); // so that no line runs along the edge
    if (axis.from == null && lo !== 0) lo -= room;
    if (axis.to == null) hi += room;
  }
  // Where few things are counted along x there is nothing between two whole numbers.
  const counts = key === 'x' && hi - lo <= 15 && all.length > 2 && all.every(Number.isInteger);
  const few = Math.max(2, Math.round(Math.abs(to - from) / ((key === 'x' ? 7.5 : 4.3) * type)));
  const s = (log ? scaleLog() : scaleLinear()).domain([lo, hi]).range([from, to]);
  const ticks = log ? decades(lo, hi, few) : s.ticks(few).filter((v) => !counts || Number.isInteger(v));
  return Object.assign((v: number) => s(v), {
    ticks: ticks.map((v) => ({ at: s(v), text: log ? tick(v) : num(v, 6) })), log, domain: [lo, hi] as [number, number],
  });
}

const tick = (v: number): string => (v >= 0.001 && v < 1e5 ? num(v, 3) : mantissa(v));
function mantissa(v: number): string {
  const e = Math.floor(Math.log10(v) + 1e-9);
  const m = Math.round(v / 10 ** e);
  return m === 1 ? power(e) : `${m}·${power(e)}`;
}

/** Powers of ten, no more than fit; of less than two decades also 2 and 5 times them. */
function decades(lo: number, hi: number, few: number): number[] {
  const a = Math.ceil(Math.log10(lo) - 1e-9), b = Math.floor(Math.log10(hi) + 1e-9);
  let by = Math.max(1, Math.ceil((b - a + 1) / (few + 1)));
  let out: number[] = [];
  do {
    out = [];
    for (let e = Math.ceil(a / by) * by; e <= b; e += by) out.push(10 ** e);
  } while (out.length < 3 && --by > 0);
  if (out.length >= 3) return out;
  const fine: number[] = [];
  for (let e = a - 1; e <= b; e++) for (const m of [1, 2, 5]) if (m * 10 ** e >= lo * (1 - 1e-9) && m * 10 ** e <= hi * (1 + 1e-9)) fine.push(m * 10 ** e);
  return fine.length > 0 ? fine : out;
}
