// A run that left the finite numbers: a result, with the step, the reason, and two ways on.
import { signal } from '@preact/signals';
import { byId, catalog } from '../../catalog.js';
import { edit, network } from '../../store.js';
import { Message } from '../../ui/message.js';
import { live, rewind, traces } from './run.js';
import { t } from '../../words/words.js';

/** Divergences that the user keeps as they are, until the next start. */
const kept = signal(new Set<string>());

export function DivergedRuns() {
  const s = network.value;
  return (
    <>
      {live.value.runs.map((r, k) => {
        const d = r.diverged;
        const run = s.runs[k];
        const id = `${k} ${d?.step} ${JSON.stringify(s)}`;
        if (!d || !run || kept.value.has(id) || !traces.runs[k]) return null;
        const cut = d.message.indexOf(': ');
        const lr = byId(catalog.optimizers, run.optimizer)?.params[0]?.name ?? 'lr';
        const to = d.suggest?.lr;
        return (
          <div class="err" key={k}>
            <Message kind="bad" title={cut > 0 ? d.message.slice(0, cut) : d.message}
              actions={[
                ...(to ? [{ label: t.network.set(lr, to), primary: true, run: () => edit({ ...s, runs: s.runs.map((q, j) => (j === k ? { ...q, [lr]: to } : q)) }) }] : []),
                ...(d.step > 1 ? [{ label: t.network.rewind(d.step - 1), run: () => void rewind(d.step - 1) }] : []),
                { label: t.network.keepResult, run: () => (kept.value = new Set([...kept.peek(), id])) },
              ]}>{cut > 0 ? capital(d.message.slice(cut + 2)) : undefined}</Message>
          </div>
        );
      })}
    </>
  );
}

const capital = (t: string): string => t.charAt(0).toUpperCase() + t.slice(1);
