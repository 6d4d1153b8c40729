// The tabs under the curves: only those that apply to the data, and the engine computes only the one that is open.
import { signal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Watch } from '../../engine.js';
import { network } from '../../store.js';
import { TabPanel, Tabs } from '../../ui/choose.js';
import { BoundaryView } from './boundary.js';
import { ConfusionView } from './confusion.js';
import { type DataInfo, info } from './info.js';
import { FitView } from './fitted.js';
import { InsideView } from './inside.js';
import { LandscapeView } from './landscape.js';
import { restful, soon } from './lens.js';
import { NormsView } from './norms.js';
import { extra, live, shown, watch } from './run.js';
import { SamplesView } from './samples.js';
import { SpectrumView } from './spectrum.js';
import { t } from '../../words/words.js';

type Tab = Exclude<Watch, null> | 'norms' | 'landscape' | 'spectrum';
/** Those that the training's own worker draws; the others look from outside. */
const watches = (tab: Tab | null): Watch => (tab === 'norms' || tab === 'landscape' || tab === 'spectrum' ? null : tab);

/** What the user last chose; another tab is shown where it does not apply. */
const chosen = signal<Tab | null>(null);

function fitting(i: DataInfo): Tab[] {
  const plane = i.d === 2 && !i.vocabulary;
  const images = i.height > 0;
  const convolves = network.value.model.some((l) => l.conv2d !== undefined);
  const inside: Tab[] = plane || (images && convolves) ? ['inside'] : [];
  if (i.classes.length === 0) return [...(i.d === 1 ? ['fit' as const] : []), ...inside, 'norms', 'landscape', 'spectrum'];
  return [...(plane ? ['boundary' as const] : []), ...(images ? ['samples' as const, 'worst' as const] : []), 'confusion', ...inside, 'norms', 'landscape', 'spectrum'];
}

export function Pictures() {
  const i = info.value;
  const tabs = i ? fitting(i) : [];
  const tab = tabs.find((id) => id === chosen.value) ?? tabs[0] ?? null;
  const run = Math.min(shown.value, network.value.runs.length - 1);
  useEffect(() => watch(watches(tab), run), [tab, run]);
  const rests = useComputed(() => live.value.state === 'done' || (live.value.state === 'paused' && live.value.step > 0)).value;
  useEffect(() => void (rests && restful()), [rests]);
  if (!i) return <div class="tabpane" aria-busy="true" />;
  if (!tab) return null;
  const e = extra.value;
  return (
    <>
      <Tabs label={t.network.pictures} prefix="pic" tabs={tabs.map((id) => ({ id, label: t.network.tabs[id] }))} value={tab} onChange={(id) => (chosen.value = id)} onNear={(id) => (id === 'landscape' || id === 'spectrum') && soon(id === 'landscape')} />
      {i.classes.length === 0 && tab === tabs[0] && <p class="cap">{t.network.numberPredicted}</p>}
      <TabPanel prefix="pic" id={tab} class="tabpane">
        {tab === 'boundary' && <BoundaryView b={e.boundary ?? null} classes={i.classes} />}
        {tab === 'samples' && <SamplesView s={e.samples ?? null} />}
        {tab === 'worst' && <SamplesView s={e.worst ?? null} worst />}
        {tab === 'fit' && <FitView f={e.fit ?? null} />}
        {tab === 'inside' && <InsideView i={e.inside ?? null} />}
        {tab === 'norms' && <NormsView />}
        {tab === 'landscape' && <LandscapeView />}
        {tab === 'spectrum' && <SpectrumView />}
        {tab === 'confusion' && <ConfusionView c={e.confusion ?? null} />}
      </TabPanel>
    </>
  );
}
