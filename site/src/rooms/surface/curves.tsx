// Loss and gradient norm of the runs against the step.
import { computed, signal, useComputed } from '@preact/signals';
import { byId, catalog } from '../../catalog.js';
import { num } from '../../format.js';
import { surface } from '../../store.js';
import { Chart, runnerSeries } from '../../ui/chart.js';
import { Segments, TabPanel, Tabs } from '../../ui/choose.js';
import { computedSteps, grid, held, histories, nameOf, pinned, shown, state, version } from './run.js';
import { t } from '../../words/words.js';

type Curve = 'loss' | 'grad_norm' | 'curvature';
type Along = 'lambda_min' | 'lambda_max' | 'cosine' | 'lipschitz' | 'off';
const tab = signal<Curve>('loss');
const along = signal<Along>('lambda_min');
const alongs = (): { id: Along; label: string; title: string }[] => [
  { id: 'lambda_min', label: 'λ min', title: t.surface.lambdaMin },
  { id: 'lambda_max', label: 'λ max', title: t.surface.lambdaMax },
  { id: 'cosine', label: t.surface.angle, title: t.surface.angleTitle },
  { id: 'lipschitz', label: t.surface.lipschitz, title: t.surface.lipschitzTitle },
  { id: 'off', label: t.surface.offPlane, title: t.surface.offTitle },
];
const cross = computed(() => (pinned.value === null ? null : shown.value));

/** The lowest value of a function that has one: what the loss is measured from, so that its axis can be logarithmic. */
const lowest = (): number | null => {
  const s = byId(catalog.surfaces, surface.peek().surface.id);
  return s?.coercive && !s.valley && s.critical.length > 0 ? Math.min(...s.critical.map((c) => c.f)) : null;
};

// Converted values, grown with the histories: on a log axis what is not above 0 is left out.
const cache: { key: string; n: number; out: (number | null)[] }[] = [];
function converted(slot: number, key: string, from: Float64Array, f: (v: number) => number | null): (number | null)[] {
  const c = (cache[slot] ??= { key: '', n: 0, out: [] });
  if (c.key !== key || from.length < c.n) Object.assign(c, { key, n: 0, out: [] });
  for (; c.n < from.length; c.n++) c.out.push(f(from[c.n]!));
  return c.out;
}

let steps = new Float64Array(0);
function stepsTo(n: number): Float64Array {
  if (steps.length < n) steps = Float64Array.from({ length: 2 * n }, (_, i) => i);
  return steps.subarray(0, n);
}

export function Curves() {
  const s = surface.value;
  const empty = useComputed(() => computedSteps.value === 0 && state.value !== 'running').value;
  const low = lowest();
  const shows = tab.value;
  const choices = alongs().filter((c) => c.id !== 'off' || grid.value?.slice);
  const a = choices.some((c) => c.id === along.value) ? along.value : 'lambda_min';
  const log = shows === 'grad_norm' || (shows === 'loss' && low !== null);
  const above = low !== null && low !== 0;
  const data = () => {
    const n = Math.max(1, ...histories.slice(0, s.runs.length).map((h) => h.length));
    return [stepsTo(n), ...s.runs.map((_, i) => {
      const h = histories[i]!;
      if (shows === 'curvature') return a === 'cosine' ? converted(20 + i, `a ${held}`, h.column('cosine'), (v) => (Math.acos(Math.min(1, v)) * 180) / Math.PI) : h.column(a);
      if (shows === 'grad_norm') return converted(10 + i, `g ${held}`, h.column('grad_norm'), (v) => (v > 1e-300 ? v : null));
      const f = h.column('f');
      return low === null ? f : converted(i, `${low} ${held}`, f, (v) => (v - low > 1e-15 * Math.abs(low) ? v - low : null));
    })];
  };
  const name = shows === 'curvature' ? choices.find((c) => c.id === a)!.title : shows === 'grad_norm' ? t.surface.gradientNorm : above ? t.surface.lossAbove : t.surface.loss;
  return (
    <section class="pane pv-plot" aria-label={name}>
      <Tabs label={t.surface.curves} prefix="plot" value={shows} onChange={(id) => (tab.value = id)} tabs={[{ id: 'loss', label: above ? t.surface.lossMin : t.surface.loss, title: above ? t.surface.lossMinTitle(low) : undefined }, { id: 'grad_norm', label: t.surface.gradientNorm }, { id: 'curvature', label: t.surface.curvature }]} />
      <TabPanel prefix="plot" id={shows} class="plotpane">
        {shows === 'curvature' && <Segments label={t.surface.curvature} options={choices} value={a} onChange={(id) => (along.value = id)} />}
        <Chart label={t.surface.curveLabel(name, s.runs.length, log)} series={s.runs.map((_, i) => runnerSeries(i + 1, nameOf(i)))} data={data} version={version} xName={t.surface.step} xMax={s.steps} y={log ? 'log' : 'asinh'} format={(v) => num(v, 3)} at={cross} empty={empty ? t.ui.nothingYet : undefined} />
      </TabPanel>
    </section>
  );
}
