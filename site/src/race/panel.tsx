// The dialog of the fair race: what will be tried, how it went, which step size each method needs, and the best of each side by side.
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { byId, catalog } from '../catalog.js';
import { int, num, plain } from '../format.js';
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
import { t } from '../words/words.js';

export function RaceDialog() {
  return <Dialog id="race" title={t.ui.fairRace} open={dialog.value === 'race'} onClose={() => (dialog.value = null)}><Body /></Dialog>;
}

function Body() {
  const s = spec.value;
  if (!s) return null;
  return (
    <>
      <p class="lb">{t.ui.raceLede}</p>
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
        <div><span class="lb" aria-hidden="true">{t.ui.lrFrom}</span><NumberField label={t.ui.lrFrom} value={w.from} min={1e-9} max={1e6} onChange={(from) => set({ from })} /></div>
        <div><span class="lb" aria-hidden="true">{t.ui.to}</span><NumberField label={t.ui.lrTo} value={w.to} min={1e-9} max={1e6} onChange={(to) => set({ to })} /></div>
        <div><span class="lb" aria-hidden="true">{t.ui.stepSizes}</span><NumberField int label={t.ui.stepSizesName} value={w.rates} min={2} max={catalog.limits.rates ?? 41} onChange={(rates) => set({ rates })} /></div>
        <div><span class="lb" aria-hidden="true">{t.ui.seeds}</span><NumberField int label={t.ui.seedsName} value={w.seeds} min={1} max={catalog.limits.seeds ?? 25} onChange={(seeds) => set({ seeds })} /></div>
      </div>
      <div class="row racebar">
        {running
          ? <button type="button" class="b" onClick={cancel}><Icon name="close" />{t.ui.cancel}</button>
          : <button type="button" class="b p" disabled={wrong} onClick={() => void start()}><Icon name="play" />{t.ui.startRace}</button>}
        <p class="help num" role="status">
          {wrong ? t.ui.raceWrong(w.from, w.to)
            : running ? t.ui.raceDone(done.value, n, workers())
              : t.ui.racePlan(s.runs.length, w.rates, w.seeds, n, workers(), state.value === 'cancelled')}
        </p>
      </div>
      {running && <progress class="raceprogress" aria-label={t.ui.race} max={n} value={done.value} />}
    </>
  );
}

type By = 'evaluations' | 'time';
const by = signal<By>('evaluations');

function Outcome({ r, s, old }: { r: RaceResult; s: RunSpec; old: boolean }) {
  const floor = lowest(s);
  const shift = (v: number | null | undefined): number | null => (v === null || v === undefined || !Number.isFinite(v) ? null : floor === null ? v : Math.max(v - floor, 1e-16));
  const logY = floor !== null || s.kind === 'network';
  const loss = s.kind === 'network' ? t.ui.trainingLoss : floor ? t.ui.aboveMinimum : 'f';
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
      {old && <p class="help">{t.ui.raceOld}</p>}
      <h3>{t.ui.finalAgainst(loss)}</h3>
      <Plot label={t.ui.finalAgainstLabel(loss, r.runs.length)} lines={sensitivity} logX logY={logY} xName={t.ui.stepSizeLr} yName={loss} />
      <p class="help">{t.ui.raceLines(s.race!.seeds)}</p>
      <div class="racetable" tabIndex={0} role="group" aria-label={t.ui.raceNumbers}>
        <table class="t">
          <thead><tr><th scope="col">{t.ui.methodHead}</th><th scope="col">{t.ui.bestLr}</th><th scope="col">{t.ui.median}</th><th scope="col">{t.ui.quartiles}</th><th scope="col">{t.ui.steps}</th><th scope="col">{t.ui.msStep}</th><th scope="col"><span class="vh">{t.ui.useIt}</span></th></tr></thead>
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
                  <td>{!old && <button type="button" class="b q" aria-label={t.ui.giveLr(nameOf(l.optimizer), r.rates[l.best]!)} onClick={() => give(i, r.rates[l.best]!)}>{t.ui.useIt}</button>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {ends.length > 0 && <p class="help">{t.ui.raceEnds(ends.join(', '))}</p>}
      <p class="help">{t.ui.raceBudget(r.cells, r.budget)}</p>
      <h3 class="row">{t.ui.bestSide}<span class="sp"><Segments label={t.ui.against} options={[{ id: 'evaluations', label: t.ui.evaluations }, { id: 'time', label: t.ui.time }]} value={by.value} onChange={(id) => (by.value = id)} /></span></h3>
      <Plot label={t.ui.bestLabel(loss, t.ui[by.value])} lines={best} logY={logY} xName={by.value === 'time' ? t.ui.msComputing : t.ui.evaluations} yName={loss} />
      <p class="help">{by.value === 'time'
        ? t.ui.raceTime(workers())
        : t.ui.raceMedian}</p>
      <button type="button" class="b" onClick={() => save('race.json', `${JSON.stringify({ spec: s, race: r }, null, 1)}\n`, 'application/json')}><Icon name="drop" />JSON</button>
      <span class="help">{t.ui.raceJson(r.cells)}</span>
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
