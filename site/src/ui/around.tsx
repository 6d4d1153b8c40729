// What is done around a run's steps: its schedule, step sizes set by hand on the way, the average of its iterates, clipping and projection.
import { useState } from 'preact/hooks';
import { byId, catalog, type Entry, type Param, valueOf } from '../catalog.js';
import type { Chosen, Run } from '../spec.js';
import { Select } from './choose.js';
import { Icon } from './icon.js';
import { Aside, MathML } from './math.js';
import { NumberField, Slider } from './slider.js';
import { t } from '../words/words.js';

interface Part { owner: string; run: Run; onChange(r: Run): void }

/** An entry of a catalog with its sliders. The first entry is what a run has when it names none. */
export function Choice({ owner, of, label, entries, run, onChange, total }: Part & { of: 'schedule' | 'average'; label: string; entries: Entry[]; total?: number }) {
  const first = entries[0];
  if (!first) return null;
  const given: Chosen = run[of] ?? { id: first.id };
  const s = byId(entries, given.id);
  const choose = (id: string) => {
    const { [of]: _, ...rest } = run;
    onChange(id === first.id ? (rest as Run) : { ...run, [of]: { id, ...overAll(byId(entries, id), total) } });
  };
  return (
    <>
      <div class="row">
        <span class="lb">{label}</span>
        <Select class="sp narrowsel" label={`${owner}, ${label.toLowerCase()}`} options={entries} value={given.id} onChange={choose} />
      </div>
      {s?.params.map((p) => <Slider key={p.name} param={p} value={valueOf(p, given)} owner={`${owner}, ${label.toLowerCase()}`} onChange={(v) => onChange({ ...run, [of]: { ...given, [p.name]: v } })} />)}
      {s?.formula && s.id !== first.id && <Aside class="rule" label={t.ui.formulaOf(`${owner}, ${label.toLowerCase()}`)}><MathML formula={s.formula} values={Object.fromEntries(s.params.map((p) => [p.name, valueOf(p, given)]))} /></Aside>}
      {s?.help && s.id !== first.id && <p class="help" lang="en">{s.help}</p>}
    </>
  );
}
/** What stretches over the whole run begins with the length of this one. */
const overAll = (e: Entry | undefined, total?: number): Record<string, number> =>
  Object.fromEntries((e?.params ?? []).filter((p) => p.name === 'steps' && total).map((p) => [p.name, Math.min(p.max, Math.max(p.min, total!))]));

/** The step sizes set by hand, and the field that sets one from the step that the run has come to. */
export function ByHand({ owner, run, onChange, now }: Part & { now?: { step: number; set(lr: number): void } }) {
  const list = run.changes ?? [];
  if (list.length === 0 && !now) return null;
  const remove = (k: number) => {
    const { changes: _, ...rest } = run;
    const left = list.filter((_, i) => i !== k);
    onChange(left.length ? { ...run, changes: left } : (rest as Run));
  };
  const last = list[list.length - 1]?.lr ?? (typeof run.lr === 'number' ? run.lr : 0);
  return (
    <>
      {list.map((c, k) => (
        <div class="row byhand" key={c.step}>
          <span class="num">{t.ui.fromStep(c.step, c.lr)}</span>
          <button type="button" class="b q ic sp" aria-label={t.ui.takeBackLr(owner, c.step)} title={t.ui.takeBack} onClick={() => remove(k)}><Icon name="close" /></button>
        </div>
      ))}
      {now && (
        <div class="row">
          <span class="lb">{t.ui.lrFromNow}</span>
          <span class="sp"><NumberField label={t.ui.lrFromNowOn(owner)} value={last} min={1e-9} max={1e6} onChange={(lr) => now.set(lr)} /></span>
        </div>
      )}
    </>
  );
}

const off = (p: Param, run: Run): boolean => (run.options?.[p.name] ?? p.default) === p.default;

/** Clipping, decoupled decay, projection: closed until one of them is used. */
export function Options({ owner, run, onChange }: Part) {
  const used = catalog.options.filter((p) => !off(p, run)).length;
  const [open, setOpen] = useState(used > 0);
  if (catalog.options.length === 0) return null;
  const set = (p: Param) => (v: number) => {
    const { options: _, ...rest } = run;
    const next = { ...run.options, [p.name]: v };
    if (v === p.default) delete next[p.name];
    onChange(Object.keys(next).length ? { ...run, options: next } : (rest as Run));
  };
  return (
    <details class="around" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.ui.options}{used > 0 && <span class="u num"> {used}</span>}<Icon name="chevron" class="chev" /></summary>
      {catalog.options.map((p) => (
        <div key={p.name} title={p.help}><Slider param={p} value={run.options?.[p.name] ?? p.default} owner={owner} onChange={set(p)} /></div>
      ))}
    </details>
  );
}
