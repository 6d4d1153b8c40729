// What the view and the map show, in words: where each run is at the step that is shown, its loss, and what kind of point that is.
import { computed } from '@preact/signals';
import { surface } from '../../store.js';
import { useSettled } from '../../ui/numbers.js';
import { t } from '../../words/words.js';
import { computedSteps, histories, kindAt, nameOf, shown, states, version } from './run.js';

/** The id of the paragraph that says it. */
export const SAYS = 'surface-says';
const moved = computed(() => [version.value, shown.value, surface.value]);

/** It follows the run once a second, for who asks; screen readers are told of the end by the page's own announcement. */
export function Says() {
  useSettled(moved);
  return <p class="vh" id={SAYS}>{says()}</p>;
}

export function says(): string {
  const at = shown.peek();
  const runs = surface.peek().runs.map((_, i) => {
    const h = histories[i]!;
    if (h.length === 0) return null;
    const k = Math.min(at, h.length - 1);
    const over = states.peek()[i]?.diverged;
    const kind = over && at >= over.step ? 'diverged' : at === computedSteps.peek() ? states.peek()[i]?.kind ?? 'moving' : kindAt(i, k);
    return t.surface.runSays(nameOf(i), h.at(k, 'x'), h.at(k, 'y'), h.at(k, 'f'), t.ui.kind(kind));
  });
  return runs.every((r) => r === null) ? t.surface.nothingYet : `${t.surface.atStep(at, surface.peek().steps)} ${runs.filter(Boolean).join(' ')}`;
}
