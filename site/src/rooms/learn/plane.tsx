// A picture over a plane: values in viridis, or kinds in their colours, with axes, paths and points over it.
import { line as lineOf } from 'd3-shape';
import { useEffect, useRef } from 'preact/hooks';
import type { ClassMap, Figure } from '../../course.js';
import { num } from '../../format.js';
import { themed } from '../../store.js';
import { markerPath } from '../../ui/icon.js';
import { viridis } from '../surface/heights.js';
import { t } from '../../words/words.js';
import { Behind, Legend, useId, useSize } from './chart.js';
import { scaleOf } from './scale.js';

/** Colours of kinds: of classes 0, 1, 2 …; those of runners, softened, so that points on them are seen. */
const kinds = ['--sunken', '--r1', '--r2', '--r3', '--r4', '--r5', '--r6'];

export function Plane({ figure: f, type = 12 }: { figure: Figure; type?: number }) {
  const { el, size } = useSize();
  const id = useId();
  return (
    <div class="ch">
      <div class="ch-top">
        {f.map!.classes && <div class="legend" aria-hidden="true">{f.map!.classes.map((c, i) => <span key={c}><i class="class" style={{ background: `color-mix(in srgb, var(${kinds[i % kinds.length]}) ${i ? 62 : 100}%, var(--paper))` }} />{c}</span>)}</div>}
        {!f.map!.classes && <Ramp m={f.map!} />}
        <Legend figure={f} />
        <Behind figure={f} id={id} />
      </div>
      <div class="ch-in" ref={el} role="img" aria-label={f.alt} aria-describedby={id}>{size && size.w > 40 && size.h > 40 && <Drawing figure={f} map={f.map!} w={size.w} h={size.h} type={type} />}</div>
    </div>
  );
}

/** What the colours mean: the least value and the largest, at the ends of the scale. */
function Ramp({ m }: { m: ClassMap }) {
  const [lo, hi] = extremes(m.values);
  if (!(lo < hi)) return <div class="legend ramp" aria-hidden="true">&nbsp;</div>;
  const say = (v: number) => num(m.log ? 10 ** v : v, 3);
  return <div class="legend ramp num" aria-hidden="true"><span>{say(lo)}<i style={{ background: RAMP }} />{say(hi)}{m.log && t.learn.logScale}</span></div>;
}
const RAMP = `linear-gradient(90deg, ${Array.from({ length: 9 }, (_, i) => `rgb(${viridis(i / 8).map(Math.round).join(' ')})`).join(', ')})`;

function extremes(values: (number | null)[]): [number, number] {
  let lo = Infinity, hi = -Infinity;
  for (const v of values) if (v !== null) {
    if (v < lo) lo = v;
    if (v > hi) hi = v;
  }
  return [lo, hi];
}

function Drawing({ figure: f, map: m, w, h, type }: { figure: Figure; map: ClassMap; w: number; h: number; type: number }) {
  const [x0, x1, y0, y1] = m.box;
  const left = 3.6 * type, top = 0.7 * type, room = { w: w - left - 1.2 * type, h: h - top - 1.9 * type };
  const k = Math.min(room.w / (x1 - x0), room.h / (y1 - y0));
  // A long strip would leave most of its frame empty: its axes have units of their own then.
  const long = Math.max((x1 - x0) / (y1 - y0), (y1 - y0) / (x1 - x0)) > 2.5;
  const same = !long || Math.min(k * (x1 - x0) / room.w, k * (y1 - y0) / room.h) > 0.6;
  const pw = same ? k * (x1 - x0) : room.w, ph = same ? k * (y1 - y0) : room.h;
  const px = left + (room.w - pw) / 2;
  const axes: Figure = { ...f, series: [], rules: [], x: { label: m.xlabel, from: x0, to: x1 }, y: { label: m.ylabel, from: y0, to: y1 } };
  const x = scaleOf(axes, 'x', px, px + pw, type), y = scaleOf(axes, 'y', top + ph, top, type);
  const inside = (v: number | null, lo: number, hi: number): v is number => v !== null && v >= lo && v <= hi;
  const id = useId();
  return (
    <>
      <Picture m={m} style={{ left: `${px}px`, top: `${top}px`, width: `${pw}px`, height: `${ph}px` }} />
      <svg class="chart" width={w} height={h} viewBox={`0 0 ${w} ${h}`} aria-hidden="true" font-size={type}>
        <rect class="frame" x={px} y={top} width={pw} height={ph} />
        {y.ticks.map((t) => <text key={t.at} x={px - 6} y={t.at} dy=".35em" text-anchor="end">{t.text}</text>)}
        {x.ticks.map((t) => <text key={t.at} x={t.at} y={top + ph + 1.3 * type} text-anchor="middle">{t.text}</text>)}
        <text class="name" x={px + 5} y={top + 1.2 * type}>{m.ylabel}</text>
        <text class="name" x={px + pw - 5} y={top + ph - 0.5 * type} text-anchor="end">{m.xlabel}</text>
        <clipPath id={id}><rect x={px} y={top} width={pw} height={ph} /></clipPath>
        {m.points?.map((s, i) => {
          const pts = s.x.map((v, j): [number, number] => (inside(v, x0, x1) && inside(s.y[j]!, y0, y1) ? [x(v), y(s.y[j]!)] : [NaN, NaN]));
          const ok = ([a]: [number, number]) => Number.isFinite(a);
          const cls = `s onmap ${s.role}${s.role === 'runner' ? ` k${s.color ?? 1} d${s.color ?? 1}` : ''}`;
          const head = pts.findLast(ok);
          return (
            <g key={i} class={cls}>
              {s.halo && <g clip-path={`url(#${id})`}>{pts.map((p, j) => ok(p) && !!s.halo![j] && <circle key={`h${j}`} class="halo" cx={p[0]} cy={p[1]} r={(s.halo![j]! * pw) / (x1 - x0)} />)}</g>}
              {s.form === 'line' && <><path class="case" d={lineOf<[number, number]>().defined(ok)(pts) ?? ''} /><path class="ln" d={lineOf<[number, number]>().defined(ok)(pts) ?? ''} /></>}
              {(s.form === 'dots' ? pts.filter(ok) : (s.role === 'runner' || s.role === 'measured') && head ? [head] : []).map((p, j) => <path key={j} class="pt" d={markerPath(s.role === 'runner' ? s.color ?? 1 : 1, p[0], p[1], (pts.length > 60 && s.form === 'dots' ? 0.2 : 0.36) * type)} />)}
            </g>
          );
        })}
      </svg>
    </>
  );
}

function Picture({ m, style }: { m: ClassMap; style: Record<string, string> }) {
  const el = useRef<HTMLCanvasElement>(null);
  const theme = themed.value;
  useEffect(() => {
    const c = el.current!;
    c.width = m.w;
    c.height = m.h;
    if (m.values.length === 0) return;
    const g = c.getContext('2d')!;
    const image = g.createImageData(m.w, m.h);
    const [lo, hi] = extremes(m.values);
    const style = getComputedStyle(c);
    const rgb = m.classes ? kinds.map((k, i) => mix(style.getPropertyValue(k), style.getPropertyValue('--paper'), i ? 0.62 : 1)) : [];
    m.values.forEach((v, i) => {
      if (v === null) return;
      const [r, gr, b] = m.classes ? rgb[Math.round(v) % rgb.length]! : viridis((v - lo) / (hi - lo || 1));
      const at = 4 * ((m.h - 1 - Math.floor(i / m.w)) * m.w + (i % m.w));
      image.data.set([r, gr, b, 255], at);
    });
    g.putImageData(image, 0, 0);
  }, [m, theme]);
  return <canvas class="planepic" ref={el} style={style} aria-hidden="true" />;
}

const parse = (hex: string): number[] => [1, 3, 5].map((i) => parseInt(hex.trim().slice(i, i + 2), 16));
function mix(a: string, b: string, t: number): [number, number, number] {
  const x = parse(a), y = parse(b);
  return [0, 1, 2].map((i) => Math.round(t * x[i]! + (1 - t) * y[i]!)) as [number, number, number];
}
