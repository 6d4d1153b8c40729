// The tabs under the curves: only those that apply to the data, and the engine computes only the one that is open.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Watch } from '../../engine.js';
import { network } from '../../store.js';
import { TabPanel, Tabs } from '../../ui/choose.js';
import { BoundaryView } from './boundary.js';
import { ConfusionView } from './confusion.js';
import { type DataInfo, info } from './info.js';
import { extra, shown, watch } from './run.js';
import { SamplesView } from './samples.js';

type Tab = Exclude<Watch, null>;
const names: Record<Tab, string> = { boundary: 'Boundary', samples: 'Samples', confusion: 'Confusion' };

/** What the user last chose; another tab is shown where it does not apply. */
const chosen = signal<Tab | null>(null);

function fitting(i: DataInfo): Tab[] {
  if (i.classes.length === 0) return [];
  return [...(i.d === 2 ? ['boundary' as const] : []), ...(i.height > 0 ? ['samples' as const] : []), 'confusion'];
}

export function Pictures() {
  const i = info.value;
  const tabs = i ? fitting(i) : [];
  const tab = tabs.find((t) => t === chosen.value) ?? tabs[0] ?? null;
  const run = Math.min(shown.value, network.value.runs.length - 1);
  useEffect(() => watch(tab, run), [tab, run]);
  if (!i) return <div class="tabpane" aria-busy="true" />;
  if (!tab) return <p class="cap tabpane">This file has a number to predict, so there are no classes to picture. The curves say how well it is predicted: the mean squared error, where 1 is what predicting the mean would give.</p>;
  const e = extra.value;
  return (
    <>
      <Tabs label="Pictures" prefix="pic" tabs={tabs.map((id) => ({ id, label: names[id] }))} value={tab} onChange={(id) => (chosen.value = id)} />
      <TabPanel prefix="pic" id={tab} class="tabpane">
        {tab === 'boundary' && <BoundaryView b={e.boundary ?? null} classes={i.classes} />}
        {tab === 'samples' && <SamplesView s={e.samples ?? null} />}
        {tab === 'confusion' && <ConfusionView c={e.confusion ?? null} />}
      </TabPanel>
    </>
  );
}
