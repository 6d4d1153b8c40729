// Loss, accuracy and gradient norm of every run as they come, with what they are now beside their names.
import { useMemo } from 'preact/hooks';
import { int, percent, tidy } from '../../format.js';
import { network } from '../../store.js';
import { Chart, type ChartSeries } from '../../ui/chart.js';
import { Acted } from '../../ui/acted.js';
import { Swatch } from '../../ui/icon.js';
import { runNames } from '../../ui/names.js';
import { info } from './info.js';
import { live, short, shown, traces, versions, watch, watched } from './run.js';
import type { Measure } from './trace.js';
import { language, t } from '../../words/words.js';

const TEST_DASH = [9, 4];
const whole = (v: number) => int(v);
const share = (v: number) => percent(v, 0);

/** One run is train against test, in two colours; several keep their own colour, and the test line is dashed and thin. */
function lines(names: string[], test: boolean): ChartSeries[] {
  if (names.length === 1) return [{ label: t.network.train, color: '--r1' }, ...(test ? [{ label: t.network.test, color: '--r2', dash: TEST_DASH }] : [])];
  return names.flatMap((name, k) => [
    { label: test ? t.network.nameTrain(name) : name, color: `--r${k + 1}`, marker: k + 1 },
    ...(test ? [{ label: t.network.nameTest(name), color: `--r${k + 1}`, dash: [5, 3], width: 1.25 }] : []),
  ]);
}

/** brief leaves out the table of runs, while a file is being looked at below. */
export function Curves({ brief }: { brief?: boolean }) {
  const s = network.value;
  const l = live.value;
  const names = runNames(s.runs);
  const test = hasTest();
  const classes = info.value?.classes.length !== 0;
  const one = names.length === 1;
  const both = useMemo(() => lines(names, test), [names.join(), test, language.value]);
  const single = useMemo(() => names.map((name, k): ChartSeries => ({ label: one ? t.network.gradientNormLine : name, color: `--r${k + 1}`, marker: one ? undefined : k + 1 })), [names.join(), language.value]);
  const pair = (a: Measure, b: Measure): Measure[] => (test ? [a, b] : [a]);
  const xMax = l.epochs || s.epochs;
  const now = (m: Measure, f: (v: number) => string) => (one && traces.runs.length ? f(traces.last(0, m)) : '');
  const said = (a: Measure, b: Measure, f: (v: number) => string) => {
    const v = now(a, f);
    return v && t.network.trainTest(v, test ? now(b, f) : null);
  };
  const common = { xName: t.network.epoch, xMax, formatX: whole };
  return (
    <>
      <div class="curves pinned" tabIndex={0} role="group" aria-label={t.network.liveCurves}>
        <div>
          <h2>{t.network.loss}<span class="num">{said('train_loss', 'test_loss', short)}</span></h2>
          <Chart {...common} empty={l.step === 0 && l.state !== 'running' ? t.ui.nothingYet : undefined} version={versions[0]} label={t.network.lossLabel(said('train_loss', 'test_loss', short))} series={both} y="log" format={short} data={() => traces.columns(names.length, pair('train_loss', 'test_loss'), true)} />
        </div>
        {classes && (
          <div>
            <h2>{t.network.accuracy}<span class="num">{said('train_acc', 'test_acc', share)}</span></h2>
            <Chart {...common} version={versions[1]} label={t.network.accuracyLabel(said('train_acc', 'test_acc', share))} series={both} y="linear" yRange={UNIT} ySplits={HALVES} format={share} data={() => traces.columns(names.length, pair('train_acc', 'test_acc'), false)} />
          </div>
        )}
        <div>
          <h2>{t.network.gradientNorm}<span class="num">{now('grad_norm', short)}</span></h2>
          <Chart {...common} version={versions[2]} label={t.network.normLabel(now('grad_norm', short))} series={single} y="log" format={short} data={() => traces.columns(names.length, ['grad_norm'], true)} />
        </div>
      </div>
      {one ? <OneLegend test={test} /> : brief ? <Legend test={test} /> : <RunTable names={names} test={test} classes={classes} />}
      {!brief && l.runs.map((r, k) => r.stopped && <p class="help num" key={k}>{t.network.stopped(one ? null : `${k + 1}: ${names[k] ?? ''}`, r.stopped.step, r.stopped.best, short(r.stopped.loss))}</p>)}
      {!brief && <Acted states={l.runs} names={names} steps={l.step} />}
    </>
  );
}

const UNIT: [number, number] = [0, 1];
const HALVES = [0, 0.5, 1];
const hasTest = (): boolean => (info.value ? info.value.test_n > 0 : network.value.data.test !== 0);

function Line({ k, dash }: { k: number; dash?: string }) {
  return <svg class="sw" viewBox="0 0 34 12" aria-hidden="true"><line class={`k${k}`} stroke-dasharray={dash} x1="1" x2="33" y1="6" y2="6" /></svg>;
}

function Rate() {
  const r = live.value.rate;
  return <span class="u num rate">{r > 0 ? t.network.perSecond(tidy(r, 3)) : ''}</span>;
}

function OneLegend({ test }: { test: boolean }) {
  return <div class="legend"><span><Line k={1} />{t.network.train}</span>{test && <span><Line k={2} dash="9 4" />{t.network.test}</span>}<Rate /></div>;
}

function Legend({ test }: { test: boolean }) {
  return <div class="legend"><span><Line k={7} />{t.network.train}</span>{test && <span><Line k={7} dash="5 3" />{t.network.test}</span>}<Rate /></div>;
}

/** What every run has come to; the marked one is the one that the tabs below show. */
function RunTable({ names, test, classes }: { names: string[]; test: boolean; classes: boolean }) {
  void versions[0].value;
  const picks = watched.value !== null;
  const chosen = Math.min(shown.value, names.length - 1);
  return (
    <>
      <Legend test={test} />
      <div class="runtable">
        <table class="t">
          <thead><tr><th scope="col">{picks ? t.network.runShown : t.network.runHead}</th><th scope="col">{t.network.trainLoss}</th>{test && <th scope="col">{t.network.testLoss}</th>}{classes && <th scope="col">{t.network.trainAcc}</th>}{classes && test && <th scope="col">{t.network.testAcc}</th>}<th scope="col">‖∇f‖</th></tr></thead>
          <tbody>
            {names.map((name, k) => {
              const gone = live.value.runs[k]?.diverged;
              const v = (m: Measure, f: (v: number) => string) => <td class="num">{f(traces.last(k, m))}</td>;
              return (
                <tr key={k} class={picks && k === chosen ? 'sel' : undefined}>
                  <td>
                    <label class="row">
                      {picks && <input type="radio" name="shown" checked={k === chosen} onChange={() => watch(watched.peek(), k)} />}
                      <Swatch k={k + 1} />{name}{gone && <span class="neg">{t.network.diverged(gone.step)}</span>}
                    </label>
                  </td>
                  {v('train_loss', short)}{test && v('test_loss', short)}{classes && v('train_acc', percent)}{classes && test && v('test_acc', percent)}{v('grad_norm', short)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
