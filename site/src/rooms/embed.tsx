// One experiment in the frame of another page: its picture to the edges, one line of runs, one of controls, a link to all of it.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { methodsFor } from '../catalog.js';
import { shows } from '../embed.js';
import { actions, engineFor, linkTo, network, room, spec, surface } from '../store.js';
import { Icon, Swatch } from '../ui/icon.js';
import { Message } from '../ui/message.js';
import { runNames } from '../ui/names.js';
import { Runner } from '../ui/runner.js';
import { loadTexts } from '../course.js';
import type { Run } from '../spec.js';
import { Experiment } from './learn.js';
import { Curves as TrainingCurves } from './network/curves.js';
import { follow } from './network/info.js';
import { Pictures } from './network/pictures.js';
import { attach, missing, problem, result } from './network/run.js';
import { followModel } from './network/shapes.js';
import { Steps } from './network.js';
import { Foot } from './surface.js';
import { Curves } from './surface/curves.js';
import { SurfaceMap } from './surface/map.js';
import { change, loadGrid, state } from './surface/run.js';
import { Divergences } from './surface/tables.js';
import { flat, SurfaceView } from './surface/view.js';
import { t } from '../words/words.js';

const adjusting = signal(false);

export function Embed() {
  const here = room.value;
  const name = here === 'surface' || here === 'network' || here === 'experiment' ? here : null;
  return (
    <main id="main" class={`embed ${name ?? 'none'}`} tabIndex={-1}>
      <h1 class="vh">Saddlelab</h1>
      {here === 'surface' ? <OnSurface /> : here === 'network' ? <OfNetwork /> : here === 'experiment' ? <OfCourse /> : (
        <div class="embedempty"><Message title={t.places.noExperiment}>{t.places.noExperimentText}</Message><Whole /></div>
      )}
    </main>
  );
}

/** The same experiment in the whole page. */
function Whole() {
  const s = spec.value;
  return <a class="whole" href={s ? linkTo(s) : './'} target="_blank" rel="noopener"><svg viewBox="0 0 26 22" aria-hidden="true" fill="none" stroke-linecap="round"><path d="M2 3C6 17 20 17 24 3" stroke="var(--accent)" stroke-width="2.4" /><path d="M5 20C8.5 7.5 17.5 7.5 21 20" stroke="var(--ink)" stroke-width="2.4" /></svg><span><span class="opt">{t.places.openIn}</span>Saddlelab</span></a>;
}

function Head({ runs }: { runs: Run[] }) {
  if (!shows('runs') && !shows('sliders')) return null;
  return (
    <div class="embedhead">
      {shows('runs') && <ul class="chips" aria-label={t.places.runs} tabIndex={0}>{runNames(runs).map((n, i) => <li class="chip" key={i}><Swatch k={i + 1} />{n}</li>)}</ul>}
      {shows('sliders') && <button type="button" class="b sp" aria-expanded={adjusting.value} onClick={() => (adjusting.value = !adjusting.value)}><Icon name="adjust" />{t.places.adjust}</button>}
    </div>
  );
}

/** The pictures, and over them, when they are asked for, the sliders. */
function Body({ panes, sliders }: { panes: (ComponentChildren | false)[]; sliders: ComponentChildren }) {
  const shown = panes.filter((p) => p);
  return (
    <div class={`embedbody n${shown.length}`}>
      {shown}
      {shows('sliders') && adjusting.value && <div class="embedsliders" role="group" aria-label={t.places.adjust}>{sliders}</div>}
    </div>
  );
}

function Sliders({ kind, runs, put }: { kind: 'surface' | 'network'; runs: Run[]; put(runs: Run[]): void }) {
  const [open, setOpen] = useState(0);
  return <>{runs.map((r, i) => <Runner key={i} index={i} run={r} methods={methodsFor(kind)} open={open === i} onToggle={(o) => (o ? setOpen(i) : open === i && setOpen(-1))} onChange={(to) => put(runs.map((q, j) => (j === i ? to : q)))} />)}</>;
}

function OnSurface() {
  const s = surface.value;
  useEffect(() => {
    void loadGrid();
    actions.value = { toggle: () => {}, step: () => {}, reset: () => {}, newSeed: () => {}, csv: () => null, summary: () => '', result: () => (state.peek() === 'idle' ? null : engineFor('surface').result(surface.peek())) };
  }, []);
  const map = <section class="pane pv-map" key="map" aria-label={t.places.map}><div class="fitbox"><SurfaceMap /></div></section>;
  return (
    <>
      <Head runs={s.runs} />
      <Body panes={[
        shows('view') && (flat ? map : <section class="pane pv-view" key="view" aria-label={t.places.surface3d}><SurfaceView label={t.places.turnView} /><Divergences /></section>),
        shows('map') && !(flat && shows('view')) && map,
        shows('curves') && <Curves key="curves" />,
      ]} sliders={<Sliders kind="surface" runs={s.runs} put={(runs) => change({ ...s, runs })} />} />
      <Foot><Whole /></Foot>
    </>
  );
}

function OfNetwork() {
  const s = network.value;
  useEffect(() => {
    actions.value = { toggle: () => {}, step: () => {}, reset: () => {}, newSeed: () => {}, csv: () => null, summary: () => '', result };
    const stops = [attach(), follow(), followModel()];
    return () => stops.forEach((stop) => stop());
  }, []);
  const lacks = missing.value;
  return (
    <>
      <Head runs={s.runs} />
      <Body panes={[
        lacks !== null ? <Message key="lacks" title={t.places.needsFile}>{t.places.needsFileText(lacks)}</Message>
          : problem.value !== null && <Message key="fault" kind="bad" title={t.places.cannotRun}>{problem.value}</Message>,
        (shows('view') || shows('curves')) && <div class="embedcurves" key="curves"><TrainingCurves brief={s.runs.length > 1} /></div>,
        shows('map') && <div class="embedpictures" key="map"><Pictures /></div>,
      ]} sliders={<Sliders kind="network" runs={s.runs} put={(runs) => void (network.value = { ...s, runs })} />} />
      <Steps><Whole /></Steps>
    </>
  );
}

function OfCourse() {
  useEffect(loadTexts, []);
  return (
    <>
      <div class="embedcourse learn"><Experiment /></div>
      <div class="time"><Whole /></div>
    </>
  );
}
