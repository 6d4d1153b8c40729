// The Surface room: optimizers race on a function of two variables; 3-D view, map, numbers and curves show the same step.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { functionOf } from '../catalog.js';
import { num } from '../format.js';
import { actions, announce, engineFor, phone, sheet, surface } from '../store.js';
import { Segments } from '../ui/choose.js';
import { Sheet } from '../ui/dialog.js';
import { Swatch } from '../ui/icon.js';
import { Message } from '../ui/message.js';
import { Transport } from '../ui/transport.js';
import { Curves } from './surface/curves.js';
import { SurfaceMap } from './surface/map.js';
import { attach, computedSteps, csv, events, histories, loadGrid, nameOf, newSeed, reset, scrub, setSpeed, shown, speed, SPEEDS, state, step, toggle, version, waiting } from './surface/run.js';
import { Says } from './surface/says.js';
import { type Group, Side } from './surface/side.js';
import { Divergences, Tables } from './surface/tables.js';
import { flat, SurfaceView } from './surface/view.js';
import { t } from '../words/words.js';

const group = signal<Group>('runners');
const groups = (): { id: Group; label: string }[] => [{ id: 'function', label: t.surface.function }, { id: 'runners', label: t.surface.runners }, { id: 'layers', label: t.surface.layers }];

export function Surface() {
  useEffect(() => {
    void loadGrid();
    attach();
    actions.value = {
      toggle, step, reset, newSeed, csv,
      result: () => (state.peek() === 'idle' ? null : engineFor('surface').result(surface.peek())),
      summary: () => t.shell.runsSteps(surface.peek().runs.length, computedSteps.peek()),
    };
    return () => {
      actions.value = null;
      sheet.value = false;
    };
  }, []);
  const s = surface.value;
  const name = functionOf(s.surface.id)?.name ?? s.surface.formula ?? s.surface.id;
  const label = t.ui.turnIt(t.surface.viewLabel(name, s.runs.length));
  const map = (
    <section class="pane pv-map" aria-label={t.surface.contourMap}>
      <div class="h">{t.surface.map}<span class="u">{phone.value ? t.surface.mapTap : t.surface.mapClick}</span></div>
      <div class="fitbox"><SurfaceMap /></div>
    </section>
  );
  return (
    <main id="main" class="bench surface" tabIndex={-1}>
      <h1 class="vh">{t.surface.room(name)}</h1>
      <Says />
      {!phone.value && <aside class="side" aria-label={t.surface.controlsOf}><Side /></aside>}
      {flat ? (
        <section class="pane pv-view pinned flat" aria-label={t.surface.contourMap}><div class="fitbox"><SurfaceMap /></div></section>
      ) : (
        <section class="pane pv-view pinned" aria-label={t.surface.solid}><SurfaceView label={label} />{!phone.value && <Divergences />}</section>
      )}
      {phone.value && <><Chips /><Divergences /></>}
      {flat ? <section class="pane pv-map" aria-label={t.surface.aboutView}><Message title={t.surface.flatView}>{t.surface.flatText(t.shell.noWebGL)}</Message>{!phone.value && <Divergences />}</section> : map}
      <Tables />
      <Curves />
      <Foot />
      {phone.value && (
        <Sheet label={t.surface.sheet} open={sheet.value} onClose={() => (sheet.value = false)}
          head={<Segments label={t.surface.controls} options={groups()} value={group.value} onChange={(g) => { group.value = g; announce(g); }} />}
          foot={<RunButton />}>
          <Side only={group.value} />
        </Sheet>
      )}
    </main>
  );
}

/** Apart from the rest, so that a frame redraws nothing else. */
export function Foot({ children }: { children?: ComponentChildren }) {
  return (
    <Transport running={state.value === 'running'} busy={waiting.value} onToggle={() => void toggle()} onStep={() => void step()} onReset={() => void reset()} onSeed={newSeed} seed={surface.value.seed}
      at={shown.value} computed={computedSteps.value} total={surface.value.steps} onScrub={scrub} events={events()} speeds={SPEEDS} speed={speed.value} onSpeed={setSpeed}>{children}</Transport>
  );
}

const RunButton = () => <button type="button" class="b p" onClick={() => { sheet.value = false; void toggle(); }}>{state.value === 'running' ? t.ui.pause : t.ui.runGo}</button>;

/** The runs with their loss now, in one line that scrolls sideways. */
function Chips() {
  version.value;
  return (
    <ul class="chips" aria-label={t.surface.runs} tabIndex={0}>
      {surface.value.runs.map((_, i) => <li class="chip" key={i}><Swatch k={i + 1} /><b>{nameOf(i)}</b><span class="num u">f {num(histories[i]!.at(Math.min(shown.value, histories[i]!.length - 1), 'f'))}</span></li>)}
    </ul>
  );
}
