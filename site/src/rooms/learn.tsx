// A page of the course: the question, its experiment with predicted beside measured, the claim, what people get wrong, what to try.
import { useEffect } from 'preact/hooks';
import { catalog } from '../catalog.js';
import { loadTexts, pagesOf, seen, textFault, texts } from '../course.js';
import { plain } from '../format.js';
import { actions, edit, experiment, phone, sheet } from '../store.js';
import { Sheet } from '../ui/dialog.js';
import { Icon } from '../ui/icon.js';
import { Message } from '../ui/message.js';
import { NumberField, Slider } from '../ui/slider.js';
import { Picture } from './learn/figure.js';
import { Lecture, lecturing, lecture } from './learn/lecture.js';
import { glued, Results } from './learn/results.js';
import { csv, done, entry, newSeed, report, reset, result, run, seconds, set, state, toggle } from './learn/run.js';
import { Text } from './learn/text.js';
import { pool } from '../pool.js';
import { language, t } from '../words/words.js';

export function Learn() {
  const e = entry.value;
  useEffect(() => {
    loadTexts();
    const warm = window.setTimeout(() => pool.warm(), 600);
    actions.value = {
      toggle, step: () => {}, reset, newSeed, csv,
      result: () => (result() ? Promise.resolve(result()!) : null),
      summary: () => t.shell.quantities(report.peek()?.measures.length ?? 0),
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
      <nav class="rail" aria-label={t.learn.railLabel}>
        <div class="q">{chapter.title}</div>
        <ol>{pages.map((p) => (
          <li key={p.id} class={seen.value.has(p.id) ? 'done' : undefined}>
            <a href={`#learn/${p.id}`} aria-current={p === e ? 'page' : undefined}><span class="dot" /><span>{p.short}{seen.value.has(p.id) && <span class="vh">{t.learn.done}</span>}</span></a>
          </li>
        ))}</ol>
        <div class="all"><a href="#learn">{t.learn.allQuestions}</a></div>
      </nav>
      <header class="head">
        <p class="eyebrow"><a href="#learn">{chapter.title}</a> · {t.learn.of(pages.indexOf(e) + 1, pages.length)}</p>
        <h1 lang="en">{e.question}</h1>
        <div class="lede" lang="en"><Text nodes={e.lede} /></div>
      </header>
      <Experiment />
      {textFault.value && <section class="prose"><Message kind="bad" title={t.learn.textMissing}>{textFault.value}</Message></section>}
      {text && (
        <>
          <section class="prose" lang="en">
            <h2 lang={language.value}>{t.learn.claim}</h2>
            <Text nodes={text.claim} />
          </section>
          <aside class="note">
            <h3>{t.learn.theorem}</h3>
            {text.note.length > 0 ? <div lang="en"><Text nodes={text.note} /></div> : <p>{e.source}</p>}
            <p class="tag">{t.learn.tags[e.tag]}.</p>
          </aside>
          <section class="prose after" lang="en">
            <div class="wrong"><h2 lang={language.value}><svg class="i" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2.2 14.4 13H1.6zM8 6.4v3.2M8 11.4v.01" /></svg>{t.learn.wrong}</h2><Text nodes={text.wrong} /></div>
            <h2 lang={language.value}>{t.learn.tryThis}</h2>
            <ol class="try">{text.tries.map((a) => <li key={a.label}><span><Text nodes={a.text} /></span><button type="button" class="b" onClick={() => attempt(a.set)}>{a.label}</button></li>)}</ol>
          </section>
        </>
      )}
      <nav class="pager" aria-label={t.learn.pager}>
        {at > 0 ? <a href={`#learn/${catalog.experiments[at - 1]!.id}`}><span>{t.learn.before}</span>{catalog.experiments[at - 1]!.question}</a> : <a href="#learn"><span>{t.learn.before}</span>{t.learn.allQuestions}</a>}
        {at + 1 < catalog.experiments.length ? <a href={`#learn/${catalog.experiments[at + 1]!.id}`}><span>{t.learn.next}</span>{catalog.experiments[at + 1]!.question}</a> : <a href="#learn/trust"><span>{t.learn.next}</span>{t.learn.trust}</a>}
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

/** The experiment with its sliders and results. */
export function Experiment() {
  const r = report.value;
  return (
    <>
      <figure class="fig pinned">
        <div class="fig-top">
          <button type="button" class="b p" onClick={toggle}><Icon name={state.value === 'running' ? 'close' : 'play'} />{runLabel()}</button>
          <button type="button" class="b q" onClick={newSeed}><Icon name="seed" />{t.learn.newSeed}</button>
          <button type="button" class="b q" onClick={reset}><Icon name="reset" />{t.learn.reset}</button>
          <button type="button" class="b q opt" onClick={() => void lecture(true)}><Icon name="full" />{t.learn.lectureMode}</button>
          <span class="st sp num" role="status">{status()}</span>
        </div>
        <div class={`progressline ${state.value}`} aria-hidden="true"><i style={{ width: `${r ? (100 * done.value) / Math.max(1, r.pieces) : 0}%` }} /></div>
        <div class="fig-body">
          <div class="pictures">{r?.figures[0] ? <Picture figure={r.figures[0]} /> : <div class="pict wait" />}</div>
          {!phone.value && <Knobs />}
        </div>
      </figure>
      <section class="results" aria-label={t.learn.predictedMeasured}>
        {r && <Results measures={r.measures} state={state.value} />}
        {r?.caption && <p class="cap">{glued(r.caption)}</p>}
        <p class="prov"><span>{t.learn.tags[entry.value.tag]}</span><span>{t.learn.tolerance}</span><span>{t.learn.seedIs(experiment.value.seed)}</span></p>
      </section>
      {r && r.figures.length > 1 && <section class="more" aria-label={t.learn.furtherPictures}>{r.figures.slice(1).map((f, i) => <Picture key={i} figure={f} />)}</section>}
    </>
  );
}

const runLabel = () => (state.value === 'running' ? t.learn.cancel : state.value === 'done' ? t.learn.runAgain : t.learn.run);
function status(): string {
  const n = report.value?.pieces ?? 0;
  switch (state.value) {
    case 'running': return n ? t.learn.part((100 * done.value) / n) : '';
    case 'done': return t.learn.doneIn(seconds.value);
    case 'cancelled': return t.learn.cancelledAt((100 * done.value) / Math.max(1, n));
  }
  return entry.value.long ? t.learn.takesLong : '';
}

/** The parameters as sliders; those that are marked as many, such as chains and seeds, come last. */
function Knobs() {
  const s = experiment.value;
  return (
    <div class="knobs">
      {entry.value.params.map((p) => <Slider key={p.name} param={p} value={s.params[p.name] ?? p.default} ends onChange={(v) => set({ [p.name]: v })} />)}
      <div class="foot"><NumberField int symbol={t.learn.seedSymbol} label={t.learn.seed} value={s.seed} min={0} max={2 ** 53 - 1} onChange={(seed) => edit({ ...experiment.peek(), seed })} /></div>
    </div>
  );
}

function Dock() {
  const s = experiment.value;
  const e = entry.value;
  return (
    <>
      <div class="dock">
        <button type="button" class="b p lg" onClick={toggle}><Icon name={state.value === 'running' ? 'close' : 'play'} />{state.value === 'running' ? t.learn.cancel : t.learn.run}</button>
        <div class="vals"><b class="num">{e.params.slice(0, 4).map((p) => `${p.label.split(' ')[0]} ${plain(s.params[p.name] ?? p.default)}`).join(' · ')}</b><span>{status() || t.learn.seedNow(s.seed)}</span></div>
        <button type="button" class="b lg" onClick={() => (sheet.value = true)}><Icon name="adjust" />{t.learn.adjust}</button>
      </div>
      <Sheet label={t.learn.parameters} open={sheet.value} onClose={() => (sheet.value = false)} head={<b>{t.learn.parameters}</b>}
        foot={<div class="row sheetfoot"><button type="button" class="b p" onClick={() => { sheet.value = false; toggle(); }}>{runLabel()}</button><button type="button" class="b" onClick={newSeed}><Icon name="seed" />{t.learn.newSeed}</button><button type="button" class="b" onClick={reset}>{t.learn.reset}</button></div>}>
        <Knobs />
      </Sheet>
    </>
  );
}
