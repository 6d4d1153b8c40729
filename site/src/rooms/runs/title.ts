// What a kept run is called: by its name, or by what it is.
import { byId, catalog, functionOf } from '../../catalog.js';
import { fixed, int, num, percent } from '../../format.js';
import type { Kept } from '../../keep/store.js';
import { runNames } from '../../ui/names.js';
import { t } from '../../words/words.js';

export const subjectOf = (k: Kept): string =>
  k.spec.kind === 'surface'
    ? (functionOf(k.spec.surface.id)?.name ?? k.spec.surface.formula ?? k.spec.surface.id)
    : (k.spec.data.file ?? byId(catalog.datasets, k.spec.data.id)?.name ?? k.spec.data.id ?? '');
export const titleOf = (k: Kept): string => k.name || subjectOf(k);
export const methodsOf = (k: Kept): string => runNames(k.spec.runs).join(', ');

/** How far it came: "step 400 of 400", "epoch 12.5 of 40". */
export function reach(k: Kept): string {
  if (k.spec.kind === 'surface') return t.places.stepOf(int(k.step), int(k.total));
  const e = k.epoch ?? 0;
  return t.places.epochOf(Number.isInteger(e) ? int(e) : fixed(e, 1), int(k.epochs ?? k.spec.epochs));
}

/** What its best run came to, in a few words. */
export function outcome(k: Kept): string {
  if (k.runs.length > 0 && k.runs.every((r) => r.diverged)) return t.places.diverged;
  if (k.spec.kind === 'surface') return [...new Set(k.runs.map((r) => r.kind ?? 'moving'))].join(', ');
  const acc = k.runs.flatMap((r) => (typeof r.test_acc === 'number' ? [r.test_acc] : []));
  if (acc.length) return t.places.testAccuracy(percent(Math.max(...acc)));
  const loss = k.runs.flatMap((r) => (typeof r.train_loss === 'number' ? [r.train_loss] : []));
  return loss.length ? t.places.trainingLoss(num(Math.min(...loss), 3)) : '';
}
