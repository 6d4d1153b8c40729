// Why you can trust these numbers: the engine's self-tests, run in this browser by whoever asks.
import { signal } from '@preact/signals';
import { referenceValues } from '../../assets.js';
import { catalog, type CheckEntry } from '../../catalog.js';
import { count, fixed, int, num } from '../../format.js';
import { pool } from '../../pool.js';
import { Icon } from '../../ui/icon.js';
import { Message } from '../../ui/message.js';

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
        <h1>Why you can trust these numbers</h1>
        <p class="lede">Every number here is computed in your browser, so the checks run there as well. Each compares what the engine computes with something that was worked out another way: differences, closed forms, theorems, another library, plain loops.</p>
      </header>
      <Bar />
      {fault.value && <Message kind="bad" title="The self-tests could not be run">{fault.value}</Message>}
      <table>
        <thead><tr><th scope="col" class="c-what">What</th><th scope="col" class="c-with">Compared with</th><th scope="col" class="r">Comparisons</th><th scope="col" class="r">Largest deviation</th><th scope="col" class="r">Allowed</th><th scope="col" class="c-v">Verdict</th></tr></thead>
        {checks.map((c, i) => <Row key={c.id} c={c} end={ends.value[i]} running={state.value === 'running'} />)}
      </table>
      <section class="limits">
        <h2>What they cannot show</h2>
        <p>A check compares. Where both sides rest on the same assumption, both may be wrong: a theorem that was misread is misread on either side. And they speak for this device, this browser and this version alone, which is why you can run them again.</p>
      </section>
    </main>
  );
}

function Bar() {
  const running = state.value === 'running';
  const ended = ends.value.filter((e) => e).length;
  return (
    <div class="trustbar">
      <button type="button" class="b p lg" disabled={running} onClick={() => void run()}><Icon name="play" />{state.value === 'idle' ? 'Run the self-tests' : running ? 'Running' : 'Run again'}</button>
      <div class="so">
        <p role="status">{running ? `${int(ended)} of ${int(checks.length)} checks` : <Summary />}</p>
        <progress aria-label="Self-tests" max={checks.length} value={ended} />
      </div>
    </div>
  );
}

/** What all of them came to, in a sentence. */
function Summary() {
  if (state.value === 'idle') return <>{count(checks.length, 'check')}. They take some seconds.</>;
  const all = ends.value;
  const bad = checks.filter((_, i) => failed(all[i]));
  const n = all.reduce((sum, e) => sum + compared(e), 0);
  if (bad.length > 0) return <b class="bad"><Icon name="close" />{count(bad.length, 'check')} failed: {bad.map((c) => c.title).join('; ')}</b>;
  if (state.value === 'stopped') return <>Stopped after {count(all.filter((e) => e).length, 'check')}. Other work took the processors; run them again.</>;
  return <><b><Icon name="check" />{int(n)} comparisons in your browser, all inside their tolerances</b> <span class="u num">{fixed(seconds.value, 1)} s</span></>;
}

function Row({ c, end, running }: { c: CheckEntry; end: End | undefined; running: boolean }) {
  const o = end instanceof Error ? undefined : end;
  return (
    <tbody class="check">
      <tr>
        <th scope="row">{c.title}</th>
        <td class="with">{c.against}</td>
        <td class="r num" data-k="comparisons">{o ? int(o.count) : '–'}</td>
        <td class="r num got" data-k="largest deviation">{o ? deviation(o.worst) : '–'}</td>
        <td class="r num" data-k="allowed">{o ? allowance(o.allowed) : '–'}</td>
        <td class="v"><Verdict end={end} running={running} /></td>
      </tr>
      <tr class="more">
        <td colSpan={6}>
          <p>{c.what}</p>
          <details>
            <summary><Icon name="chevron" class="chev" />{o ? 'The worst comparisons' : 'Tolerance'}<span class="vh"> of {c.title}</span></summary>
            <p class="help">{c.tolerance}{o && o.allowed > 0 ? ` Allowed: ${allowance(o.allowed)}.` : ''}</p>
            {end instanceof Error && <p class="help">{end.message}</p>}
            {o && <Worst rows={o.rows} />}
          </details>
        </td>
      </tr>
    </tbody>
  );
}

function Verdict({ end, running }: { end: End | undefined; running: boolean }) {
  if (!end) return <span class="verdict wait">{running ? 'waiting' : 'not run'}</span>;
  if (end instanceof Error) return <span class="verdict bad"><Icon name="close" />no result</span>;
  return end.pass
    ? <span class="verdict"><Icon name="check" />{end.allowed === 0 ? 'equal' : 'inside'}</span>
    : <span class="verdict bad"><Icon name="close" />outside</span>;
}

const allowance = (v: number): string => num(v, 1).replace(/^1 · /, '');
const deviation = (v: number | null): string => (v === null ? 'no number' : num(v, 3));
/** All digits of a number, since the last are what is compared. */
const whole = (v: number | null): string => (v === null ? 'no number' : Number.isSafeInteger(v) ? int(v) : String(v).replace('-', '−').replace('e-', 'e−'));

function Worst({ rows }: { rows: Outcome['rows'] }) {
  return (
    <div class="worst" tabIndex={0} role="region" aria-label="Comparisons">
      <table>
        <thead><tr><th scope="col">Comparison</th><th scope="col" class="r">Expected</th><th scope="col" class="r">Computed</th><th scope="col" class="r">Deviation</th></tr></thead>
        <tbody>{rows.map((r, i) => (
          <tr key={i}><td>{r.name}</td><td class="r num">{whole(r.expected)}</td><td class="r num">{whole(r.got)}</td><td class="r num">{deviation(r.deviation)}</td></tr>
        ))}</tbody>
      </table>
    </div>
  );
}
