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

const of = [{ id: 'hessian', label: 'Hessian', title: 'The second derivatives of the loss' }, { id: 'gauss-newton', label: 'Gauss–Newton', title: 'The part of them that has no second derivatives of the network: never negative for a convex loss' }] as const;
const amounts = ['100', '500', '1000', '5000'].map((id) => ({ id, name: int(+id) }));

function set(change: Partial<Asked>): void {
  const s = network.peek();
  edit({ ...s, spectrum: { ...s.spectrum, ...change } });
}

export function SpectrumView() {
  const a = asked();
  const key = JSON.stringify([a, shown.value]);
  const keep = useMemo(() => keepUp(() => [asked(), shown.peek()], look, false), []);
  useEffect(() => keep.stop, []);
  useEffect(keep.check, [key, live.value, foreign.value, network.value]);
  const c = curvature.value;
  const p = progress.value;
  return (
    <div class="lens">
      <div class="lensrow">
        <Segments label="Of what" options={[...of]} value={a.of} onChange={(id) => set({ of: id })} />
        <label class="pair">Examples <Select label="Examples that curvature is measured on" options={amounts} value={String(a.examples)} onChange={(n) => set({ examples: +n })} /></label>
        <span class="help num lensat" aria-live="polite">{p ? `${p[0]} of ${p[1]} measurements` : live.value.state === 'running' && !c ? 'measured when the training pauses' : c ? `at step ${int(c.step)}` : ''}</span>
      </div>
      {fault.value && <p class="cap lensfault">{fault.value}</p>}
      {c?.ends && <p class={`verdictline ${c.ends.kind}`}>{c.ends.kind === 'minimum' && <Icon name="check" />}{c.ends.kind === 'saddle' && <Icon name="down" />}{c.ends.says}</p>}
      {c && <div class="lensbody"><Curves c={c} /><Numbers c={c} /></div>}
      {!c && !fault.value && <p class="cap">{live.value.state === 'running' ? 'Curvature is measured when the training pauses or ends: it takes as long as some hundred steps.' : 'Measuring …'}</p>}
      <Elsewhere />
    </div>
  );
}

function Curves({ c }: { c: Curvature }) {
  const density = useMemo<Figure | null>(() => c.density ? {
    title: 'Density of the eigenvalues', alt: 'A peak at 0, where most eigenvalues are, and a few far to the right of it.', x: { label: 'λ' }, y: { label: 'density', log: true, from: 1e-6 },
    series: [{ role: 'measured', form: 'line', x: c.density.x, y: c.density.y }],
    rules: [...(c.ends?.top.slice(0, 1) ?? []).map((e) => ({ name: 'largest', role: 'faint' as const, x: e.value })), ...(c.ends?.bottom.slice(0, 1) ?? []).map((e) => ({ name: 'smallest', role: 'faint' as const, x: e.value }))],
  } : null, [c.density, c.ends]);
  const way = useMemo<Figure | null>(() => c.along.length > 1 ? {
    title: 'Along the training', alt: 'The largest and the smallest eigenvalue against the step, beside 2/η.', x: { label: 'step' }, y: { label: 'λ' },
    series: [
      { name: 'largest', role: 'runner', color: 1, form: 'line', x: c.along.map((q) => q.step), y: c.along.map((q) => q.top) },
      { name: 'smallest', role: 'runner', color: 2, form: 'line', x: c.along.map((q) => q.step), y: c.along.map((q) => q.bottom) },
      ...(edgeNear(c) ? [{ name: '2/η, where gradient descent becomes unstable', role: 'bound' as const, form: 'line' as const, x: c.along.map((q) => q.step), y: c.along.map((q) => q.edge) }] : []),
    ],
  } : null, [c.along]);
  return (
    <div class="lenscurves">
      {density ? <div><h2>{density.title}</h2><Chart figure={{ ...density, title: undefined }} /><p class="help">{c.density!.probes} probes of {c.density!.steps} Lanczos vectors; each node is drawn as a Gaussian with σ = {num(c.density!.sigma, 2)}.</p></div> : <div class="pict wait" />}
      {way && <div><h2>{way.title}</h2><Chart figure={{ ...way, title: undefined }} />{!edgeNear(c) && <p class="help">2/η = {num(c.edge, 3)} is far above: this step size is nowhere near its limit.</p>}</div>}
    </div>
  );
}

/** Whether 2/η is near enough to be drawn without flattening the rest. */
const edgeNear = (c: Curvature): boolean => c.along.some((q) => (q.edge ?? Infinity) < 4 * Math.max(...c.along.map((o) => o.top ?? 0)));

const within = (e: Eigen | undefined) => (e ? <>{num(e.value, 3)} <small>± {num(e.residual, 1)}</small></> : '–');

function Numbers({ c }: { c: Curvature }) {
  const e = c.ends, t = c.traces;
  const ratio = e?.top[0]?.value && c.edge ? e.top[0].value / c.edge : null;
  return (
    <div class="lenshides">
      <dl class="hides">
        <div><dt>Largest</dt><dd class="num">{within(e?.top[0])}</dd><dd class="help">{ratio === null ? '' : ratio > 1 ? `above 2/η = ${num(c.edge, 3)}: the step size is beyond the limit of gradient descent` : `${num(100 * ratio, 2)} % of 2/η = ${num(c.edge, 3)}, the limit of gradient descent`}</dd></div>
        <div><dt>Smallest</dt><dd class="num">{within(e?.bottom[0])}</dd><dd class="help">{e ? `the gradient is ${num(e.grad_norm, 2)}` : ''}</dd></div>
        <div><dt>Trace</dt><dd class="num">{t ? <>{num(t.trace, 4)} <small>± {num(t.trace_error, 2)}</small></> : '–'}</dd><dd class="help">{t ? `Hutch++, ${t.products} products` : ''}</dd></div>
        <div><dt>Frobenius norm</dt><dd class="num">{t ? <>{num(t.frobenius, 4)} <small>± {num(t.frobenius_error, 2)}</small></> : '–'}</dd><dd class="help">root of the sum of squares</dd></div>
        <div><dt>Directions that fall</dt><dd class="num">{c.density ? `≈ ${int(c.density.below ?? NaN)}` : '–'}</dd><dd class="help">of {int(c.params)}, with λ below −1 % of the largest</dd></div>
        <div><dt>Gradient along the first</dt><dd class="num">{e ? num(e.align, 2) : '–'}</dd><dd class="help">cosine between gradient and eigenvector</dd></div>
      </dl>
      {e && (
        <table class="t">
          <caption class="help">Eigenvalues; one lies within the residual of each. {e.converged ? `${e.products} products.` : 'Not all have converged.'}</caption>
          <thead><tr><th scope="col">largest</th><th scope="col">residual</th><th scope="col">smallest</th><th scope="col">residual</th></tr></thead>
          <tbody>{e.top.map((p, i) => <tr key={i}><td class="num">{num(p.value, 4)}</td><td class="num">{num(p.residual, 1)}</td><td class="num">{e.bottom[i] ? num(e.bottom[i]!.value, 3) : ''}</td><td class="num">{e.bottom[i] ? num(e.bottom[i]!.residual, 1) : ''}</td></tr>)}</tbody>
        </table>
      )}
      {c.layers.length > 0 && (
        <table class="t">
          <caption class="help">Each matrix of weights alone, the others held still.</caption>
          <thead><tr><th scope="col">weights</th><th scope="col">parameters</th><th scope="col">largest</th><th scope="col">smallest</th></tr></thead>
          <tbody>{c.layers.map((l) => <tr key={l.name}><td>{l.name}</td><td class="num">{int(l.params)}</td><td class="num">{num(l.top.value, 3)}</td><td class="num">{num(l.bottom.value, 2)}</td></tr>)}</tbody>
        </table>
      )}
    </div>
  );
}
