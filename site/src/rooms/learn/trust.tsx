// Why you can trust these numbers: the engine's self-tests, run in this browser by whoever asks.
import { signal } from '@preact/signals';
import { referenceValues } from '../../assets.js';
import { catalog, type CheckEntry } from '../../catalog.js';
import { fixed, int, num } from '../../format.js';
import { pool } from '../../pool.js';
import { Icon } from '../../ui/icon.js';
import { Message } from '../../ui/message.js';
import { t } from '../../words/words.js';

/** What a check came to; what is not finite arrives as null. */
interface Outcome {
  worst: number | null;
  allowed: number;
  /** Comparisons made. */
  count: number;
  pass: boolean;
  /** Of each thing that was compared the worst comparison, the worst first. */
  rows: { name: string; expected: number | null; got: number | null; deviation: number | null }[];
}
/** An outcome, or why there is none. */
type End = Outcome | Error;

const checks = catalog.checks;
const ends = signal<(End | undefined)[]>([]);
const state = signal<'idle' | 'running' | 'done' | 'stopped'>('idle');
const fault = signal('');
const seconds = signal(0);

const failed = (e: End | undefined): boolean => e instanceof Error || e?.pass === false;
const compared = (e: End | undefined): number => (e && !(e instanceof Error) ? e.count : 0);

async function run(): Promise<void> {
  ends.value = [];
  fault.value = '';
  state.value = 'running';
  const began = performance.now();
  const set = (i: number, e: End) => {
    const all = ends.value.slice();
    all[i] = e;
    ends.value = all;
  };
  try {
    const reference = checks.some((c) => c.reference) ? await referenceValues() : undefined;
    const whole = await pool.each<Outcome>('trust', checks.map((c) => ({ id: c.id })), set, {
      blob: (i) => (checks[i]!.reference ? reference : undefined),
      failed: set,
    });
    state.value = whole ? 'done' : 'stopped';
  } catch (e) {
    fault.value = e instanceof Error ? e.message : String(e);
    state.value = 'stopped';
  }
  seconds.value = (performance.now() - began) / 1000;
}

export function Trust() {
  return (
    <main id="main" class="page trust" tabIndex={-1}>
      <header class="head">
        <h1>{t.learn.trust}</h1>
        <p class="lede">{t.learn.trustLede}</p>
      </header>
      <Bar />
      {fault.value && <Message kind="bad" title={t.learn.testsFailed}>{fault.value}</Message>}
      <table>
        <thead><tr><th scope="col" class="c-what">{t.learn.what}</th><th scope="col" class="c-with">{t.learn.comparedWith}</th><th scope="col" class="r">{t.learn.comparisons}</th><th scope="col" class="r">{t.learn.largestDeviation}</th><th scope="col" class="r">{t.learn.allowed}</th><th scope="col" class="c-v">{t.learn.verdict}</th></tr></thead>
        {checks.map((c, i) => <Row key={c.id} c={c} end={ends.value[i]} running={state.value === 'running'} />)}
      </table>
      <section class="limits">
        <h2>{t.learn.cannotShow}</h2>
        <p>{t.learn.cannotShowText}</p>
      </section>
    </main>
  );
}

function Bar() {
  const running = state.value === 'running';
  const ended = ends.value.filter((e) => e).length;
  return (
    <div class="trustbar">
      <button type="button" class="b p lg" disabled={running} onClick={() => void run()}><Icon name="play" />{state.value === 'idle' ? t.learn.runTests : running ? t.learn.runningNow : t.learn.runAgain}</button>
      <div class="so">
        <p role="status">{running ? t.learn.checksDone(ended, checks.length) : <Summary />}</p>
        <progress aria-label={t.learn.selfTests} max={checks.length} value={ended} />
      </div>
    </div>
  );
}

/** What all of them came to, in a sentence. */
function Summary() {
  if (state.value === 'idle') return <>{t.learn.takeSeconds(checks.length)}</>;
  const all = ends.value;
  const bad = checks.filter((_, i) => failed(all[i]));
  const n = all.reduce((sum, e) => sum + compared(e), 0);
  if (bad.length > 0) return <b class="bad"><Icon name="close" />{t.learn.failed(bad.length, bad.map((c) => c.title).join('; '))}</b>;
  if (state.value === 'stopped') return <>{t.learn.stopped(all.filter((e) => e).length, !fault.value)}</>;
  return <><b><Icon name="check" />{t.learn.allInside(n)}</b> <span class="u num">{fixed(seconds.value, 1)} s</span></>;
}

function Row({ c, end, running }: { c: CheckEntry; end: End | undefined; running: boolean }) {
  const o = end instanceof Error ? undefined : end;
  return (
    <tbody class="check">
      <tr>
        <th scope="row">{c.title}</th>
        <td class="with">{c.against}</td>
        <td class="r num" data-k={t.learn.comparisonsKey}>{o ? int(o.count) : '–'}</td>
        <td class="r num got" data-k={t.learn.deviationKey}>{o ? deviation(o.worst) : '–'}</td>
        <td class="r num" data-k={t.learn.allowedKey}>{o ? allowance(o.allowed) : '–'}</td>
        <td class="v"><Verdict end={end} running={running} /></td>
      </tr>
      <tr class="more">
        <td colSpan={6}>
          <p>{c.what}</p>
          <details>
            <summary><Icon name="chevron" class="chev" />{o ? t.learn.worst : t.learn.toleranceHead}<span class="vh">{t.learn.ofCheck(c.title)}</span></summary>
            <p class="help">{c.tolerance}{o && o.allowed > 0 ? t.learn.allowedIs(allowance(o.allowed)) : ''}</p>
            {end instanceof Error && <p class="help">{end.message}</p>}
            {o && <Worst rows={o.rows} />}
          </details>
        </td>
      </tr>
    </tbody>
  );
}

function Verdict({ end, running }: { end: End | undefined; running: boolean }) {
  if (!end) return <span class="verdict wait">{running ? t.learn.waiting : t.learn.notRun}</span>;
  if (end instanceof Error) return <span class="verdict bad"><Icon name="close" />{t.learn.noResult}</span>;
  return end.pass
    ? <span class="verdict"><Icon name="check" />{end.allowed === 0 ? t.learn.equal : t.learn.insideWord}</span>
    : <span class="verdict bad"><Icon name="close" />{t.learn.outsideWord}</span>;
}

const allowance = (v: number): string => num(v, 1).replace(/^1 · /, '');
const deviation = (v: number | null): string => (v === null ? t.learn.noNumber : num(v, 3));
/** All digits of a number, since the last are what is compared. */
const whole = (v: number | null): string => (v === null ? t.learn.noNumber : Number.isSafeInteger(v) ? int(v) : String(v).replace('-', '−').replace('e-', 'e−'));

function Worst({ rows }: { rows: Outcome['rows'] }) {
  return (
    <div class="worst" tabIndex={0} role="region" aria-label={t.learn.comparisons}>
      <table>
        <thead><tr><th scope="col">{t.learn.comparison}</th><th scope="col" class="r">{t.learn.expected}</th><th scope="col" class="r">{t.learn.computed}</th><th scope="col" class="r">{t.learn.deviation}</th></tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={i}><td>{r.name}</td><td class="r num">{whole(r.expected)}</td><td class="r num">{whole(r.got)}</td><td class="r num">{deviation(r.deviation)}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}
