// Kept runs side by side: their curves over one axis, what each came to, and the fields in which their Specs differ.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { num, percent } from '../../format.js';
import { type Curves, curvesOf, type Kept } from '../../keep/store.js';
import { Chart, runnerSeries } from '../../ui/chart.js';
import { KindMark, Swatch } from '../../ui/icon.js';
import { runNames } from '../../ui/names.js';
import { differences } from './differ.js';
import { lineOf, over } from './lines.js';
import { titleOf } from './title.js';
import { t } from '../../words/words.js';

const still = signal(0); // kept runs do not grow

/** What is drawn of each kind of Spec. */
const SHOWN = {
  surface: [{ y: 'f', name: () => 'f' }, { y: 'grad_norm', name: () => '‖∇f‖' }],
  network: [{ y: 'train_loss', name: () => t.places.lossTrain }, { y: 'test_loss', name: () => t.places.lossTest }],
} as const;

export function Compare({ runs }: { runs: Kept[] }) {
  const [curves, setCurves] = useState<Record<string, Curves>>({});
  const ids = runs.map((k) => k.id).join();
  useEffect(() => {
    let on = true;
    void Promise.all(runs.map((k) => curvesOf(k.id))).then((all) => on && setCurves(Object.fromEntries(all.flatMap((c) => (c ? [[c.id, c]] : [])))));
    return () => void (on = false);
  }, [ids]);
  const kinds = (['surface', 'network'] as const).filter((kind) => runs.some((k) => k.spec.kind === kind));
  return (
    <section class="compare" aria-labelledby="compare-h">
      <h2 id="compare-h">{t.places.sideBySide}</h2>
      {kinds.map((kind) => {
        const of = runs.flatMap((k, i) => (k.spec.kind === kind ? [{ k, letter: letter(i) }] : []));
        return <div key={kind}><Kind kind={kind} runs={of} curves={curves} />{of.length > 1 && <Differing runs={of} />}</div>;
      })}
    </section>
  );
}

interface Named { k: Kept; letter: string }
/** Letters tell kept runs apart where their swatches come round again. */
const letter = (i: number): string => String.fromCharCode(65 + (i % 26)) + (i >= 26 ? Math.floor(i / 26) : '');

function Kind({ kind, runs, curves }: { kind: 'surface' | 'network'; runs: Named[]; curves: Record<string, Curves> }) {
  const lines = runs.flatMap(({ k, letter }) => runNames(k.spec.runs).map((name, j) => ({ k, j, name: `${letter} ${name}` })));
  return (
    <>
      <div class="pair">
        {SHOWN[kind].map(({ y, name: called }) => {
          const name = called();
          const log = kind === 'network' || y === 'grad_norm';
          const data = () => over(lines.map(({ k, j }) => (curves[k.id] ? lineOf(curves[k.id]!.cols, curves[k.id]!.rows[j] ?? new Float64Array(0), kind === 'network' ? 'epoch' : null, y, log) : { x: [], y: [] })));
          return (
            <figure key={y}>
              <figcaption class="h">{name}<span class="u">{log ? t.places.logScale : ''}</span></figcaption>
              <div class="chartbox"><Chart key={`${Object.keys(curves)}`} label={t.places.of(name, lines.map((l) => l.name).join(', '))} version={still} xName={kind === 'network' ? 'epoch' : 'step'} y={log ? 'log' : 'linear'} series={lines.map((l, at) => runnerSeries((at % 7) + 1, l.name))} data={data} /></div>
            </figure>
          );
        })}
      </div>
      <div class="wide" tabIndex={0} role="group" aria-label={t.places.cameTo}>
        <table class="t">
          <thead>{kind === 'network'
            ? <tr><th>{t.places.run}</th><th>{t.places.epoch}</th><th>{t.places.lossTrain}</th><th>{t.places.accTrain}</th><th>{t.places.lossTest}</th><th>{t.places.accTest}</th></tr>
            : <tr><th>{t.places.run}</th><th>{t.places.step}</th><th>f</th><th>‖∇f‖</th><th>λ min</th><th>{t.places.point}</th></tr>}</thead>
          <tbody>{lines.map(({ k, j, name }, at) => {
            const r = k.runs[j];
            return (
              <tr key={name}>
                <td><span class="row"><Swatch k={(at % 7) + 1} />{name}</span></td>
                {kind === 'network'
                  ? <><td class="num">{num(k.epoch)}</td><td class="num">{num(r?.train_loss)}</td><td class="num">{percent(r?.train_acc ?? NaN)}</td><td class="num">{num(r?.test_loss)}</td><td class="num">{percent(r?.test_acc ?? NaN)}</td></>
                  : <><td class="num">{num(r?.diverged?.step ?? k.step)}</td><td class="num">{num(r?.f)}</td><td class="num">{num(r?.grad_norm)}</td><td class="num">{num(r?.eigenvalues?.[0])}</td><td>{r?.kind ? <KindMark kind={r.kind} /> : '–'}</td></>}
              </tr>
            );
          })}</tbody>
        </table>
      </div>
    </>
  );
}

function Differing({ runs }: { runs: Named[] }) {
  const all = differences(runs.map((r) => r.k.spec));
  return (
    <>
      <h3 class="h">{t.places.differ}</h3>
      {all.length === 0 ? <p class="help">{t.places.nowhere}</p> : (
        <div class="wide" tabIndex={0} role="group" aria-label={t.places.differ}>
          <table class="t differ">
            <thead><tr><th>{t.places.field}</th>{runs.map(({ k, letter }) => <th key={k.id}>{letter} {titleOf(k)}</th>)}</tr></thead>
            <tbody>{all.map((d) => (
              <tr key={d.field}><td><code>{d.field}</code></td>{d.values.map((v, i) => <td key={i} class={v === null ? 'u' : v !== d.values[0] ? 'num other' : 'num'}>{v ?? t.places.none}</td>)}</tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </>
  );
}
