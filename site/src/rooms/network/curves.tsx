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

const TEST_DASH = [9, 4];
const whole = (v: number) => int(v);
const share = (v: number) => percent(v, 0);

/** One run is train against test, in two colours; several keep their own colour, and the test line is dashed and thin. */
function lines(names: string[], test: boolean): ChartSeries[] {
  if (names.length === 1) return [{ label: 'train', color: '--r1' }, ...(test ? [{ label: 'test', color: '--r2', dash: TEST_DASH }] : [])];
  return names.flatMap((name, k) => [
    { label: test ? `${name}, train` : name, color: `--r${k + 1}`, marker: k + 1 },
    ...(test ? [{ label: `${name}, test`, color: `--r${k + 1}`, dash: [5, 3], width: 1.25 }] : []),
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
  const both = useMemo(() => lines(names, test), [names.join(), test]);
  const single = useMemo(() => names.map((name, k): ChartSeries => ({ label: one ? 'gradient norm' : name, color: `--r${k + 1}`, marker: one ? undefined : k + 1 })), [names.join()]);
  const pair = (a: Measure, b: Measure): Measure[] => (test ? [a, b] : [a]);
  const xMax = l.epochs || s.epochs;
  const now = (m: Measure, f: (v: number) => string) => (one && traces.runs.length ? f(traces.last(0, m)) : '');
  const said = (a: Measure, b: Measure, f: (v: number) => string) => {
    const v = now(a, f);
    return v && test ? `train ${v} · test ${now(b, f)}` : v && `train ${v}`;
  };
  const common = { xName: 'epoch', xMax, formatX: whole };
  return (
    <>
      <div class="curves pinned" tabIndex={0} role="group" aria-label="Live curves">
        <div>
          <h2>Loss<span class="num">{said('train_loss', 'test_loss', short)}</span></h2>
          <Chart {...common} version={versions[0]} label={`Loss against epoch, logarithmic. ${said('train_loss', 'test_loss', short)}`} series={both} y="log" format={short} data={() => traces.columns(names.length, pair('train_loss', 'test_loss'), true)} />
        </div>
        {classes && (
          <div>
            <h2>Accuracy<span class="num">{said('train_acc', 'test_acc', share)}</span></h2>
            <Chart {...common} version={versions[1]} label={`Accuracy against epoch. ${said('train_acc', 'test_acc', share)}`} series={both} y="linear" yRange={UNIT} ySplits={HALVES} format={share} data={() => traces.columns(names.length, pair('train_acc', 'test_acc'), false)} />
          </div>
        )}
        <div>
          <h2>Gradient norm<span class="num">{now('grad_norm', short)}</span></h2>
          <Chart {...common} version={versions[2]} label={`Norm of each step’s gradient against epoch, logarithmic. ${now('grad_norm', short)}`} series={single} y="log" format={short} data={() => traces.columns(names.length, ['grad_norm'], true)} />
        </div>
      </div>
      {one ? <OneLegend test={test} /> : brief ? <Legend test={test} /> : <RunTable names={names} test={test} classes={classes} />}
      {!brief && l.runs.map((r, k) => r.stopped && <p class="help num" key={k}>{`${one ? 'The run' : `${k + 1}: ${names[k] ?? ''}`} was stopped at step ${int(r.stopped.step)}: its test loss was lowest at step ${int(r.stopped.best)}, ${short(r.stopped.loss)}.`}</p>)}
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
  return <span class="u num rate">{r > 0 ? `${int(tidy(r, 3))} examples per second` : ''}</span>;
}

function OneLegend({ test }: { test: boolean }) {
  return <div class="legend"><span><Line k={1} />train</span>{test && <span><Line k={2} dash="9 4" />test</span>}<Rate /></div>;
}

function Legend({ test }: { test: boolean }) {
  return <div class="legend"><span><Line k={7} />train</span>{test && <span><Line k={7} dash="5 3" />test</span>}<Rate /></div>;
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
          <thead><tr><th scope="col">{picks ? 'Run shown below' : 'Run'}</th><th scope="col">train loss</th>{test && <th scope="col">test loss</th>}{classes && <th scope="col">train acc.</th>}{classes && test && <th scope="col">test acc.</th>}<th scope="col">‖∇f‖</th></tr></thead>
          <tbody>
            {names.map((name, k) => {
              const gone = live.value.runs[k]?.diverged;
              const v = (m: Measure, f: (v: number) => string) => <td class="num">{f(traces.last(k, m))}</td>;
              return (
                <tr key={k} class={picks && k === chosen ? 'sel' : undefined}>
                  <td>
                    <label class="row">
                      {picks && <input type="radio" name="shown" checked={k === chosen} onChange={() => watch(watched.peek(), k)} />}
                      <Swatch k={k + 1} />{name}{gone && <span class="neg">diverged at step {int(gone.step)}</span>}
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
