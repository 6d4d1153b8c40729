// The Network room: data, a network and its optimizers at the side; curves and pictures of the training; the transport below.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { fixed, int, when } from '../format.js';
import { actions, network, phone, sheet } from '../store.js';
import type { Kept } from '../keep/store.js';
import { Segments } from '../ui/choose.js';
import { Sheet } from '../ui/dialog.js';
import { Message } from '../ui/message.js';
import { Transport } from '../ui/transport.js';
import { Curves } from './network/curves.js';
import { DataGroup } from './network/data.js';
import { DivergedRuns } from './network/diverged.js';
import { follow } from './network/info.js';
import { followModel } from './network/shapes.js';
import { ModelGroup } from './network/model.js';
import { chosen, fileInput, openPreview } from './network/open.js';
import { OptimizerGroup } from './network/optimizer.js';
import { Pictures } from './network/pictures.js';
import { Preview } from './network/preview.js';
import { OtherFault } from './network/problem.js';
import { attach, live, missing, newSeed, old, optimizerName, reset, result, setSpeed, speed, speeds, step, toggle, traces } from './network/run.js';
import { t } from '../words/words.js';

export { droppedFiles } from './network/open.js';

type Group = 'data' | 'network' | 'optimizer';
const groups = (): { id: Group; label: string }[] => [{ id: 'data', label: t.network.data }, { id: 'network', label: t.network.network }, { id: 'optimizer', label: t.network.optimizer }];
const group = signal<Group>('data');

const room = {
  toggle, step, reset, newSeed, result,
  csv: () => traces.csv(network.peek().runs.map((r) => r.optimizer)),
  summary: () => t.shell.runsEvaluations(network.peek().runs.length, traces.runs[0]?.length ?? 0),
};

export function Network() {
  useEffect(() => {
    const stops = [attach(), follow(), followModel()];
    actions.value = room;
    return () => {
      actions.value = null;
      sheet.value = false;
      stops.forEach((stop) => stop());
    };
  }, []);
  const looking = openPreview.value !== null || missing.value !== null;
  return (
    <main id="main" class="bench net" tabIndex={-1}>
      <h1 class="vh">{t.network.room}</h1>
      <input type="file" id="open-file" hidden ref={(el) => void (fileInput.current = el)} multiple accept=".csv,.tsv,.txt,.npy,.npz,.gz,.idx,.png,.jpg,.jpeg,text/csv,text/plain,application/gzip,image/png,image/jpeg,application/octet-stream" aria-label={t.network.openFiles} onChange={(e) => chosen(e.currentTarget)} />
      {phone.value ? <Groups /> : <aside class="side" aria-label={t.network.controlsOf}><DataGroup /><ModelGroup /><OptimizerGroup /></aside>}
      <div class="main">
        <Curves brief={looking} />
        <OtherFault />
        {looking ? <Preview /> : old.value ? <FromBefore k={old.value} /> : <><DivergedRuns /><Pictures /></>}
      </div>
      <Steps />
    </main>
  );
}

/** What is shown was trained before the page was closed. */
function FromBefore({ k }: { k: Kept }) {
  return (
    <div class="frombefore">
      <Message title={t.places.keptFrom(when(k.at))} actions={[{ label: t.places.trainAgain, run: toggle, primary: true }]}>
        {t.places.keptText}
      </Message>
    </div>
  );
}

function Groups() {
  return (
    <Sheet label={t.network.controlsOf} open={sheet.value} onClose={() => (sheet.value = false)}
      head={<Segments label={t.network.adjustWhat} options={groups()} value={group.value} onChange={(g) => (group.value = g)} />}
      foot={<button type="button" class="b p" onClick={() => { sheet.value = false; toggle(); }}>{live.value.state === 'running' ? t.ui.pause : t.ui.runGo}</button>}>
      {group.value === 'data' && <DataGroup />}
      {group.value === 'network' && <ModelGroup />}
      {group.value === 'optimizer' && <OptimizerGroup />}
    </Sheet>
  );
}

/** "epoch 12 of 40"; between two epochs, while nothing runs, "epoch 12.25 of 40", so that one step is seen to do something. */
function where(): string {
  const l = live.value;
  const of = l.epochs || network.value.epochs;
  const whole = l.state === 'running' || Number.isInteger(l.epoch);
  return t.network.epochOf(whole ? int(Math.floor(l.epoch)) : fixed(l.epoch, 2), of);
}

export function Steps({ children }: { children?: ComponentChildren }) {
  const l = live.value;
  const s = network.value;
  return (
    <Transport running={l.state === 'running'} onToggle={toggle} onStep={step} onReset={reset} onSeed={newSeed}
      at={l.step} computed={l.step} total={l.total} where={where()} speeds={speeds} speed={speed.value} onSpeed={setSpeed} seed={s.seed}
      events={l.runs.flatMap((r, k) => (r.diverged ? [{ k: k + 1, step: r.diverged.step, label: t.network.divergedAt(optimizerName(s.runs[k]?.optimizer ?? ''), r.diverged.step) }] : []))}>{children}</Transport>
  );
}
