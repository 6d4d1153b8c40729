// The Landscape tab: the loss over a plane through the network's parameters, the way of the training on it, and what the picture hides.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { Figure } from '../../course.js';
import { int, num, percent } from '../../format.js';
import { edit, network } from '../../store.js';
import { Segments, Select, Switch } from '../../ui/choose.js';
import { flat, Solid } from '../../ui/solid.js';
import type { ViewMark } from '../../view.js';
import { Chart } from '../learn/chart.js';
import { asked, type Asked, fault, line, look, lookAtSeveral, otherRun, type Picture, picture, progress, several } from './cut.js';
import { CutMap } from './cutmap.js';
import { runNames } from '../../ui/names.js';
import { Elsewhere } from './elsewhere.js';
import { foreign, keepUp } from './lens.js';
import { live, short, shown } from './run.js';

const planes: { id: Asked['plane']; label: string; title: string }[] = [
  { id: 'pca', label: 'Trajectory (PCA)', title: 'The two directions in which the weights have moved most' },
  { id: 'hessian', label: 'Hessian', title: 'The two directions of the largest curvature' },
  { id: 'saddle', label: 'Up and down', title: 'The directions of the largest and of the smallest curvature' },
  { id: 'random', label: 'Random', title: 'Two random directions, scaled to the weights' },
  { id: 'points', label: '3 checkpoints', title: 'The plane through the start, the middle and the end' },
  { id: 'line', label: 'Line', title: 'The straight line from the start to the end' },
  { id: 'between', label: 'Between runs', title: 'The straight line from the end of this run to that of another' },
];
const about: Record<Asked['plane'], string> = {
  pca: 'The plane in which the training has moved most. It shows the way well and the rest of the landscape not at all: off the way, other directions matter.',
  hessian: 'The plane of the two sharpest directions here. Nearly everything that the loss does for small steps happens in a few such directions.',
  saddle: 'The sharpest direction, and the one in which the loss curves down the most: where the second is negative this is no minimum.',
  random: 'Two of very many directions. A random plane holds nothing of the way, and hardly anything of the sharp directions: look at several.',
  line: 'Straight from the start to the end, and a quarter further on both sides. Training has not gone this way; that the loss falls along it all the same is a finding of its own.',
  between: 'Straight from where this run has ended to where another has. A barrier says that they lie in different valleys, unless the two differ by the order of their neurons alone.',
  points: 'The only plane that holds the start, the middle and the end of the way exactly.',
};
const grids = [{ id: '25', name: '25²' }, { id: '51', name: '51²' }, { id: '101', name: '101²' }, { id: '201', name: '201²' }];
const amounts = ['100', '500', '1000', '5000'].map((id) => ({ id, name: int(+id) }));
const scalings = [{ id: 'filter', name: 'by filter' }, { id: 'layer', name: 'by layer' }, { id: 'none', name: 'not' }] as const;

function set(change: Partial<Asked>): void {
  const s = network.peek();
  edit({ ...s, landscape: { ...s.landscape, ...change } });
}

export function LandscapeView() {
  const a = asked();
  const kind = useSignal<'solid' | 'map'>(flat ? 'map' : 'solid');
  const what = useSignal<'loss' | 'right'>('loss');
  const logged = useSignal<boolean | null>(null);
  const compare = useSignal(false);
  const key = JSON.stringify([a, shown.value]);
  const keep = useMemo(() => keepUp(() => [asked(), shown.peek()], look, true), []);
  useEffect(() => keep.stop, []);
  useEffect(keep.check, [key, live.value, foreign.value, network.value]);
  useEffect(() => {
    if (!compare.value) return;
    let open = true;
    void lookAtSeveral(() => open).catch(() => {});
    return () => void (open = false);
  }, [compare.value, key]);
  const p = picture.value;
  const auto = !!p && steep(p);
  const log = logged.value ?? auto;
  return (
    <div class="lens">
      <div class="lensrow">
        <Segments label="Plane" options={planes.filter((o) => o.id !== 'between' || network.value.runs.length > 1)} value={a.plane} onChange={(plane) => set({ plane, normalize: undefined, draw: undefined, with: undefined, align: undefined, curve: undefined })} />
        {a.plane === 'between' && <Switch label="Match neurons" checked={!!a.align} onChange={(on) => set({ align: on || undefined })} />}
        {a.plane === 'between' && <Switch label="Curved path" checked={!!a.curve} onChange={(on) => set({ curve: on || undefined })} />}
        {a.plane === 'between' && network.value.runs.length > 2 && <label class="pair">and <Select label="The other run" options={runNames(network.value.runs).map((name, i) => ({ id: String(i), name: `${i + 1}: ${name}` })).filter((o) => +o.id !== shown.value)} value={String(otherRun(shown.value))} onChange={(id) => set({ with: +id })} /></label>}
        {a.plane === 'random' && <>
          <label class="pair">Scaled <Select label="How random directions are scaled to the weights" options={[...scalings]} value={a.normalize ?? 'filter'} onChange={(normalize) => set({ normalize })} /></label>
          <button type="button" class="b" onClick={() => set({ draw: ((a.draw ?? 0) + 1) % 1000 })}>Another plane</button>
          <Switch label="Four at once" checked={compare.value} onChange={(on) => (compare.value = on)} />
        </>}
      </div>
      <p class="help">{about[a.plane]}</p>
      {fault.value ? <p class="cap lensfault">{friendly(fault.value)}</p> : a.plane === 'line' || a.plane === 'between' ? <LineView between={a.plane === 'between'} /> : (
        <div class="lensbody">
          <div class="lenspic">
            <div class="lensrow">
              {!flat && <Segments label="Picture" options={[{ id: 'solid', label: 'Surface' }, { id: 'map', label: 'Map' }]} value={kind.value} onChange={(k) => (kind.value = k)} />}
              {!!p?.right.length && <Segments label="Of what" options={[{ id: 'loss', label: 'Loss' }, { id: 'right', label: 'Accuracy' }]} value={what.value} onChange={(w) => (what.value = w)} />}
              {what.value === 'loss' && <Switch label="Log height" checked={log} onChange={(on) => (logged.value = on)} />}
            </div>
            <div class="lensframe">
              {p && kind.value === 'map' ? <CutMap p={p} what={what.value} log={log} /> : <Solids p={p} what={what.value} log={log} />}
            </div>
            <div class="lensrow">
              <label class="pair">Cells <Select label="Cells of the picture" options={grids} value={String(a.grid)} onChange={(grid) => set({ grid: +grid })} /></label>
              <label class="pair">Examples <Select label="Examples that the loss is measured on" options={amounts} value={String(a.examples)} onChange={(examples) => set({ examples: +examples })} /></label>
              <button type="button" class="b ic" aria-label="Wider" title="A wider part of the plane" onClick={() => set({ span: Math.min(64, a.span * 2) })}>−</button>
              <button type="button" class="b ic" aria-label="Closer" title="A smaller part of the plane" onClick={() => set({ span: Math.max(1 / 64, a.span / 2) })}>+</button>
              <span class="help num lensat" aria-live="polite">{said(p)}</span>
            </div>
          </div>
          {p && <Hidden p={p} />}
        </div>
      )}
      <Elsewhere />
      {a.plane === 'random' && compare.value && <div class="lensfour">{several.value.map((q, i) => <figure key={i}><CutMap p={q} what={what.value} log={steep(q)} small /><figcaption class="help">plane {i + 1}</figcaption></figure>)}</div>}
    </div>
  );
}

function LineView({ between }: { between: boolean }) {
  const l = line.value;
  const figures = useMemo<Figure[]>(() => {
    if (!l) return [];
    const ends = [{ name: between ? 'this run' : 'start', role: 'faint' as const, x: 0 }, { name: between ? 'the other' : 'end', role: 'faint' as const, x: 1 }];
    const one = (label: string, y: (number | null)[], log: boolean, bent?: (number | null)[]): Figure => ({ alt: `${label} along the line.`, x: { label: 't' }, y: log ? { label, log } : { label, from: 0, to: 1 }, series: [{ ...(bent ? { name: 'straight' } : {}), role: 'runner', color: 1, form: 'line', x: l.t, y }, ...(bent && l.curve ? [{ name: 'bent', role: 'runner' as const, color: 2, form: 'line' as const, x: l.curve.t, y: bent }] : [])], rules: ends });
    return [one('loss', l.loss, true, l.curve?.loss), ...(l.accuracy ? [one('accuracy', l.accuracy, false, l.curve?.accuracy)] : [])];
  }, [l, between]);
  if (!l) return <div class="lensframe" />;
  return (
    <div class="lensbody">
      <div class="lenscurves">{figures.map((f) => <Chart key={f.y!.label} figure={f} />)}</div>
      <div class="lenshides">
        <dl class="hides">
          <div><dt>Barrier</dt><dd class="num">{num(l.barrier, 3)}</dd><dd class="help">{l.barrier ? `above the straight line between both losses, at t = ${num(l.at, 2)}` : 'the loss is nowhere above the straight line between both ends'}</dd></div>
          {l.curve && <div><dt>Barrier of the bent way</dt><dd class="num">{num(l.curve.barrier, 3)}</dd><dd class="help">a Bézier curve, its bend trained for {int(l.curve.steps)} steps of Adam</dd></div>}
          <div><dt>Distance</dt><dd class="num">{num(l.distance, 3)}</dd><dd class="help">{l.apart !== l.distance ? `between both ends; ${num(l.apart, 3)} before neurons were matched` : 'between both ends'}</dd></div>
        </dl>
        <span class="help num lensat">{`${l.t.length} places on ${l.looked < l.of ? `${int(l.looked)} of ${int(l.of)}` : int(l.looked)} examples`}</span>
      </div>
    </div>
  );
}

const friendly = (m: string): string => (m.includes('some steps of training') ? 'The plane of the trajectory needs some steps of training first. Press Run, or look at a random plane.' : m);

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
  if (progress.value !== null) return `${percent(progress.value, 0)} of the cells`;
  if (!p) return '';
  const c = p.cut;
  return `${p.n}² cells on ${c.looked < c.of ? `${int(c.looked)} of ${int(c.of)}` : int(c.looked)} examples${c.error ? `, ± ${num(c.error, 2)}` : ''}, at step ${int(c.path[c.path.length - 1]!.step)}`;
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

function Solids({ p, what, log }: { p: Picture | null; what: 'loss' | 'right'; log: boolean }) {
  const failed = useSignal<string | null>(null);
  const surface = useMemo(() => {
    if (!p) return null;
    const h = heights(p, what);
    return { n: p.n, box: p.cut.box, heights: h.values, zmin: h.zmin, zmax: h.zmax, log: log && what === 'loss' };
  }, [p, what, log]);
  const points = useMemo(() => (p ? p.cut.path.map((c) => [c.at[0] ?? NaN, c.at[1] ?? NaN, what === 'loss' ? c.shown ?? NaN : heightAt(p, c.at)] as const) : []), [p, what]);
  const paths = useMemo(() => (points.length ? [{ style: shown.value + 1, points: Float32Array.from(points.flat()), head: points.length - 1 }] : []), [points]);
  const marks = useMemo(() => points.slice(0, -1).map(([x, y, f], i): ViewMark => ({ x, y, f, kind: i === 0 ? 'start' : `dot${shown.value + 1}` })), [points]);
  const names = p?.cut.axes ?? ['', ''];
  return (
    <>
      <Solid label={`The ${what === 'loss' ? 'loss' : 'accuracy'} over ${names[0]} and ${names[1]}, with the way of the training.`} surface={surface} paths={paths} marks={marks} onError={(m) => (failed.value = m)} />
      <span class="axisnames help">x: {names[0]} · y: {names[1]}</span>
      {failed.value && <p class="help">The picture could not be made: {failed.value}</p>}
    </>
  );
}

/** The accuracy where a point is drawn, of the nearest cell. */
function heightAt(p: Picture, at: [number | null, number | null]): number {
  const [x0, x1, y0, y1] = p.cut.box;
  const i = Math.round(((at[0] ?? NaN) - x0) / (x1 - x0) * (p.n - 1)), j = Math.round(((at[1] ?? NaN) - y0) / (y1 - y0) * (p.n - 1));
  return i >= 0 && j >= 0 && i < p.n && j < p.n ? p.right[j * p.n + i]! : NaN;
}

function Hidden({ p }: { p: Picture }) {
  const c = p.cut;
  const last = c.path[c.path.length - 1]!;
  const far = c.path.reduce((a, b) => ((b.distance ?? 0) > (a.distance ?? 0) ? b : a), last);
  const worst = c.path.reduce((a, b) => (gap(b) > gap(a) ? b : a), last);
  const chart = useMemo<Figure>(() => ({
    alt: 'The loss of the training, and the loss where the picture shows it.', x: { label: 'step' }, y: { label: 'loss', log: true },
    series: [
      { name: 'true loss', role: 'runner', color: 1, form: 'line', x: c.path.map((q) => q.step), y: c.path.map((q) => q.loss) },
      { name: 'projected onto the plane', role: 'predicted', form: 'line', x: c.path.map((q) => q.step), y: c.path.map((q) => q.shown) },
    ],
  }), [p]);
  return (
    <div class="lenshides">
      <h2>What the picture hides</h2>
      <dl class="hides">
        {c.explained && <div><dt>Variance explained</dt><dd class="num">{percent((c.explained[0] ?? 0) + (c.explained[1] ?? 0))}</dd><dd class="help">of the trajectory lies in this plane</dd></div>}
        {c.lambda && <div><dt>Curvatures</dt><dd class="num">{num(c.lambda[0], 3)}, {num(c.lambda[1], 3)}</dd><dd class="help">along the two directions</dd></div>}
        <div><dt>Distance to the plane</dt><dd class="num">{num(far.distance, 3)}</dd><dd class="help">the largest, at step {int(far.step)}</dd></div>
        <div><dt>True loss</dt><dd class="num">{worst.loss === null ? '…' : short(worst.loss)}</dd><dd class="help">where the two differ most, at step {int(worst.step)}</dd></div>
        <div><dt>Loss of its projection</dt><dd class="num">{worst.shown === null ? '…' : short(worst.shown)}</dd><dd class="help">{ratio(worst)}</dd></div>
      </dl>
      <Chart figure={chart} />
    </div>
  );
}

const gap = (q: { loss: number | null; shown: number | null }): number => (q.loss && q.shown ? Math.abs(Math.log(q.shown / q.loss)) : 0);

function ratio(q: { loss: number | null; shown: number | null }): string {
  if (!q.loss || !q.shown) return 'what the picture shows instead';
  const k = q.shown / q.loss;
  return Math.abs(Math.log(k)) < 0.02 ? 'what the picture shows: the same' : `what the picture shows instead: ${num(k > 1 ? k : 1 / k, 2)} times ${k > 1 ? 'more' : 'less'}`;
}
