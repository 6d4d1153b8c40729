// The runs: one card each, all from the same initialization and on the same minibatches; and how long they train.
import { useState } from 'preact/hooks';
import { methodsFor, specParam } from '../../catalog.js';
import { MAX_RUNS, type NetworkSpec, type Run } from '../../spec.js';
import { edit, network } from '../../store.js';
import { Icon } from '../../ui/icon.js';
import { RaceButton } from '../../race/button.js';
import { Runner } from '../../ui/runner.js';
import { NumberField } from '../../ui/slider.js';
import { Fault } from './problem.js';
import { byHand, live } from './run.js';
import { t } from '../../words/words.js';

/** The limits of a number of the Spec itself. */
const limits = (name: string, min: number, max: number) => {
  const p = specParam(name);
  return { min: p?.min ?? min, max: p?.max ?? max };
};

const methods = methodsFor('network');

/** Another run to compare with: the next method that is not there yet. */
function another(s: NetworkSpec): Run {
  const used = new Set(s.runs.map((r) => r.optimizer));
  const next = methods.find((o) => !used.has(o.id)) ?? methods[0]!;
  return { optimizer: next.id };
}

export function OptimizerGroup() {
  const s = network.value;
  const [open, setOpen] = useState(0);
  const runs = (r: Run[]) => edit({ ...s, runs: r });
  return (
    <section class="grp" aria-labelledby="opt-h">
      <h2 id="opt-h">{t.network.optimizer}
        {s.runs.length < MAX_RUNS && <button type="button" class="b q sp" onClick={() => { runs([...s.runs, another(s)]); setOpen(s.runs.length); }}><Icon name="plus" />{t.network.compare}</button>}
      </h2>
      {s.runs.map((r, k) => (
        <Runner key={k} index={k} run={r} methods={methods} total={live.value.total || undefined} byHand={byHand(k)} open={open === k} onToggle={(o) => (o ? setOpen(k) : open === k && setOpen(-1))}
          onChange={(next) => runs(s.runs.map((q, j) => (j === k ? next : q)))}
          onRemove={s.runs.length > 1 ? () => { runs(s.runs.filter((_, j) => j !== k)); setOpen(-1); } : undefined} />
      ))}
      <RaceButton />
      <Fault of={['runs']} />
      <div class="pairs three">
        <div><span class="lb" aria-hidden="true">{t.network.batch}</span><NumberField int label={t.network.batch} value={s.batch} {...limits('batch', 1, 8192)} onChange={(batch) => edit({ ...s, batch })} /></div>
        <div><span class="lb" aria-hidden="true">{t.network.epochs}</span><NumberField int label={t.network.epochs} value={s.epochs} {...limits('epochs', 1, 10000)} onChange={(epochs) => edit({ ...s, epochs })} /></div>
        <div><span class="lb" aria-hidden="true">{t.network.seed}</span><NumberField int label={t.network.seed} value={s.seed} {...limits('seed', 0, Number.MAX_SAFE_INTEGER)} onChange={(seed) => edit({ ...s, seed })} /></div>
      </div>
      <label class="row patience"><span class="lb">{t.network.stopAfter}</span><NumberField int label={t.network.patience} value={s.patience ?? 0} min={0} max={10000} onChange={(patience) => { const { patience: _, ...rest } = s; edit(patience ? { ...rest, patience } : rest); }} /><span class="lb">{t.network.withoutBetter(!s.patience)}</span></label>
      <Fault of={['epochs', 'batch', 'seed', 'patience']} />
      <p class="help">{t.network.sameStart}</p>
    </section>
  );
}
