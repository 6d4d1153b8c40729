// The Spectrum tab: the eigenvalues of the loss's Hessian where the training is, what kind of point that is, and how curvature has gone on the way.
import { useEffect, useMemo } from 'preact/hooks';
import type { Figure } from '../../course.js';
import { int, num } from '../../format.js';
import { edit, network } from '../../store.js';
import { Segments, Select } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Chart } from '../learn/chart.js';
import { Elsewhere } from './elsewhere.js';
import { foreign, keepUp } from './lens.js';
import { live, shown } from './run.js';
import { asked, type Asked, curvature, type Curvature, type Eigen, fault, look, progress } from './curvature.js';
import { language, t } from '../../words/words.js';

const kinds = () => [{ id: 'hessian', label: t.lens.hessian, title: t.lens.hessianTitle }, { id: 'gauss-newton', label: t.lens.gaussNewton, title: t.lens.gaussNewtonTitle }] as const;
const amounts = ['100', '500', '1000', '5000'].map((id) => ({ id, name: int(+id) }));

function set(change: Partial<Asked>): void {
  const s = network.peek();
  edit({ ...s, spectrum: { ...s.spectrum, ...change } });
}

export function SpectrumView() {
  const a = asked();
  const key = JSON.stringify([a, shown.value]);
  const keep = useMemo(() => keepUp(() => [asked(), shown.peek()], look), []);
  useEffect(() => keep.stop, []);
  useEffect(keep.check, [key, live.value, foreign.value, network.value]);
  const c = curvature.value;
  const p = progress.value;
  return (
    <div class="lens">
      <div class="lensrow">
        <Segments label={t.lens.ofWhat} options={[...kinds()]} value={a.of} onChange={(id) => set({ of: id })} />
        <label class="pair">{t.lens.examples} <Select label={t.lens.examplesCurvature} options={amounts} value={String(a.examples)} onChange={(n) => set({ examples: +n })} /></label>
        <span class="help num lensat" aria-live="polite">{p ? t.lens.measurements(...p) : c ? t.lens.atStep(c.step) : ''}</span>
      </div>
      {fault.value && <p class="cap lensfault">{fault.value}</p>}
      {c?.ends && <p class={`verdictline ${c.ends.kind}`}>{c.ends.kind === 'minimum' && <Icon name="check" />}{c.ends.kind === 'saddle' && <Icon name="down" />}{c.ends.says}</p>}
      {live.value.state === 'running' && !foreign.value && <p class="cap">{t.lens.waits}</p>}
      {c && <div class="lensbody"><Curves c={c} />{c.ends && <Numbers c={c} />}</div>}
      {!c && !fault.value && live.value.state !== 'running' && <p class="cap">{t.lens.measuring}</p>}
      <Elsewhere />
    </div>
  );
}

function Curves({ c }: { c: Curvature }) {
  const density = useMemo<Figure | null>(() => c.density ? {
    title: t.lens.density, alt: t.lens.densityAlt, x: { label: 'λ' }, y: { label: t.lens.densityAxis, log: true, from: 1e-6 },
    series: [{ role: 'measured', form: 'line', x: c.density.x, y: c.density.y }],
    rules: [...(c.ends?.top.slice(0, 1) ?? []).map((e) => ({ name: t.lens.largestLine, role: 'faint' as const, x: e.value })), ...(c.ends?.bottom.slice(0, 1) ?? []).map((e) => ({ name: t.lens.smallestLine, role: 'faint' as const, x: e.value }))],
  } : null, [c.density, c.ends, language.value]);
  const way = useMemo<Figure | null>(() => c.along.length > 1 ? {
    title: t.lens.alongTraining, alt: t.lens.alongAlt, x: { label: t.lens.step }, y: { label: 'λ' },
    series: [
      { name: t.lens.largestLine, role: 'runner', color: 1, form: 'line', x: c.along.map((q) => q.step), y: c.along.map((q) => q.top) },
      { name: t.lens.smallestLine, role: 'runner', color: 2, form: 'line', x: c.along.map((q) => q.step), y: c.along.map((q) => q.bottom) },
      ...(edgeNear(c) ? [{ name: t.lens.unstable, role: 'bound' as const, form: 'line' as const, x: c.along.map((q) => q.step), y: c.along.map((q) => q.edge) }] : []),
    ],
  } : null, [c.along, language.value]);
  const side = useMemo<Figure[]>(() => {
    if (c.along.length < 2) return [];
    const traced = c.along.filter((q) => q.trace !== null);
    const one = (title: string, alt: string, y: Figure['y'], x: number[], values: (number | null)[], half?: (number | null)[]): Figure => ({
      title, alt, x: { label: t.lens.step }, y,
      series: [{ role: 'runner', color: 1, form: 'line', x, y: values, ...(half ? { low: values.map((v, i) => (v === null ? null : v - 1.96 * (half[i] ?? 0))), high: values.map((v, i) => (v === null ? null : v + 1.96 * (half[i] ?? 0))) } : {}) }],
    });
    return [
      ...(traced.length > 1 ? [one(t.lens.traceAlong, t.lens.traceAlongAlt, { label: t.lens.trace }, traced.map((q) => q.step), traced.map((q) => q.trace), traced.map((q) => q.trace_error))] : []),
      one(t.lens.alignAlong, t.lens.alignAlongAlt, { label: t.lens.cosineAxis, from: 0, to: 1 }, c.along.map((q) => q.step), c.along.map((q) => q.align)),
    ];
  }, [c.along, language.value]);
  return (
    <div class="lenscurves">
      {!density && !c.ends ? null : density ? <div><h2>{density.title}</h2><Chart figure={{ ...density, title: undefined }} /><p class="help">{t.lens.probes(c.density!.probes, c.density!.steps, c.density!.sigma)}</p></div> : <div class="pict wait" />}
      {way && <div><h2>{way.title}</h2><Chart figure={{ ...way, title: undefined }} />{!edgeNear(c) && <p class="help">{t.lens.farAbove(c.edge)}</p>}</div>}
      {side.map((f) => <div key={f.title}><h2>{f.title}</h2><Chart figure={{ ...f, title: undefined }} /></div>)}
    </div>
  );
}

/** Whether 2/η is near enough to be drawn without flattening the rest. */
const edgeNear = (c: Curvature): boolean => c.along.some((q) => (q.edge ?? Infinity) < 4 * Math.max(...c.along.map((o) => o.top ?? 0)));

const within = (e: Eigen | undefined) => (e ? <>{num(e.value, 3)} <small>± {num(e.residual, 1)}</small></> : '–');

function Numbers({ c }: { c: Curvature }) {
  const e = c.ends, { traces } = c;
  const ratio = e?.top[0]?.value && c.edge ? e.top[0].value / c.edge : null;
  return (
    <div class="lenshides">
      <dl class="hides">
        <div><dt>{t.lens.largest}</dt><dd class="num">{within(e?.top[0])}</dd><dd class="help">{ratio === null ? '' : ratio > 1 ? t.lens.beyond(c.edge) : t.lens.partOfEdge(ratio, c.edge)}</dd></div>
        <div><dt>{t.lens.smallest}</dt><dd class="num">{within(e?.bottom[0])}</dd><dd class="help">{e ? t.lens.gradientIs(e.grad_norm) : ''}</dd></div>
        <div><dt>{t.lens.trace}</dt><dd class="num">{traces ? <>{num(traces.trace, 4)} <small>± {num(traces.trace_error, 2)}</small></> : '–'}</dd><dd class="help">{traces ? t.lens.hutch(traces.products) : ''}</dd></div>
        <div><dt>{t.lens.frobenius}</dt><dd class="num">{traces ? <>{num(traces.frobenius, 4)} <small>± {num(traces.frobenius_error, 2)}</small></> : '–'}</dd><dd class="help">{t.lens.frobeniusHelp}</dd></div>
        <div><dt>{t.lens.fall}</dt><dd class="num">{c.density ? `≈ ${int(c.density.below ?? NaN)}` : '–'}</dd><dd class="help">{t.lens.fallHelp(c.params)}</dd></div>
        <div><dt>{t.lens.gradientFirst}</dt><dd class="num">{e ? num(e.align, 2) : '–'}</dd><dd class="help">{t.lens.cosine}</dd></div>
      </dl>
      {e && (
        <table class="t">
          <caption class="help">{t.lens.eigenvalues(e.converged ? e.products : null)}</caption>
          <thead><tr><th scope="col">{t.lens.largestLine}</th><th scope="col">{t.lens.residual}</th><th scope="col">{t.lens.smallestLine}</th><th scope="col">{t.lens.residual}</th></tr></thead>
          <tbody>{e.top.map((p, i) => <tr key={i}><td class="num">{num(p.value, 4)}</td><td class="num">{num(p.residual, 1)}</td><td class="num">{e.bottom[i] ? num(e.bottom[i]!.value, 3) : ''}</td><td class="num">{e.bottom[i] ? num(e.bottom[i]!.residual, 1) : ''}</td></tr>)}</tbody>
        </table>
      )}
      {c.layers.length > 0 && (
        <table class="t">
          <caption class="help">{t.lens.matrices}</caption>
          <thead><tr><th scope="col">{t.lens.weights}</th><th scope="col">{t.lens.parameters}</th><th scope="col">{t.lens.largestLine}</th><th scope="col">{t.lens.smallestLine}</th></tr></thead>
          <tbody>{c.layers.map((l) => <tr key={l.name}><td>{l.name}</td><td class="num">{int(l.params)}</td><td class="num">{num(l.top.value, 3)}</td><td class="num">{num(l.bottom.value, 2)}</td></tr>)}</tbody>
        </table>
      )}
    </div>
  );
}
