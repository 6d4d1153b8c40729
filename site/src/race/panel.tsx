// The dialog of the fair race: what will be tried, how it went, which step size each method needs, and the best of each side by side.
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { byId, catalog } from '../catalog.js';
import { count, fixed, int, num, plain } from '../format.js';
import { workers } from '../pool.js';
import type { RunSpec } from '../spec.js';
import { dialog, edit, runSpec as spec } from '../store.js';
import { Segments } from '../ui/choose.js';
import { Dialog } from '../ui/dialog.js';
import { Icon, Swatch } from '../ui/icon.js';
import { save } from '../ui/share.js';
import { NumberField } from '../ui/slider.js';
import { type Line, Plot } from './plot.js';
import { cancel, cellsOf, done, middleCell, nameOf, outdated, type RaceResult, ran, result, start, state, sweep } from './run.js';

export function RaceDialog() {
  return <Dialog id="race" title="Fair race" open={dialog.value === 'race'} onClose={() => (dialog.value = null)}><Body /></Dialog>;
}

function Body() {
  const s = spec.value;
  if (!s) return null;
  return (
    <>
      <p class="lb">A method that looks better may only have been given a better step size. Here every runner is tried at many, from several seeds, and each training may ask for the gradient equally often.</p>
      <Sweep s={s} />
      {result.value && ran.value && <Outcome r={result.value} s={ran.value} old={outdated(s)} />}
    </>
  );
}

function Sweep({ s }: { s: RunSpec }) {
  const w = sweep.value;
  const running = state.value === 'running';
  const n = cellsOf(s, w).length;
  const set = (part: Partial<typeof w>) => (sweep.value = { ...w, ...part });
  const wrong = w.from >= w.to;
  return (
    <>
      <div class="sweep">
        <div><span class="lb" aria-hidden="true">lr from</span><NumberField label="lr from" value={w.from} min={1e-9} max={1e6} onChange={(from) => set({ from })} /></div>
        <div><span class="lb" aria-hidden="true">to</span><NumberField label="lr to" value={w.to} min={1e-9} max={1e6} onChange={(to) => set({ to })} /></div>
        <div><span class="lb" aria-hidden="true">step sizes</span><NumberField int label="Step sizes" value={w.rates} min={2} max={catalog.limits.rates ?? 41} onChange={(rates) => set({ rates })} /></div>
        <div><span class="lb" aria-hidden="true">seeds</span><NumberField int label="Seeds" value={w.seeds} min={1} max={catalog.limits.seeds ?? 25} onChange={(seeds) => set({ seeds })} /></div>
      </div>
      <div class="row racebar">
        {running
          ? <button type="button" class="b" onClick={cancel}><Icon name="close" />Cancel</button>
          : <button type="button" class="b p" disabled={wrong} onClick={() => void start()}><Icon name="play" />Start the race</button>}
        <p class="help num" role="status">
          {wrong ? `The first step size, ${plain(w.from)}, must be below the last, ${plain(w.to)}.`
            : running ? `${int(done.value)} of ${int(n)} trainings, on ${count(workers(), 'worker')}.`
              : `${count(s.runs.length, 'method')} × ${count(w.rates, 'step size')} × ${count(w.seeds, 'seed')}: ${count(n, 'training')} on ${count(workers(), 'worker')}.${state.value === 'cancelled' ? ' The last race was cancelled.' : ''}`}
        </p>
      </div>
      {running && <progress class="raceprogress" aria-label="Race" max={n} value={done.value} />}
    </>
  );
}

type By = 'evaluations' | 'time';
const by = signal<By>('evaluations');

function Outcome({ r, s, old }: { r: RaceResult; s: RunSpec; old: boolean }) {
  const floor = lowest(s);
  const shift = (v: number | null | undefined): number | null => (v === null || v === undefined || !Number.isFinite(v) ? null : floor === null ? v : Math.max(v - floor, 1e-16));
  const logY = floor !== null || s.kind === 'network';
  const loss = s.kind === 'network' ? 'training loss' : floor ? 'f above its minimum' : 'f';
  const sensitivity = useMemo((): Line[] => r.runs.map((l, i) => ({
    k: i + 1, label: nameOf(l.optimizer), xs: r.rates, ys: l.median.map(shift), mark: l.best,
    band: { lo: l.quarter.map(shift), hi: l.three_quarters.map(shift) },
  })), [r]);
  const best = useMemo((): Line[] => r.runs.flatMap((l, i) => {
    const c = middleCell(r, s, i);
    if (!c) return [];
    const per = by.value === 'time' ? c.ms / Math.max(1, c.asked) : 1;
    return [{ k: i + 1, label: nameOf(l.optimizer), xs: c.at.map((v) => v * per), ys: Array.from(c.loss, shift) }];
  }), [r, by.value]);
  const ends = r.runs.filter((l) => l.best === 0 || l.best === r.rates.length - 1).map((l) => nameOf(l.optimizer));
  return (
    <section class="outcome">
      {old && <p class="help">This result is of the experiment as it was when the race began; it has been changed since.</p>}
      <h3>Final {loss} against step size</h3>
      <Plot label={`Final ${loss} against step size for ${r.runs.length} methods: median and quartiles. The table has the numbers.`} lines={sensitivity} logX logY={logY} xName="step size lr" yName={loss} />
      <p class="help">Line: median over {count(s.race!.seeds, 'seed')}; band: quartiles; marker: the best step size. Where a line ends, half of the seeds or more diverged.</p>
      <div class="racetable" tabIndex={0} role="group" aria-label="Numbers of the race">
        <table class="t">
          <thead><tr><th scope="col">Method</th><th scope="col">best lr</th><th scope="col">median</th><th scope="col">quartiles</th><th scope="col">steps</th><th scope="col">ms a step</th><th scope="col"><span class="vh">Use it</span></th></tr></thead>
          <tbody>
            {r.runs.map((l, i) => {
              const c = middleCell(r, s, i);
              return (
                <tr key={i}>
                  <td><span class="row"><Swatch k={i + 1} /><span class="nm">{nameOf(l.optimizer)}</span></span></td>
                  <td class="num">{plain(r.rates[l.best]!)}</td>
                  <td class="num">{num(l.median[l.best])}</td>
                  <td class="num">{num(l.quarter[l.best])} … {num(l.three_quarters[l.best])}</td>
                  <td class="num">{int(l.steps)}</td>
                  <td class="num">{c ? num(c.ms / Math.max(1, c.steps), 2) : '–'}</td>
                  <td>{!old && <button type="button" class="b q" aria-label={`Give ${nameOf(l.optimizer)} lr ${plain(r.rates[l.best]!)}`} onClick={() => give(i, r.rates[l.best]!)}>Use it</button>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {ends.length > 0 && <p class="help">At an end of what was tried, so that a better step size may lie beyond: {ends.join(', ')}.</p>}
      <p class="help">Tuning budget: {int(r.cells)} trainings of {int(r.budget)} evaluations each: of f, of its gradient or of a Hessian-vector product, one each. A method that asks for more of them a step makes fewer steps.</p>
      <h3 class="row">The best of each, side by side<span class="sp"><Segments label="Against" options={[{ id: 'evaluations', label: 'evaluations' }, { id: 'time', label: 'time' }]} value={by.value} onChange={(id) => (by.value = id)} /></span></h3>
      <Plot label={`${loss} of each method's best step size against ${by.value}`} lines={best} logY={logY} xName={by.value === 'time' ? 'ms of computing' : 'evaluations'} yName={loss} />
      <p class="help">{by.value === 'time'
        ? `Time as it was measured on this device just now, with ${count(workers(), 'worker')} at work at once; another device, or a busier one, gives other times. The losses do not depend on it.`
        : 'The seed whose final loss is the median, at the best step size.'}</p>
      <button type="button" class="b" onClick={() => save('race.json', `${JSON.stringify({ spec: s, race: r }, null, 1)}\n`, 'application/json')}><Icon name="drop" />JSON</button>
      <span class="help"> {fixed(r.cells, 0)} final losses and the Spec that repeats them.</span>
    </section>
  );
}

/** Puts a step size into a run of the open Spec. */
function give(run: number, lr: number): void {
  const s = spec.peek();
  if (s) edit({ ...s, runs: s.runs.map((r, i) => (i === run ? { ...r, lr } : r)) } as RunSpec);
}

/** The lowest value of the function, from which a logarithm can be taken; null where it has none. */
function lowest(s: RunSpec): number | null {
  if (s.kind === 'network') return 0;
  const f = byId(catalog.surfaces, s.surface.id);
  return f?.coercive && !f.valley && f.critical.length > 0 ? Math.min(...f.critical.map((c) => c.f)) : null;
}
