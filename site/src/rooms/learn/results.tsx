// Predicted beside measured: the number, its interval, where it fell, and the verdict in a word and an icon.
import type { Measure } from '../../course.js';
import { int, num, percent, power } from '../../format.js';
import type { State } from './run.js';
import { t } from '../../words/words.js';

export function Results({ measures, state }: { measures: Measure[]; state: State }) {
  return (
    <table class="strip">
      <thead><tr><th scope="col">{t.learn.quantity}</th><th scope="col" class="r">{t.learn.predicted}</th><th scope="col" class="r">{t.learn.measured}</th><th scope="col" class="r">{t.learn.interval}</th><th scope="col" class="r"><i class="sym">z</i></th><th scope="col" class="gcell">{t.learn.fell}</th><th scope="col">{t.learn.verdict}</th></tr></thead>
      <tbody>{measures.map((m, i) => <Row key={`${i} ${m.name}`} m={m} state={state} />)}</tbody>
    </table>
  );
}

function Row({ m, state }: { m: Measure; state: State }) {
  const before = m.relation === 'at most' ? '≤ ' : m.relation === 'at least' ? '≥ ' : '';
  return (
    <tr>
      <th scope="row" class="qty">{glued(m.name)} {m.unit && m.unit !== '×' && <span class="u">{m.unit}</span>}{m.outside && <span class="u out">{m.outside}</span>}</th>
      <td class="r num pred" data-k={t.learn.predicted}>{m.predicted === null ? '–' : before + digits(m.predicted)}</td>
      <td class="r num got" data-k={t.learn.measured}>{digits(m.measured)}{m.ci95 !== null && <span class="pm"> ± {num(m.ci95, 2)}</span>}</td>
      <td class="r num ci">{m.ci95 === null || m.measured === null ? '' : `± ${num(m.ci95, 2)}`}</td>
      <td class="r num z">{m.z === null || m.measured === null || m.relation !== 'near' ? '' : signed(m.z)}</td>
      <td class="gcell"><Gauge m={m} /></td>
      <td class="vcell"><Verdict m={m} state={state} /></td>
    </tr>
  );
}

/** A whole number with all its digits, another with four. */
export const digits = (v: number | null): string => (v !== null && Number.isInteger(v) && Math.abs(v) < 1e9 ? int(v) : num(v));
/** A text of the engine as it is printed: powers of ten written out, thousands apart, no number torn at the end of a line. */
export const glued = (s: string): string => s
  .replace(/(\d)e([-+]?\d+)/g, (_, m: string, e: string) => `${m}\u202f·\u202f${power(+e)}`).replace(/(?<![\d.])\d{5,}(?![\d.])/g, (n) => int(+n))
  .replace(/(\d) (?=\d{3}\b|%)/g, '$1\u202f').replace(/ ([=<>≤≥]) /g, '\u00a0$1\u00a0');

const signed = (z: number): string => (z > 0.05 ? '+' : '') + (Math.abs(z) < 0.05 ? '0.0' : z < 0 ? `−${Math.abs(z).toFixed(1)}` : z.toFixed(1));

/** The band of the tolerance with the prediction in its middle, and the measurement with its interval. */
function Gauge({ m }: { m: Measure }) {
  if (m.relation !== 'near' || m.predicted === null || m.measured === null || !m.tolerance) return null;
  const at = (v: number) => Math.min(128, Math.max(4, 66 + (44 * (v - m.predicted!)) / m.tolerance!));
  return (
    <svg class="gauge" viewBox="0 0 132 20" aria-hidden="true">
      <rect class="tol" x="22" y="4" width="88" height="12" rx="2" />
      <line class="pr" x1="66" x2="66" y1="0" y2="20" />
      {m.ci95 !== null && <line class="ci" x1={at(m.measured - m.ci95)} x2={at(m.measured + m.ci95)} y1="10" y2="10" />}
      <circle class="pt" cx={at(m.measured)} cy="10" r="4" />
    </svg>
  );
}

/** What the tolerance is, in words: 1.5 %, or a width. */
export function tolerance(m: Measure): string {
  if (m.tolerance === null || m.predicted === null) return '';
  const part = Math.abs(m.tolerance / m.predicted);
  return part >= 0.0005 && part <= 0.36 ? percent(part, part < 0.095 ? 1 : 0).replace('.0', '') : `± ${num(m.tolerance, 2)}`;
}

function words(m: Measure): string {
  if (m.relation === 'at most') return m.pass ? t.learn.belowBound : t.learn.aboveBound;
  if (m.relation === 'at least') return m.pass ? t.learn.aboveBound : t.learn.belowBound;
  if (!m.tolerance) return m.pass ? t.learn.equal : t.learn.notEqual;
  return m.pass ? t.learn.inside(tolerance(m)) : t.learn.outside(tolerance(m));
}

export function Verdict({ m, state }: { m: Measure; state: State }) {
  if (m.relation === 'shown') return <span class="verdict wait">{t.learn.shown}</span>;
  if (state === 'idle' || (state === 'cancelled' && m.pass === null && !m.outside)) return <span class="verdict wait">{t.learn.notRun}</span>;
  if (state === 'running' || state === 'cancelled') return <span class="verdict wait">{state === 'running' ? t.learn.running : t.learn.notFinished}</span>;
  if (m.outside || m.pass === null) return <span class="verdict wait" title={m.outside}>{t.learn.notClaimed}</span>;
  return <span class={m.pass ? 'verdict' : 'verdict bad'}><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d={m.pass ? 'm3 8.5 3.2 3.2L13 4.8' : 'm4 4 8 8M12 4l-8 8'} stroke-width="2" /></svg>{words(m)}</span>;
}
