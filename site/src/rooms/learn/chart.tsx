// A chart of the course, in SVG: it can be printed, enlarged for a projector and taken away as it is. Theory is ink, measurement is accent.
import { line as lineOf } from 'd3-shape';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { ClassMap, Figure, Role, Series } from '../../course.js';
import { num } from '../../format.js';
import { markerPath } from '../../ui/icon.js';
import { Numbers, saying } from '../../ui/numbers.js';
import { t } from '../../words/words.js';
import { type Scale, scaleOf } from './scale.js';

/** The size of an element as it is laid out; null before. */
export function useSize() {
  const el = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ w: number; h: number } | null>(null);
  useEffect(() => {
    const box = el.current!;
    const watch = new ResizeObserver(() => {
      const b = box.getBoundingClientRect();
      setSize((s) => (s && Math.abs(s.w - b.width) < 1 && Math.abs(s.h - b.height) < 1 ? s : { w: Math.round(b.width), h: Math.round(b.height) }));
    });
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  return { el, size };
}

/** Letters are `type` pixels high; a projector wants 22. */
export function Chart({ figure: f, type = 12 }: { figure: Figure; type?: number }) {
  const { el, size } = useSize();
  const id = useId();
  return (
    <div class="ch">
      <div class="ch-top"><Legend figure={f} /><Behind figure={f} id={id} /></div>
      <div class="ch-in" ref={el} role="img" aria-label={f.alt} aria-describedby={id}>{size && size.w > 40 && size.h > 40 && <Drawing figure={f} w={size.w} h={size.h} type={type} />}</div>
    </div>
  );
}

/** The numbers of a figure: its series over the union of their x, with what it says of them; the rules as lines of their own. */
export function Behind({ figure: f, id }: { figure: Figure; id: string }) {
  const all = useMemo(() => numbersOf(f), [f]);
  const line = f.series?.some((s) => s.form === 'line');
  return (
    <>
      <p class="vh" id={id}>{[saying(all), ...(f.rules ?? []).map((r) => `${r.name}: ${num(r.x ?? r.y)}.`)].join(' ')}</p>
      <Numbers label={f.title ?? f.alt} {...all} sound={line ? (f.y?.log ? 'log' : 'linear') : undefined} />
    </>
  );
}

type N = number | null;
export function numbersOf(f: Figure): { names: string[]; columns: N[][] } {
  const series = [...(f.series ?? []), ...(f.map?.points ?? []), ...(f.scene?.paths ?? [])];
  const name = (s: Series) => s.name ?? t.learn.roles[s.role];
  // Paths over a plane are places, not functions of x: both coordinates of each point in turn.
  if (!f.series?.length) {
    if (series.length === 0 && f.map) return gridOf(f.map);
    return { names: [t.learn.pointNumber, ...series.flatMap((s) => [`${name(s)}, ${f.map?.xlabel ?? 'x'}`, `${name(s)}, ${f.map?.ylabel ?? 'y'}`])], columns: [Array.from({ length: Math.max(0, ...series.map((s) => s.x.length)) }, (_, k) => k), ...series.flatMap((s) => [s.x, s.y])] };
  }
  const xs = [...new Set(series.flatMap((s) => s.x.filter((v): v is number => v !== null)))].sort((a, b) => a - b);
  const place = new Map(xs.map((x, i) => [x, i]));
  const spread = (s: Series, ys: N[]) => {
    const out: N[] = new Array<N>(xs.length).fill(null);
    s.x.forEach((x, i) => x !== null && (out[place.get(x)!] = ys[i] ?? null));
    return out;
  };
  return {
    names: [f.x?.label || 'x', ...series.flatMap((s) => [name(s), ...(s.low && s.high ? [t.learn.low(name(s)), t.learn.high(name(s))] : [])])],
    columns: [xs, ...series.flatMap((s) => [spread(s, s.y), ...(s.low && s.high ? [spread(s, s.low), spread(s, s.high)] : [])])],
  };
}

/** Values over a plane, coarsely: at most so many places a side. */
const SIDE = 11;
function gridOf(m: ClassMap): { names: string[]; columns: N[][] } {
  const [x0, x1, y0, y1] = m.box;
  const some = (n: number) => Array.from({ length: Math.min(SIDE, n) }, (_, k) => Math.round((k * (n - 1)) / Math.max(1, Math.min(SIDE, n) - 1)));
  const at = (lo: number, hi: number, k: number, n: number) => lo + ((hi - lo) * k) / Math.max(1, n - 1);
  const is = some(m.w), js = some(m.h);
  return {
    names: [m.ylabel, ...is.map((i) => `${m.xlabel} ${num(at(x0, x1, i, m.w), 3)}`)],
    columns: [js.map((j) => at(y0, y1, j, m.h)), ...is.map((i) => js.map((j) => m.values[j * m.w + i] ?? null))],
  };
}

function Drawing({ figure: f, w, h, type }: { figure: Figure; w: number; h: number; type: number }) {
  // The names of the axes have rows of their own, above and below the field: nothing that is drawn can run through them.
  const bottom = h - (f.x?.label ? 2.9 : 1.75) * type, top = (f.y?.label ? 1.75 : 0.9) * type;
  const rim = f.series?.some((s) => s.form === 'dots') ? 0.5 * type : 0; // so that no marker is cut off at an edge
  const rough = scaleOf(f, 'y', bottom - (f.y?.log ? rim : 0), top + (f.y?.log ? rim : 0), type);
  const left = 10 + Math.max(2.5, ...rough.ticks.map((t) => [...t.text].length)) * 0.56 * type;
  const right = w - 0.8 * type;
  const x = scaleOf(f, 'x', left + rim, right - rim, type), y = rough;
  const id = useId();
  const names = apart(x.ticks.map((t) => ({ ...t, room: 0.32 * type * ([...t.text].length + 1) })));
  const edge = (t: { at: number }) => (t.at < left + type ? 'start' : t.at > right - 1.5 * type ? 'end' : 'middle');
  const beside = (at: number) => at + (at < top + 1.6 * type ? 1.15 * type : -5);
  /** Has rule i, a level one, room for its name: does it touch none of those before? */
  const level = (i: number): boolean => f.rules!.slice(0, i).every((o) => o.y === undefined || o.y === null || Math.abs(beside(y(o.y)) - beside(y(f.rules![i]!.y!))) > 1.1 * type);
  return (
    <svg class="chart" width={w} height={h} viewBox={`0 0 ${w} ${h}`} aria-hidden="true" font-size={type}>
      <clipPath id={id}><rect x={left} y={top - 4} width={Math.max(0, right - left)} height={Math.max(0, bottom - top + 4)} /></clipPath>
      {y.ticks.map((k) => <g key={k.at}><line class="g" x1={left} x2={right} y1={k.at} y2={k.at} /><text x={left - 6} y={k.at} dy=".35em" text-anchor="end">{k.text}</text></g>)}
      {x.ticks.map((t) => <line key={t.at} class="g" x1={t.at} x2={t.at} y1={top} y2={bottom} />)}
      {names.map((t) => <text key={t.at} x={t.at} y={bottom + 1.4 * type} text-anchor={edge(t)}>{t.text}</text>)}
      <line class="base" x1={left} x2={right} y1={bottom} y2={bottom} />
      <g clip-path={`url(#${id})`}>{f.series?.map((s, i) => <Drawn key={i} s={s} x={x} y={y} base={bottom} type={type} />)}</g>
      {f.rules?.map((r, i) => {
        if (r.x !== undefined && r.x !== null) {
          const at = x(r.x);
          if (!(at >= left - 1 && at <= right + 1)) return null;
          const flip = at > left + 0.62 * (right - left);
          const row = f.rules!.slice(0, i).filter((o) => o.x !== undefined && o.x !== null).length;
          return <g key={i} class={`rule ${r.role}`}><line x1={at} x2={at} y1={top} y2={bottom} /><text x={at + (flip ? -6 : 6)} y={top + (0.8 + 1.35 * row) * type} text-anchor={flip ? 'end' : 'start'}>{r.name}</text></g>;
        }
        const at = y(r.y ?? NaN);
        if (!(at >= top - 1 && at <= bottom + 1)) return null;
        return <g key={i} class={`rule ${r.role}`}><line x1={left} x2={right} y1={at} y2={at} />{level(i) && <text x={right - 2} y={beside(at)} text-anchor="end">{r.name}</text>}</g>;
      })}
      <text class="name" x={Math.min(left, 2)} y={0.85 * type}>{f.y?.label}</text>
      <text class="name" x={right} y={bottom + 2.65 * type} text-anchor="end">{f.x?.label}</text>
    </svg>
  );
}

/** Of the ticks along x those whose names, each this much room to both sides, do not touch the one before. */
function apart<T extends { at: number; room: number }>(ticks: T[]): T[] {
  let end = -Infinity;
  return ticks.filter((t) => t.at - t.room > end && (end = t.at + t.room, true));
}

export { useId };

function Drawn({ s, x, y, base, type }: { s: Series; x: Scale; y: Scale; base: number; type: number }) {
  const cls = `s ${s.role}${s.role === 'runner' ? ` k${s.color ?? 1} d${s.color ?? 1}` : ''}`;
  const ok = (v: number | null | undefined, on: Scale): v is number => v !== null && v !== undefined && (!on.log || v > 0);
  const points: [number, number][] = s.x.map((v, i) => [ok(v, x) ? x(v) : NaN, ok(s.y[i], y) ? y(s.y[i]!) : NaN]);
  const defined = ([a, b]: [number, number]) => Number.isFinite(a) && Number.isFinite(b);
  if (s.form === 'bars') {
    const half = points.length > 1 ? points.map((p, i) => Math.abs((points[i + 1] ?? points[i - 1]!)[0] - p[0]) / 2) : [8];
    return <g class={cls}>{points.map((p, i) => {
      if (!defined(p)) return null;
      const l = i > 0 ? (points[i - 1]![0] + p[0]) / 2 : p[0] - half[i]!, r = i + 1 < points.length ? (points[i + 1]![0] + p[0]) / 2 : p[0] + half[i]!;
      return <rect key={i} x={l} width={Math.max(0.5, r - l)} y={p[1]} height={Math.max(0, base - p[1])} />;
    })}</g>;
  }
  const band = s.low && s.high;
  if (s.form === 'dots') {
    const r = (s.role === 'faint' ? 0.16 : points.length > 60 ? 0.24 : 0.34) * type;
    return <g class={cls}>{points.map((p, i) => defined(p) && <g key={i}>{band && ok(s.low![i], y) && ok(s.high![i], y) && <line class="whisker" x1={p[0]} x2={p[0]} y1={y(s.low![i]!)} y2={y(s.high![i]!)} />}<path class="pt" d={markerPath(s.role === 'runner' ? s.color ?? 1 : 1, p[0], p[1], r)} /></g>)}</g>;
  }
  const path = lineOf<[number, number]>().defined(defined)(points) ?? '';
  const last = s.role === 'runner' ? points.findLast(defined) : undefined;
  return (
    <g class={cls}>
      {band && <path class="band" d={`${lineOf<[number, number]>()(s.x.flatMap((v, i) => (ok(v, x) && ok(s.high![i], y) ? [[x(v), y(s.high![i]!)] as [number, number]] : []))) ?? ''}${(lineOf<[number, number]>()(s.x.flatMap((v, i) => (ok(v, x) && ok(s.low![i], y) ? [[x(v), y(s.low![i]!)] as [number, number]] : [])).reverse()) ?? '').replace('M', 'L')}Z`} />}
      <path class="ln" d={path} />
      {last && <path class="pt" d={markerPath(s.color ?? 1, last[0], last[1], 0.38 * type)} />}
    </g>
  );
}

/** What each named series looks like, in the order of the figure. */
export function Legend({ figure: f }: { figure: Figure }) {
  const all = [...(f.series ?? []), ...(f.map?.points ?? []), ...(f.scene?.paths ?? [])];
  const named = all.filter((s, i) => s.name && all.findIndex((o) => o.name === s.name && o.role === s.role && o.color === s.color) === i);
  if (named.length === 0) return null;
  return <div class="legend" aria-hidden="true">{named.map((s, i) => <span key={i}><Key s={s} role={s.role} />{s.name}</span>)}</div>;
}

function Key({ s, role }: { s: Series; role: Role }) {
  const k = s.color ?? 1;
  return (
    <svg class={`s ${role}${role === 'runner' ? ` k${k} d${k}` : ''}`} viewBox="0 0 26 12" width="26" height="12">
      {s.form === 'bars' ? <rect x="5" y="2" width="16" height="10" /> : s.form === 'line' ? <path class="ln" d="M1 6H25" /> : null}
      {(s.form === 'dots' || role === 'runner') && s.form !== 'bars' && <path class="pt" d={markerPath(role === 'runner' ? k : 1, 13, 6, 4)} />}
    </svg>
  );
}
