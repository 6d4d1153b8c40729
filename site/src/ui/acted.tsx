// What the options of runs have done so far, so that clipping is never silent, and where the averages of networks' weights are.
import type { RunState } from '../bridge.js';
import { num, percent } from '../format.js';
import { Swatch } from './icon.js';
import { t } from '../words/words.js';

export function Acted({ states, names, steps }: { states: RunState[]; names: string[]; steps: number }) {
  const runs = states.slice(0, names.length);
  const said = runs.flatMap((s, i) => (s.acted ? [{ i, ...s.acted }] : []));
  const means = runs.flatMap((s, i) => (typeof s.average?.train_loss === 'number' ? [{ i, ...s.average }] : []));
  if (said.length + means.length === 0) return null;
  const both = (set: string, loss?: number | null, acc?: number | null) =>
    typeof loss === 'number' ? `${set} ${num(loss, 3)}${typeof acc === 'number' ? ` (${percent(acc)})` : ''}` : '';
  return (
    <ul class="acted num">
      {means.map((m) => (
        <li key={`mean ${m.i}`}><Swatch k={m.i + 1} mean />{t.ui.itsAverage(names[m.i]!)}{[both(t.ui.train, m.train_loss, m.train_acc), both(t.ui.test, m.test_loss, m.test_acc)].filter(Boolean).join(', ')}</li>
      ))}
      {said.map(({ i, clipped, projected }) => (
        <li key={i}><Swatch k={i + 1} />{t.ui.clipped(names[i]!, clipped, steps, projected)}</li>
      ))}
    </ul>
  );
}
