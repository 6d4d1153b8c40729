// The controls of the Surface room: function, runners, start, layers. On a phone they stand in the sheet, one group at a time.
import { signal } from '@preact/signals';
import { byId, catalog, functionOf, methodsFor, specParam, valueOf, type SurfaceEntry } from '../../catalog.js';
import { plain } from '../../format.js';
import { MAX_RUNS, type Run } from '../../spec.js';
import { surface } from '../../store.js';
import { Select, Switch } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Aside, MathML } from '../../ui/math.js';
import { RaceButton } from '../../race/button.js';
import { Runner } from '../../ui/runner.js';
import { NumberField, Slider } from '../../ui/slider.js';
import { CloudLayer } from './cloud.js';
import { Family, SliceChoice, StartFields } from './family.js';
import { FieldLayer } from './field.js';
import { StrictLayer } from './strict.js';
import { basins, hide, key, show, SIDE } from './basins.js';
import { annotate, byHand, change, grid, layers, nameOf } from './run.js';
import { firstTyped, Typed } from './typed.js';
import { t } from '../../words/words.js';

export type Group = 'function' | 'runners' | 'layers';
const opened = signal<ReadonlySet<number>>(new Set());

export function Side({ only }: { only?: Group }) {
  const has = (g: Group) => !only || only === g;
  return (
    <>
      {has('function') && <FunctionGroup />}
      {has('runners') && <RunnersGroup />}
      {has('function') && <StartGroup />}
      {has('layers') && <LayersGroup />}
    </>
  );
}

/** The catalog, and what one types. */
const functions = () => [{ id: firstTyped.id, name: t.surface.typeOwn }, ...catalog.surfaces, ...catalog.families];

function FunctionGroup() {
  const s = surface.value;
  const shape = byId(catalog.surfaces, s.surface.id);
  const entry = functionOf(s.surface.id);
  const choose = (id: string) => {
    if (id === firstTyped.id) {
      change({ ...s, surface: firstTyped, start: [1.2, 0.1], analyse: undefined });
      return;
    }
    const to = byId(catalog.surfaces, id);
    const { start: _, analyse: __, ...rest } = s;
    change({ ...rest, surface: { id }, ...(to && { start: to.start }), runs: s.runs.map((r) => fitting(r, shape, to)) });
  };
  return (
    <section class="grp">
      <h2>{t.surface.function}</h2>
      <Select label={t.surface.function} options={functions()} value={s.surface.id} onChange={choose} />
      {s.surface.id === firstTyped.id ? <><Typed /><SliceChoice /></> : <Family />}
      {entry?.formula && <Aside class="formula-of" label={t.surface.formula}><MathML f={shape ? true : 'many'} formula={entry.formula} /></Aside>}
      {entry?.help && <p class="help" lang="en">{entry.help}</p>}
      {entry?.source && <p class="help" lang="en">{entry.source}</p>}
      <OracleChoice />
    </section>
  );
}

/** What methods see instead of the gradient. */
function OracleChoice() {
  const s = surface.value;
  const given = s.oracle ?? { id: 'exact' };
  const o = byId(catalog.oracles, given.id);
  const choose = (id: string) => {
    const { oracle: _, ...rest } = s;
    change(id === 'exact' ? rest : { ...s, oracle: { id } });
  };
  return (
    <>
      <div class="row oracle">
        <span class="lb">{t.surface.gradient}</span>
        <Select class="sp" label={t.surface.gradientSeen} options={catalog.oracles} value={given.id} onChange={choose} />
      </div>
      {o?.params.map((p) => <Slider key={p.name} param={p} value={valueOf(p, given)} owner={t.surface.gradient} onChange={(v) => change({ ...s, oracle: { ...given, [p.name]: v } })} />)}
      {o && o.id !== 'exact' && <p class="help" lang="en">{o.help}</p>}
    </>
  );
}

/** A step size that gradient descent settles with at every minimum: 1/λmax of the steepest, at most 0.05. */
function settles(f: SurfaceEntry | undefined): number {
  const steepest = Math.max(0, ...(f?.critical ?? []).map((c) => c.eigenvalues[1]));
  return steepest > 20 ? Number((1 / steepest).toPrecision(1)) : 0.05;
}
/** The run on another function: a step size that was this function's own, or diverges there, becomes that one's. */
function fitting(run: Run, from: SurfaceEntry | undefined, to: SurfaceEntry | undefined): Run {
  const lr = run.lr;
  return typeof lr === 'number' && (lr === settles(from) || lr > 2 * settles(to)) ? { ...run, lr: settles(to) } : run;
}

const methods = methodsFor('surface');

function RunnersGroup() {
  const s = surface.value;
  const set = (runs: typeof s.runs) => change({ ...s, runs });
  const flip = (i: number, on: boolean) => {
    const next = new Set(opened.peek());
    if (on) next.add(i);
    else next.delete(i);
    opened.value = next;
  };
  const add = () => {
    const fresh = methods.find((m) => !s.runs.some((r) => r.optimizer === m.id)) ?? methods[0];
    if (!fresh) return;
    flip(s.runs.length, true);
    set([...s.runs, { optimizer: fresh.id }]);
  };
  return (
    <section class="grp">
      <h2>{t.surface.runners}<button type="button" class="b q sp" onClick={add} disabled={s.runs.length >= MAX_RUNS} title={s.runs.length >= MAX_RUNS ? t.surface.atMost(MAX_RUNS) : t.surface.addRun}><Icon name="plus" />{t.surface.add}</button></h2>
      {s.runs.map((run, i) => (
        <Runner key={i} index={i} run={run} methods={methods} total={s.steps} byHand={byHand(i)} open={opened.value.has(i)} onToggle={(on) => flip(i, on)}
          onChange={(r) => set(s.runs.map((o, j) => (j === i ? r : o)))}
          onRemove={s.runs.length > 1 ? () => { opened.value = new Set(); set(s.runs.filter((_, j) => j !== i)); } : undefined} />
      ))}
      <RaceButton />
    </section>
  );
}

function StartGroup() {
  const s = surface.value;
  return (
    <section class="grp">
      <h2>{t.surface.startLength}</h2>
      <StartFields />
      <div class="row two-fields">
        <span class="lb">{t.surface.steps}</span>
        <NumberField label={t.surface.steps} value={s.steps} min={1} max={catalog.limits.steps ?? 100000} int onChange={(steps) => change({ ...s, steps })} />
        <span class="lb">{t.surface.seed}</span>
        <NumberField label={t.surface.seed} value={s.seed} min={0} max={specParam('seed')?.max ?? 2 ** 32 - 1} int onChange={(seed) => change({ ...s, seed })} />
      </div>
    </section>
  );
}

/** Where every start ends, by one of the runs. */
function BasinLayer() {
  const s = surface.value;
  const b = basins.value;
  const asked = s.analyse?.basins;
  const run = Math.min(asked?.run ?? 0, s.runs.length - 1);
  const make = (i: number) => {
    annotate({ analyse: { ...s.analyse, basins: { run: i, grid: SIDE } } });
    void show(i);
  };
  const off = () => {
    const { basins: _, ...rest } = s.analyse ?? {};
    annotate({ analyse: rest });
    hide();
  };
  const stale = b !== null && b.key !== key(run);
  return (
    <>
      <Switch class="basins" label={t.surface.basinsMap} checked={!!asked} onChange={(on) => (on ? make(0) : off())} note={b && b.done < b.n ? `${Math.round((100 * b.done) / b.n)} %` : undefined} />
      {asked && !b && <button type="button" class="b" onClick={() => make(run)}>{t.surface.drawBasins(SIDE)}</button>}
      {asked && b && (
        <>
          {s.runs.length > 1 && <Select label={t.surface.basinsOf} options={s.runs.map((_, i) => ({ id: String(i), name: `${i + 1}: ${nameOf(i)}` }))} value={String(run)} onChange={(id) => make(+id)} />}
          <p class="help">{t.surface.basinsHelp(b.n)}</p>
          {stale && <button type="button" class="b" onClick={() => make(run)}>{t.surface.basinsAgain}</button>}
        </>
      )}
    </>
  );
}

function LayersGroup() {
  const l = layers.value;
  const points = grid.value?.critical.length ?? byId(catalog.surfaces, surface.value.surface.id)?.critical.length ?? 0;
  return (
    <section class="grp last">
      <h2>{t.surface.layers}</h2>
      <Switch label={t.surface.contours} checked={l.contours} onChange={(contours) => (layers.value = { ...l, contours })} />
      <Switch label={t.surface.criticalPoints} checked={l.critical} onChange={(critical) => (layers.value = { ...l, critical })} note={plain(points)} />
      <FieldLayer />
      {!grid.value?.slice && <BasinLayer />}
      {!grid.value?.slice && <StrictLayer />}
      <CloudLayer />
    </section>
  );
}
