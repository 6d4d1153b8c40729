// One run of a Spec as a card: swatch, method, sliders for its parameters, its update rule with these numbers in it, its schedule.
import type { Entry, Param } from '../catalog.js';
import { byId, catalog, valueOf } from '../catalog.js';
import { plain } from '../format.js';
import type { Run } from '../spec.js';
import { Icon, Swatch } from './icon.js';
import { Aside, MathML } from './math.js';
import { ByHand, Choice, Options } from './around.js';
import { Select } from './choose.js';
import { Slider } from './slider.js';
import { t } from '../words/words.js';

export interface RunnerProps {
  /** Counts from 0; the swatch is that of runner k + 1. */
  index: number;
  run: Run;
  onChange(run: Run): void;
  /** No button to remove it where absent. */
  onRemove?(): void;
  open?: boolean;
  onToggle?(open: boolean): void;
  /** The methods of the room. */
  methods: Entry[];
  /** Steps of the whole run, where that is known: what schedules and averages over the whole run begin with. */
  total?: number;
  /** The step the run has come to, and what sets its step size from there on; absent while nothing runs. */
  byHand?: { step: number; set(lr: number): void };
}

/** "lr 0.05, noise σ 0.3": the first parameters that the run sets. */
export function brief(run: Run, methods: Entry[], many = 2): string {
  const m = byId(methods, run.optimizer);
  return (m?.params ?? []).filter((p, i) => i === 0 || (run[p.name] !== undefined && run[p.name] !== p.default)).slice(0, many).map((p) => `${p.label} ${plain(valueOf(p, run))}`).join(', ');
}

/** The same run by another method: parameters of the same name and range are kept. */
export function withMethod(run: Run, to: Entry): Run {
  const next: Run = { optimizer: to.id };
  for (const p of to.params) {
    const v = run[p.name];
    if (typeof v === 'number' && v >= p.min && v <= p.max && p.name !== to.params[0]?.name) next[p.name] = v;
  }
  for (const key of ['schedule', 'average', 'options'] as const) if (run[key]) (next as Record<string, unknown>)[key] = run[key];
  return next;
}

export function Runner({ index, run, onChange, onRemove, open, onToggle, methods, total, byHand }: RunnerProps) {
  const method = byId(methods, run.optimizer);
  const owner = t.ui.run(index + 1);
  const set = (p: Param) => (v: number) => onChange({ ...run, [p.name]: v });
  const values = Object.fromEntries((method?.params ?? []).map((p) => [p.name, valueOf(p, run)]));
  return (
    <details class="runner" open={open} onToggle={(e) => onToggle?.(e.currentTarget.open)}>
      <summary>
        <Swatch k={index + 1} />
        <span class="nm">{method?.name ?? run.optimizer}</span>
        <span class="pv num" title={brief(run, methods)}>{brief(run, methods, 1)}</span>
        <Icon name="chevron" class="chev" />
      </summary>
      <div class="in">
        <div class="row">
          <Select label={t.ui.method(owner)} options={methods} value={run.optimizer} onChange={(id) => onChange(withMethod(run, byId(methods, id)!))} />
          {onRemove && <button type="button" class="b q ic" aria-label={t.ui.removeRun(index + 1)} title={t.ui.remove} onClick={onRemove}><Icon name="trash" /></button>}
        </div>
        {method?.params.map((p, i) => <Slider key={p.name} param={p} value={valueOf(p, run)} onChange={set(p)} owner={owner} ends={i === 0} />)}
        {method?.formula && <Aside class="rule" label={t.ui.updateRule(owner)}><MathML formula={method.formula} values={values} /></Aside>}
        {method?.help && <p class="help" lang="en">{method.help}{method.source && <span class="src">{method.source}</span>}</p>}
        <Choice owner={owner} of="schedule" label={t.ui.schedule} entries={catalog.schedules} run={run} onChange={onChange} total={total} />
        <ByHand owner={owner} run={run} onChange={onChange} now={byHand} />
        <Choice owner={owner} of="average" label={t.ui.average} entries={catalog.averages} run={run} onChange={onChange} total={total} />
        <Options owner={owner} run={run} onChange={onChange} />
      </div>
    </details>
  );
}
