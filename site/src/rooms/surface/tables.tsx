// Numbers under the picture: where each run is, with both eigenvalues and the kind of point, and the function's critical points.
import { signal } from '@preact/signals';
import { byId, catalog } from '../../catalog.js';
import { fixed, int, num } from '../../format.js';
import { surface } from '../../store.js';
import { TabPanel, Tabs } from '../../ui/choose.js';
import { KindMark, Swatch } from '../../ui/icon.js';
import { Acted } from '../../ui/acted.js';
import { Message } from '../../ui/message.js';
import { AnatomyTable } from './anatomy.js';
import type { Slice } from '../../engine.js';
import { flat } from './view.js';
import { change, computedSteps, grid, histories, kindAt, meansAt, nameOf, scrub, setRate, shown, states, target, version } from './run.js';
import { t } from '../../words/words.js';

const tab = signal<'reads' | 'points' | 'anatomy'>('reads');

export function Tables() {
  const points = criticalPoints();
  return (
    <section class="pane pv-tbl" aria-label={t.surface.numbers}>
      <Tabs label={t.surface.numbers} prefix="tbl" value={tab.value} onChange={(id) => (tab.value = id)} tabs={[{ id: 'reads', label: t.surface.readOuts }, { id: 'points', label: t.surface.criticalPoints, count: grid.value?.slice?.theory?.length ?? points.length }, { id: 'anatomy', label: t.surface.anatomy }]} />
      <TabPanel prefix="tbl" id={tab.value}>{tab.value === 'reads' ? <ReadOuts /> : tab.value === 'points' ? <Points /> : <AnatomyTable />}</TabPanel>
    </section>
  );
}

/** Fits the narrow columns, however large. */
const short = (v: number) => num(v, Math.abs(v) >= 1e6 ? 1 : 3);
const sign = (v: number) => `num${v < 0 ? ' neg' : ''}`;

function ReadOuts() {
  version.value;
  const at = shown.value;
  const newest = at === computedSteps.value;
  const means = meansAt(at);
  return (
    <>
    <table class="t reads">
      <colgroup><col /><col style={{ width: '40px' }} /><col style={{ width: '80px' }} /><col style={{ width: '80px' }} /><col style={{ width: '62px' }} /><col style={{ width: '62px' }} /><col style={{ width: '90px' }} /></colgroup>
      <thead><tr><th scope="col">{t.surface.runner}</th><th scope="col">{t.surface.stepHead}</th><th scope="col"><i class="sym">f</i></th><th scope="col">‖∇<i class="sym">f</i>‖</th><th scope="col">λ min</th><th scope="col">λ max</th><th scope="col" class="l">{t.surface.at}</th></tr></thead>
      <tbody>
        {surface.value.runs.map((_, i) => {
          const h = histories[i]!;
          const k = Math.min(at, h.length - 1);
          const v = (name: string) => h.at(k, name);
          const over = states.value[i]?.diverged;
          const kind = h.length === 0 ? '' : over && at >= over.step ? 'diverged' : newest ? states.value[i]?.kind ?? 'moving' : kindAt(i, k);
          const mean = means.find((m) => m.k === i + 1);
          return [
            <tr key={i}>
              <td><span class="row"><Swatch k={i + 1} /><span class="nm">{nameOf(i)}</span></span></td>
              <td class="num">{h.length ? int(k) : '–'}</td>
              <td class="num">{num(v('f'))}</td>
              <td class="num">{num(v('grad_norm'))}</td>
              <td class={sign(v('lambda_min'))}>{short(v('lambda_min'))}</td>
              <td class={sign(v('lambda_max'))}>{short(v('lambda_max'))}</td>
              <td class="l">{kind ? <KindMark kind={kind} /> : '–'}</td>
            </tr>,
            states.value[i]?.underflow && at >= states.value[i]!.underflow!.step && <tr key={`tiny ${i}`} class="why"><td colSpan={7}>{states.value[i]!.underflow!.message}</td></tr>,
            grid.value?.slice && h.length > 0 && <tr key={`off ${i}`} class="why"><td colSpan={7}>{t.surface.offBy(v('off'))}</td></tr>,
            mean && (
              <tr key={`mean ${i}`}>
                <td><span class="row"><Swatch k={i + 1} mean /><span class="nm">{t.surface.itsAverage}</span></span></td>
                <td class="num">{int(k)}</td>
                <td class="num">{num(mean.f)}</td>
                <td colSpan={4} />
              </tr>
            ),
          ];
        })}
      </tbody>
    </table>
    <Acted states={states.value} names={surface.value.runs.map((_, i) => nameOf(i))} steps={computedSteps.value} />
    </>
  );
}

/** From the grid once the engine has sent it; from the catalog before. */
export const criticalPoints = () => grid.value?.critical ?? byId(catalog.surfaces, surface.value.surface.id)?.critical ?? [];

function Points() {
  const s = surface.value;
  const entry = byId(catalog.surfaces, s.surface.id);
  const points = criticalPoints();
  if (grid.value?.slice) return <Theory of={grid.value.slice} />;
  if (points.length === 0) return <p class="help">{grid.value?.valley ? t.surface.fillCurve : t.surface.noCritical}</p>;
  const n = (kind: string) => points.filter((p) => p.kind === kind).length;
  return (
    <>
      <table class="t">
        <thead><tr><th scope="col">{t.surface.point}</th><th scope="col"><i class="sym">x</i></th><th scope="col"><i class="sym">y</i></th><th scope="col"><i class="sym">f</i></th><th scope="col">λ min</th><th scope="col">λ max</th><th scope="col"><span class="vh">{t.surface.useIt}</span></th></tr></thead>
        <tbody>
          {points.flatMap((p, i) => [
            <tr key={i} title={t.surface.eigenvector(...p.eigenvector)}>
              <td><KindMark kind={p.kind} /></td>
              <td class="num">{fixed(p.x, 4)}</td>
              <td class="num">{fixed(p.y, 4)}</td>
              <td class="num">{num(p.f)}</td>
              <td class={sign(p.eigenvalues[0])}>{num(p.eigenvalues[0])}</td>
              <td class={sign(p.eigenvalues[1])}>{num(p.eigenvalues[1])}</td>
              <td class="use">
                {!flat && <button type="button" class="b q" title={t.surface.flyThere} aria-label={t.surface.flyTo(t.ui.kind(p.kind), p.x, p.y)} onClick={() => (target.value = { x: p.x, y: p.y })}>{t.surface.look}</button>}
                <button type="button" class="b q" aria-label={t.surface.startHereAt(t.ui.kind(p.kind), p.x, p.y)} onClick={() => change({ ...s, start: [p.x, p.y] })}>{t.surface.startHere}</button>
              </td>
            </tr>,
            p.higher && <tr key={`higher ${i}`} class="why"><td colSpan={7}>{t.surface.higher(p.higher.kind)}{p.higher.why}</td></tr>,
          ])}
        </tbody>
      </table>
      {grid.value?.kinks && <p class="help">{t.surface.kinks}</p>}
      {(entry?.valley ?? grid.value?.valley) && <p class="help">{t.surface.valley}</p>}
      {entry?.coercive && !entry.valley && n('degenerate') === 0 && <p class="help">{t.surface.morse(n('minimum'), n('saddle'), n('maximum'))}</p>}
    </>
  );
}

/** Of more than two variables: what theory says. */
function Theory({ of }: { of: Slice }) {
  if (!of.theory?.length) return <p class="help">{t.surface.noSearch(of.d)}</p>;
  return (
    <>
      <table class="t theory">
        <thead><tr><th scope="col">{t.surface.point}</th><th scope="col" class="l">{t.surface.which}</th><th scope="col"><i class="sym">f</i></th><th scope="col">{t.surface.index}</th><th scope="col">{t.surface.howMany}</th></tr></thead>
        <tbody>{of.theory.map((p, i) => <tr key={i}><td><KindMark kind={p.kind} /></td><td class="l wrap">{p.what}</td><td class="num">{num(p.f)}</td><td class="num">{int(p.index)}</td><td class="num">{p.count ? int(p.count) : t.surface.continuum}</td></tr>)}</tbody>
      </table>
      <p class="help">{t.surface.theory(of.d)}</p>
    </>
  );
}

const kept = signal<ReadonlySet<string>>(new Set());

/** What happened to a run that diverged, and the two ways out; one at a time, since they stand over the picture. */
export function Divergences() {
  const open = states.value.flatMap((r, i) => {
    const d = r.diverged;
    const key = d ? `${i} ${d.step} ${d.message}` : '';
    return d && i < surface.value.runs.length && !kept.value.has(key) ? [{ i, d, key }] : [];
  });
  const first = open[0];
  if (!first) return null;
  const { i, d, key } = first;
  const lr = d.suggest?.lr;
  const more = open.length - 1;
  return (
    <div class="divs">
      <Message key={key} kind="bad" onDismiss={() => (kept.value = new Set([...kept.value, key]))}
        actions={[
          ...(lr ? [{ label: t.surface.setLr(lr), primary: true, run: () => setRate(i, lr) }] : []),
          { label: t.surface.rewind(d.step - 1), run: () => scrub(d.step - 1) },
        ]}>
        <Swatch k={i + 1} />{d.message}{more > 0 && t.surface.moreDiverged(more)}
      </Message>
    </div>
  );
}
