// The Landscape tab: the loss over a plane through the network's parameters, the way of the training on it, and what the picture hides.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useMemo } from 'preact/hooks';
import type { Figure } from '../../course.js';
import { int, num, percent } from '../../format.js';
import { edit, network } from '../../store.js';
import { Segments, Select, Switch } from '../../ui/choose.js';
import { flat, Solid } from '../../ui/solid.js';
import type { ViewMark } from '../../view/kinds.js';
import { Chart } from '../learn/chart.js';
import { asked, type Asked, cancel, compare, fault, line, look, otherRun, type Picture, picture, progress, several } from './cut.js';
import { CutMap } from './cutmap.js';
import { runNames } from '../../ui/names.js';
import { Elsewhere } from './elsewhere.js';
import { foreign, keepUp } from './lens.js';
import { live, short, shown } from './run.js';
import { language, t } from '../../words/words.js';

const PLANES: Asked['plane'][] = ['pca', 'hessian', 'saddle', 'random', 'points', 'line', 'between'];
const planes = () => PLANES.map((id) => ({ id, label: t.lens.planes[id].label, title: t.lens.planes[id].title }));
const grids = [{ id: '25', name: '25²' }, { id: '51', name: '51²' }, { id: '101', name: '101²' }, { id: '201', name: '201²' }];
const amounts = ['100', '500', '1000', '5000'].map((id) => ({ id, name: int(+id) }));
const scalings = () => [{ id: 'filter', name: t.lens.byFilter }, { id: 'layer', name: t.lens.byLayer }, { id: 'none', name: t.lens.notScaled }] as const;

function set(change: Partial<Asked>): void {
  const s = network.peek();
  edit({ ...s, landscape: { ...s.landscape, ...change } });
}

export function LandscapeView() {
  const a = asked();
  const kind = useSignal<'solid' | 'map'>(flat ? 'map' : 'solid');
  const what = useSignal<'loss' | 'right'>('loss');
  const logged = useSignal<boolean | null>(null);
  const key = JSON.stringify([a, shown.value, compare.value]);
  const keep = useMemo(() => keepUp(() => [asked(), shown.peek(), compare.peek()], look), []);
  useEffect(() => () => { keep.stop(); cancel(); }, []);
  useEffect(keep.check, [key, live.value, foreign.value, network.value]);
  const p = picture.value;
  const auto = !!p && steep(p);
  const log = logged.value ?? auto;
  return (
    <div class="lens">
      <div class="lensrow">
        <Segments label={t.lens.plane} options={planes().filter((o) => o.id !== 'between' || network.value.runs.length > 1)} value={a.plane} onChange={(plane) => set({ plane, normalize: undefined, draw: undefined, with: undefined, align: undefined, curve: undefined })} />
        {a.plane === 'between' && <Switch label={t.lens.match} checked={!!a.align} onChange={(on) => set({ align: on || undefined })} />}
        {a.plane === 'between' && <Switch label={t.lens.curved} checked={!!a.curve} onChange={(on) => set({ curve: on || undefined })} />}
        {a.plane === 'between' && network.value.runs.length > 2 && <label class="pair">{t.lens.and} <Select label={t.lens.otherRun} options={runNames(network.value.runs).map((name, i) => ({ id: String(i), name: `${i + 1}: ${name}` })).filter((o) => +o.id !== shown.value)} value={String(otherRun(shown.value))} onChange={(id) => set({ with: +id })} /></label>}
        {a.plane === 'random' && <>
          <label class="pair">{t.lens.scaled} <Select label={t.lens.scaledHow} options={[...scalings()]} value={a.normalize ?? 'filter'} onChange={(normalize) => set({ normalize })} /></label>
          <button type="button" class="b" onClick={() => set({ draw: ((a.draw ?? 0) + 1) % 1000 })}>{t.lens.anotherPlane}</button>
          <Switch label={t.lens.four} checked={compare.value} onChange={(on) => (compare.value = on)} />
        </>}
      </div>
      <p class="help">{t.lens.planes[a.plane].about}</p>
      {fault.value ? <p class="cap lensfault">{friendly(fault.value)}</p> : a.plane === 'line' || a.plane === 'between' ? <LineView between={a.plane === 'between'} /> : (
        <div class="lensbody">
          <div class="lenspic">
            <div class="lensrow">
              {!flat && <Segments label={t.lens.picture} options={[{ id: 'solid', label: t.lens.surface }, { id: 'map', label: t.lens.map }]} value={kind.value} onChange={(k) => (kind.value = k)} />}
              {!!p?.right.length && <Segments label={t.lens.ofWhat} options={[{ id: 'loss', label: t.lens.loss }, { id: 'right', label: t.lens.accuracy }]} value={what.value} onChange={(w) => (what.value = w)} />}
              {what.value === 'loss' && <Switch label={t.lens.logHeight} checked={log} onChange={(on) => (logged.value = on)} />}
            </div>
            <div class="lensframe">
              {p && (kind.value === 'map' ? <CutMap p={p} what={what.value} log={log} /> : <Solids p={p} what={what.value} log={log} />)}
            </div>
            <div class="lensrow">
              <label class="pair">{t.lens.cells} <Select label={t.lens.cellsOf} options={grids} value={String(a.grid)} onChange={(grid) => set({ grid: +grid })} /></label>
              <label class="pair">{t.lens.examples} <Select label={t.lens.examplesLoss} options={amounts} value={String(a.examples)} onChange={(examples) => set({ examples: +examples })} /></label>
              <span class="pair">
                <button type="button" class="b ic" aria-label={t.lens.wider} title={t.lens.widerTitle} onClick={() => set({ span: Math.min(64, a.span * 2) })}>−</button>
                <button type="button" class="b ic" aria-label={t.lens.closer} title={t.lens.closerTitle} onClick={() => set({ span: Math.max(1 / 64, a.span / 2) })}>+</button>
              </span>
              {progress.value !== null && a.grid > 25 && <button type="button" class="b" onClick={cancel}>{t.learn.cancel}</button>}
              <span class="help num lensat" aria-live="polite">{said(p)}</span>
            </div>
          </div>
          {p && <Hidden p={p} />}
        </div>
      )}
      <Elsewhere />
      {a.plane === 'random' && compare.value && <div class="lensfour">{several.value.map((q, i) => <figure key={i}><CutMap p={q} what={what.value} log={steep(q)} small /><figcaption class="help">{t.lens.planeNumber(i + 1)}</figcaption></figure>)}</div>}
    </div>
  );
}

function LineView({ between }: { between: boolean }) {
  const l = line.value;
  const figures = useMemo<Figure[]>(() => {
    if (!l) return [];
    const ends = [{ name: between ? t.lens.thisRun : t.lens.start, role: 'faint' as const, x: 0 }, { name: between ? t.lens.theOther : t.lens.end, role: 'faint' as const, x: 1 }];
    const one = (label: string, y: (number | null)[], log: boolean, bent?: (number | null)[]): Figure => ({ alt: t.lens.along(label), x: { label: 't' }, y: log ? { label, log } : { label, from: 0, to: 1 }, series: [{ ...(bent ? { name: t.lens.straight } : {}), role: 'runner', color: 1, form: 'line', x: l.t, y }, ...(bent && l.curve ? [{ name: t.lens.bent, role: 'runner' as const, color: 2, form: 'line' as const, x: l.curve.t, y: bent }] : [])], rules: ends });
    return [one(t.lens.lossAxis, l.loss, true, l.curve?.loss), ...(l.accuracy ? [one(t.lens.accuracyAxis, l.accuracy, false, l.curve?.accuracy)] : [])];
  }, [l, between, language.value]);
  if (!l) return <div class="lensframe" />;
  return (
    <div class="lensbody">
      <div class="lenscurves">{figures.map((f) => <Chart key={f.y!.label} figure={f} />)}</div>
      <div class="lenshides">
        <dl class="hides">
          <div><dt>{t.lens.barrier}</dt><dd class="num">{num(l.barrier, 3)}</dd><dd class="help">{l.barrier ? t.lens.barrierAt(l.at) : t.lens.noBarrier}</dd></div>
          {l.curve && <div><dt>{t.lens.barrierBent}</dt><dd class="num">{num(l.curve.barrier, 3)}</dd><dd class="help">{t.lens.bentHelp(l.curve.steps)}</dd></div>}
          <div><dt>{t.lens.distance}</dt><dd class="num">{num(l.distance, 3)}</dd><dd class="help">{l.apart !== l.distance ? t.lens.beforeMatch(l.apart) : t.lens.betweenEnds}</dd></div>
        </dl>
        <span class="help num lensat" aria-live="polite">{l.asked !== JSON.stringify(asked()) ? '…' : t.lens.places(l.t.length, l.looked, l.of)}</span>
      </div>
    </div>
  );
}

const friendly = (m: string): string => (m.includes('some steps of training') ? t.lens.needsSteps : m);

/** Whether the heights differ so much that a logarithm shows them better. */
function steep(p: Picture): boolean {
  let lo = Infinity, hi = 0;
  for (const v of p.loss) {
    if (v < lo) lo = v;
    if (v > hi && v < Infinity) hi = v;
  }
  return hi > 30 * Math.max(lo, 1e-9);
}

function said(p: Picture | null): string {
  if (progress.value !== null) return t.lens.partCells(percent(progress.value, 0));
  if (!p) return '';
  if (p.asked !== JSON.stringify(asked())) return '…';
  const c = p.cut;
  return t.lens.cellsOn(p.n, c.looked, c.of, c.error, c.path[c.path.length - 1]!.step);
}

/** The heights that are drawn: losses beyond those of the way by much are cut off, since a corner would flatten all the rest. */
function heights(p: Picture, what: 'loss' | 'right'): { values: Float32Array; zmin: number; zmax: number } {
  const values = what === 'loss' ? p.loss : p.right;
  const sorted = Float32Array.from(values).filter(Number.isFinite).sort();
  const zmin = sorted[0] ?? 0;
  let zmax = sorted[sorted.length - 1] ?? 1;
  if (what === 'loss') zmax = Math.min(zmax, Math.max(sorted[Math.floor(0.85 * (sorted.length - 1))] ?? 1, ...p.cut.path.map((c) => 1.25 * (c.shown ?? 0))));
  return { values, zmin, zmax: zmax > zmin ? zmax : zmin + 1 };
}

function Solids({ p, what, log }: { p: Picture; what: 'loss' | 'right'; log: boolean }) {
  const id = useId();
  const failed = useSignal<string | null>(null);
  const surface = useMemo(() => {
    const h = heights(p, what);
    return { n: p.n, box: p.cut.box, heights: h.values, zmin: h.zmin, zmax: h.zmax, log: log && what === 'loss' };
  }, [p, what, log]);
  const points = useMemo(() => p.cut.path.map((c) => [c.at[0] ?? NaN, c.at[1] ?? NaN, (what === 'loss' ? c.shown : null) ?? heightAt(p, what, c.at)] as const), [p, what]);
  const paths = useMemo(() => (points.length ? [{ style: shown.value + 1, points: Float32Array.from(points.flat()), head: points.length - 1 }] : []), [points]);
  const marks = useMemo(() => points.slice(0, -1).map(([x, y, f], i): ViewMark => ({ x, y, f, kind: i === 0 ? 'start' : `off${beside(p, i)}` })), [points]);
  const names = p.cut.axes;
  return (
    <>
      <p class="vh" id={id}>{t.lens.heights(num(surface.zmin, 3), num(Math.max(...points.map((q) => q[2]).filter(Number.isFinite), surface.zmin), 3), p.cut.path.length, num(points[0]?.[2], 3), num(points.at(-1)?.[2], 3))}</p>
      <Solid label={t.lens.solidLabel(what === 'loss', names[0], names[1])} describedBy={id} surface={surface} paths={paths} marks={marks} meanwhile={<CutMap p={p} what={what} log={log} />} onError={(m) => (failed.value = m)} />
      <span class="axisnames help">x: {names[0]} · y: {names[1]}</span>
      {failed.value && <p class="help">{t.lens.noPicture(failed.value)}</p>}
    </>
  );
}

/** How far checkpoint i lies beside the plane, 0 … 9: against half of the picture's width. */
function beside(p: Picture, i: number): number {
  const half = (p.cut.box[1] - p.cut.box[0]) / 2;
  return Math.min(9, Math.round((9 * (p.cut.path[i]!.distance ?? 0)) / half));
}

/** The height where a point is drawn, of the nearest cell. */
function heightAt(p: Picture, what: 'loss' | 'right', at: [number | null, number | null]): number {
  const [x0, x1, y0, y1] = p.cut.box;
  const i = Math.round(((at[0] ?? NaN) - x0) / (x1 - x0) * (p.n - 1)), j = Math.round(((at[1] ?? NaN) - y0) / (y1 - y0) * (p.n - 1));
  return i >= 0 && j >= 0 && i < p.n && j < p.n ? (what === 'loss' ? p.loss : p.right)[j * p.n + i]! : NaN;
}

function Hidden({ p }: { p: Picture }) {
  const c = p.cut;
  const last = c.path[c.path.length - 1]!;
  const far = c.path.reduce((a, b) => ((b.distance ?? 0) > (a.distance ?? 0) ? b : a), last);
  const worst = c.path.reduce((a, b) => (gap(b) > gap(a) ? b : a), last);
  const chart = useMemo<Figure>(() => ({
    alt: t.lens.twoLosses, x: { label: t.lens.step }, y: { label: t.lens.lossAxis, log: true },
    series: [
      { name: t.lens.trueLossLine, role: 'runner', color: 1, form: 'line', x: c.path.map((q) => q.step), y: c.path.map((q) => q.loss) },
      { name: t.lens.projected, role: 'predicted', form: 'line', x: c.path.map((q) => q.step), y: c.path.map((q) => q.shown) },
    ],
  }), [p, language.value]);
  return (
    <div class="lenshides">
      <h2>{t.lens.hides}</h2>
      <dl class="hides">
        {c.explained && <div><dt>{t.lens.explained}</dt><dd class="num">{percent((c.explained[0] ?? 0) + (c.explained[1] ?? 0))}</dd><dd class="help">{t.lens.explainedHelp}</dd></div>}
        {c.lambda && <div><dt>{t.lens.curvatures}</dt><dd class="num">{num(c.lambda[0], 3)}, {num(c.lambda[1], 3)}</dd><dd class="help">{t.lens.curvaturesHelp}</dd></div>}
        <div><dt>{t.lens.distancePlane}</dt><dd class="num">{num(far.distance, 3)}</dd><dd class="help">{t.lens.largestAt(far.step)}</dd></div>
        <div><dt>{t.lens.trueLoss}</dt><dd class="num">{worst.loss === null ? '…' : short(worst.loss)}</dd><dd class="help">{t.lens.differAt(worst.step)}</dd></div>
        <div><dt>{t.lens.projectedLoss}</dt><dd class="num">{worst.shown === null ? '…' : short(worst.shown)}</dd><dd class="help">{ratio(worst)}</dd></div>
      </dl>
      <Chart figure={chart} />
    </div>
  );
}

const gap = (q: { loss: number | null; shown: number | null }): number => (q.loss && q.shown ? Math.abs(Math.log(q.shown / q.loss)) : 0);

function ratio(q: { loss: number | null; shown: number | null }): string {
  if (!q.loss || !q.shown) return t.lens.showsInstead;
  const k = q.shown / q.loss;
  return Math.abs(Math.log(k)) < 0.02 ? t.lens.showsSame : t.lens.showsTimes(k);
}
