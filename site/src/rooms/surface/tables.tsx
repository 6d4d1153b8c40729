// Numbers under the picture: where each run is, with both eigenvalues and the kind of point, and the function's critical points.
import { signal } from '@preact/signals';
import { byId, catalog } from '../../catalog.js';
import { count, fixed, int, num } from '../../format.js';
import { surface } from '../../store.js';
import { TabPanel, Tabs } from '../../ui/choose.js';
import { KindMark, Swatch } from '../../ui/icon.js';
import { Acted } from '../../ui/acted.js';
import { Message } from '../../ui/message.js';
import { AnatomyTable } from './anatomy.js';
import type { Slice } from '../../engine.js';
import { flat } from './view.js';
import { change, computedSteps, grid, histories, kindAt, meansAt, nameOf, scrub, setRate, shown, states, target, version } from './run.js';

const tab = signal<'reads' | 'points' | 'anatomy'>('reads');

export function Tables() {
  const points = criticalPoints();
  return (
    <section class="pane pv-tbl" aria-label="Numbers">
      <Tabs label="Numbers" prefix="tbl" value={tab.value} onChange={(t) => (tab.value = t)} tabs={[{ id: 'reads', label: 'Read-outs' }, { id: 'points', label: 'Critical points', count: grid.value?.slice?.theory?.length ?? points.length }, { id: 'anatomy', label: 'Anatomy' }]} />
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
      <thead><tr><th scope="col">Runner</th><th scope="col">Step</th><th scope="col"><i class="sym">f</i></th><th scope="col">‖∇<i class="sym">f</i>‖</th><th scope="col">λ min</th><th scope="col">λ max</th><th scope="col" class="l">At</th></tr></thead>
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
            grid.value?.slice && h.length > 0 && <tr key={`off ${i}`} class="why"><td colSpan={7}>{num(v('off'), 3)} away from the plane that is drawn</td></tr>,
            mean && (
              <tr key={`mean ${i}`}>
                <td><span class="row"><Swatch k={i + 1} mean /><span class="nm">its average</span></span></td>
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
  if (points.length === 0) return <p class="help">{grid.value?.valley ? 'The critical points fill a curve; none stands alone.' : 'This function has no critical point in the box.'}</p>;
  const n = (kind: string) => points.filter((p) => p.kind === kind).length;
  const morse = n('minimum') - n('saddle') + n('maximum');
  const many = (k: number, one: string, more: string) => `${k} ${k === 1 ? one : more}`;
  return (
    <>
      <table class="t">
        <thead><tr><th scope="col">Point</th><th scope="col"><i class="sym">x</i></th><th scope="col"><i class="sym">y</i></th><th scope="col"><i class="sym">f</i></th><th scope="col">λ min</th><th scope="col">λ max</th><th scope="col"><span class="vh">Use it</span></th></tr></thead>
        <tbody>
          {points.flatMap((p, i) => [
            <tr key={i} title={`eigenvector of λ min: (${fixed(p.eigenvector[0], 3)}, ${fixed(p.eigenvector[1], 3)})`}>
              <td><KindMark kind={p.kind} /></td>
              <td class="num">{fixed(p.x, 4)}</td>
              <td class="num">{fixed(p.y, 4)}</td>
              <td class="num">{num(p.f)}</td>
              <td class={sign(p.eigenvalues[0])}>{num(p.eigenvalues[0])}</td>
              <td class={sign(p.eigenvalues[1])}>{num(p.eigenvalues[1])}</td>
              <td class="use">
                {!flat && <button type="button" class="b q" title="Fly there" aria-label={`Fly to the ${p.kind} x ${fixed(p.x, 2)}, y ${fixed(p.y, 2)}`} onClick={() => (target.value = { x: p.x, y: p.y })}>Look</button>}
                <button type="button" class="b q" aria-label={`Start here, at the ${p.kind} x ${fixed(p.x, 2)}, y ${fixed(p.y, 2)}`} onClick={() => change({ ...s, start: [p.x, p.y] })}>Start here</button>
              </td>
            </tr>,
            p.higher && <tr key={`higher ${i}`} class="why"><td colSpan={7}>{p.higher.kind === 'degenerate' ? 'Undecided: ' : `By higher orders a ${p.higher.kind}. `}{p.higher.why}</td></tr>,
          ])}
        </tbody>
      </table>
      {grid.value?.kinks && <p class="help">Its formula has kinks. There the derivative is taken as 0 or that of one side, and a critical point may be missed.</p>}
      {(entry?.valley ?? grid.value?.valley) && <p class="help">The minima fill a curve; these are the points that stand alone.</p>}
      {entry?.coercive && !entry.valley && n('degenerate') === 0 && <p class="help">{many(n('minimum'), 'minimum', 'minima')} − {many(n('saddle'), 'saddle', 'saddles')} + {many(n('maximum'), 'maximum', 'maxima')} = {String(morse).replace('-', '−')}, {morse === 1 ? 'as it must be for a function that grows in every direction.' : 'though it must be 1 for a function that grows in every direction: some are missing here.'}</p>}
    </>
  );
}

/** Of more than two variables: what theory says. */
function Theory({ of }: { of: Slice }) {
  if (!of.theory?.length) return <p class="help">The critical points of a function of {of.d} variables are not searched for: those of the plane that is drawn would not be its own.</p>;
  return (
    <>
      <table class="t theory">
        <thead><tr><th scope="col">Point</th><th scope="col" class="l">Which</th><th scope="col"><i class="sym">f</i></th><th scope="col">Index</th><th scope="col">How many</th></tr></thead>
        <tbody>{of.theory.map((p, i) => <tr key={i}><td><KindMark kind={p.kind} /></td><td class="l wrap">{p.what}</td><td class="num">{num(p.f)}</td><td class="num">{int(p.index)}</td><td class="num">{p.count ? int(p.count) : 'a continuum'}</td></tr>)}</tbody>
      </table>
      <p class="help">By theory, in all {of.d} variables. The index counts the directions in which the function falls.</p>
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
          ...(lr ? [{ label: `Set lr ${num(lr)}`, primary: true, run: () => setRate(i, lr) }] : []),
          { label: `Rewind to step ${int(d.step - 1)}`, run: () => scrub(d.step - 1) },
        ]}>
        <Swatch k={i + 1} />{d.message}{more > 0 && ` ${count(more, 'more run', 'more runs')} diverged.`}
      </Message>
    </div>
  );
}
