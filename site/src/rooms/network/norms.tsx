// Norms of each layer's weights, and of its part of the gradient, against the epoch.
import { computed, signal } from '@preact/signals';
import { network } from '../../store.js';
import { Chart } from '../../ui/chart.js';
import { Segments } from '../../ui/choose.js';
import { live, short, shown, traces, versions } from './run.js';
import { t } from '../../words/words.js';

const what = signal<'grad' | 'norm'>('grad');
const version = computed(() => versions[2].value);

/** The weight matrices of the training, W1, W2, …, at most seven of them. */
export const matrices = (): string[] => (traces.runs[0]?.names ?? []).filter((n) => n.startsWith('norm_')).map((n) => n.slice(5)).slice(0, 7);

export function NormsView() {
  version.value;
  const names = matrices();
  const run = Math.min(shown.value, network.value.runs.length - 1);
  return (
    <div class="norms">
      <Segments label={t.network.normsOf} options={[{ id: 'grad', label: t.network.gradient }, { id: 'norm', label: t.network.weights }]} value={what.value} onChange={(w) => (what.value = w)} />
      <div class="chartbox"><Chart label={t.network.normsLabel(what.value === 'grad')} version={version} xName={t.network.epoch} xMax={live.value.epochs || network.value.epochs} y="log" format={short}
        series={names.map((n, k) => ({ label: n, color: `--r${k + 1}`, marker: k + 1 }))} data={() => traces.layers(run, names.map((n) => `${what.value}_${n}`))} /></div>
      <ul class="legend">{names.map((n, k) => <li key={n}><svg class="sw" viewBox="0 0 34 12" aria-hidden="true"><line class={`k${k + 1}`} x1="1" x2="33" y1="6" y2="6" /></svg>{n}</li>)}</ul>
      <p class="help">{t.network.normsHelp}</p>
    </div>
  );
}
