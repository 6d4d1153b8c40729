// A page of the course: the question, its experiment with predicted beside measured, the claim, what people get wrong, what to try.
import { useEffect } from 'preact/hooks';
import { catalog } from '../catalog.js';
import { loadTexts, pagesOf, seen, TAGS, textFault, texts } from '../course.js';
import { int, num, plain } from '../format.js';
import { actions, edit, experiment, phone, sheet } from '../store.js';
import { Sheet } from '../ui/dialog.js';
import { Icon } from '../ui/icon.js';
import { Message } from '../ui/message.js';
import { NumberField, Slider } from '../ui/slider.js';
import { Picture } from './learn/figure.js';
import { Lecture, lecturing, lecture } from './learn/lecture.js';
import { Results } from './learn/results.js';
import { csv, done, entry, newSeed, report, reset, result, run, seconds, set, state, toggle } from './learn/run.js';
import { Text } from './learn/text.js';
import { pool } from '../pool.js';

export function Learn() {
  const e = entry.value;
  useEffect(() => {
    loadTexts();
    const warm = window.setTimeout(() => pool.warm(), 600);
    actions.value = {
      toggle, step: () => {}, reset, newSeed, csv,
      result: () => (result() ? Promise.resolve(result()!) : null),
      summary: () => `${report.peek()?.measures.length ?? 0} quantities, predicted and measured; the points of the charts`,
    };
    return () => {
      clearTimeout(warm);
      actions.value = null;
      sheet.value = false;
      lecturing.value = false;
    };
  }, []);
  useEffect(() => {
    document.title = `${e.question} · Saddlelab`;
  }, [e]);
  if (lecturing.value) return <Lecture />;
  const chapter = catalog.chapters.find((c) => c.id === e.chapter)!;
  const pages = pagesOf(e.chapter);
  const at = catalog.experiments.indexOf(e);
  const text = texts.value?.[e.id];
  return (
    <main id="main" class="page learn" tabIndex={-1} key={e.id}>
      <nav class="rail" aria-label="Pages of this question">
        <div class="q">{chapter.title}</div>
        <ol>{pages.map((p) => (
          <li key={p.id} class={seen.value.has(p.id) ? 'done' : undefined}>
            <a href={`#learn/${p.id}`} aria-current={p === e ? 'page' : undefined}><span class="dot" /><span>{p.short}{seen.value.has(p.id) && <span class="vh"> (done)</span>}</span></a>
          </li>
        ))}</ol>
        <div class="all"><a href="#learn">All questions</a></div>
      </nav>
      <header class="head">
        <p class="eyebrow"><a href="#learn">{chapter.title}</a> · {pages.indexOf(e) + 1} of {pages.length}</p>
        <h1>{e.question}</h1>
        <div class="lede"><Text nodes={e.lede} /></div>
      </header>
      <Experiment />
      {textFault.value && <section class="prose"><Message kind="bad" title="The text of this page is missing">{textFault.value}</Message></section>}
      {text && (
        <>
          <section class="prose">
            <h2>The claim</h2>
            <Text nodes={text.claim} />
          </section>
          <aside class="note">
            <h3>In the theorem</h3>
            {text.note.length > 0 ? <Text nodes={text.note} /> : <p>{e.source}</p>}
            <p class="tag">{TAGS[e.tag]}.</p>
          </aside>
          <section class="prose after">
            <div class="wrong"><h2><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.4 13H1.6zM8 6.4v3.2M8 11.4v.01" /></svg>What people get wrong</h2><Text nodes={text.wrong} /></div>
            <h2>Try this</h2>
            <ol class="try">{text.tries.map((t) => <li key={t.label}><span><Text nodes={t.text} /></span><button type="button" class="b" onClick={() => attempt(t.set)}>{t.label}</button></li>)}</ol>
          </section>
        </>
      )}
      <nav class="pager" aria-label="Course">
        {at > 0 ? <a href={`#learn/${catalog.experiments[at - 1]!.id}`}><span>Before</span>{catalog.experiments[at - 1]!.question}</a> : <a href="#learn"><span>Before</span>All questions</a>}
        {at + 1 < catalog.experiments.length ? <a href={`#learn/${catalog.experiments[at + 1]!.id}`}><span>Next</span>{catalog.experiments[at + 1]!.question}</a> : <a href="#learn/trust"><span>Next</span>Why you can trust these numbers</a>}
      </nav>
      {phone.value && <Dock />}
    </main>
  );
}

/** Sets what a reader is invited to try, and runs it in sight. */
function attempt(params: Record<string, number>): void {
  set(params);
  document.querySelector('.fig')?.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  if (!entry.peek().long) void run();
}

function Experiment() {
  const r = report.value;
  return (
    <>
      <figure class="fig pinned">
        <div class="fig-top">
          <button type="button" class="b p" onClick={toggle}><Icon name={state.value === 'running' ? 'close' : 'play'} />{runLabel()}</button>
          <button type="button" class="b q" onClick={newSeed}><Icon name="seed" />New seed</button>
          <button type="button" class="b q" onClick={reset}><Icon name="reset" />Reset</button>
          <button type="button" class="b q opt" onClick={() => void lecture(true)}><Icon name="full" />Lecture mode</button>
          <span class="st sp num" role="status">{status()}</span>
        </div>
        <div class={`progressline ${state.value}`} aria-hidden="true"><i style={{ width: `${r ? (100 * done.value) / Math.max(1, r.pieces) : 0}%` }} /></div>
        <div class="fig-body">
          <div class="pictures">{r?.figures[0] ? <Picture figure={r.figures[0]} /> : <div class="pict wait" />}</div>
          {!phone.value && <Knobs />}
        </div>
      </figure>
      <section class="results" aria-label="Predicted beside measured">
        {r && <Results measures={r.measures} state={state.value} />}
        {r?.caption && <p class="cap">{r.caption}</p>}
        <p class="prov"><span>{TAGS[entry.value.tag]}</span><span>Tolerance: the text’s, and at least 2.6 standard errors</span><span>Seed {experiment.value.seed}</span></p>
      </section>
      {r && r.figures.length > 1 && <section class="more" aria-label="Further pictures">{r.figures.slice(1).map((f, i) => <Picture key={i} figure={f} />)}</section>}
    </>
  );
}

const runLabel = () => (state.value === 'running' ? 'Cancel' : state.value === 'done' ? 'Run again' : 'Run');
function status(): string {
  const n = report.value?.pieces ?? 0;
  switch (state.value) {
    case 'running': return n ? `${int((100 * done.value) / n)} %` : '';
    case 'done': return `done in ${num(seconds.value, 2)} s`;
    case 'cancelled': return `cancelled at ${int((100 * done.value) / Math.max(1, n))} %`;
  }
  return entry.value.long ? 'takes up to a minute' : '';
}

/** The parameters as sliders; those that are marked as many, such as chains and seeds, come last. */
function Knobs() {
  const s = experiment.value;
  return (
    <div class="knobs">
      {entry.value.params.map((p) => <Slider key={p.name} param={p} value={s.params[p.name] ?? p.default} ends onChange={(v) => set({ [p.name]: v })} />)}
      <div class="foot"><NumberField int symbol="seed" label="Seed" value={s.seed} min={0} max={2 ** 53 - 1} onChange={(seed) => edit({ ...experiment.peek(), seed })} /></div>
    </div>
  );
}

function Dock() {
  const s = experiment.value;
  const e = entry.value;
  return (
    <>
      <div class="dock">
        <button type="button" class="b p lg" onClick={toggle}><Icon name={state.value === 'running' ? 'close' : 'play'} />{state.value === 'running' ? 'Cancel' : 'Run'}</button>
        <div class="vals"><b class="num">{e.params.slice(0, 4).map((p) => `${p.label.split(' ')[0]} ${plain(s.params[p.name] ?? p.default)}`).join(' · ')}</b><span>{status() || `seed ${s.seed}`}</span></div>
        <button type="button" class="b lg" onClick={() => (sheet.value = true)}><Icon name="adjust" />Adjust</button>
      </div>
      <Sheet label="Parameters" open={sheet.value} onClose={() => (sheet.value = false)} head={<b>Parameters</b>}
        foot={<div class="row sheetfoot"><button type="button" class="b p" onClick={() => { sheet.value = false; toggle(); }}>{runLabel()}</button><button type="button" class="b" onClick={newSeed}><Icon name="seed" />New seed</button><button type="button" class="b" onClick={reset}>Reset</button></div>}>
        <Knobs />
      </Sheet>
    </>
  );
}
