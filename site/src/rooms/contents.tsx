// The contents of the course: its questions, their pages, and how far one has come.
import { catalog } from '../catalog.js';
import { forgetSeen, pagesOf, seen } from '../course.js';
import { t } from '../words/words.js';

export function Contents() {
  const n = catalog.experiments.length;
  const k = catalog.experiments.filter((e) => seen.value.has(e.id)).length;
  const next = catalog.experiments.find((e) => !seen.value.has(e.id));
  return (
    <main id="main" class="page contents" tabIndex={-1}>
      <header class="head">
        <h1>{t.learn.course}</h1>
        <p class="lede">{t.learn.courseLede}</p>
      </header>
      <div class="coursebar">
        <progress max={n} value={k} aria-label={t.learn.pagesRun} />
        <span class="num">{t.learn.ofRun(k, n)}</span>
        {next && <a class="b p" href={`#learn/${next.id}`}>{k ? t.learn.goOn : t.learn.begin}</a>}
        {k > 0 && <button type="button" class="b q" onClick={forgetSeen}>{t.learn.forget}</button>}
      </div>
      {catalog.chapters.map((c) => {
        const pages = pagesOf(c.id);
        if (pages.length === 0) return null;
        return (
          <section key={c.id} id={`chapter-${c.id}`} aria-labelledby={`h-${c.id}`}>
            <div><h2 id={`h-${c.id}`} lang="en">{c.title}</h2><p lang="en">{c.help}</p><p class="u num">{t.learn.of(pages.filter((p) => seen.value.has(p.id)).length, pages.length)}</p></div>
            <ol lang="en">{pages.map((p) => (
              <li key={p.id} class={seen.value.has(p.id) ? 'done' : undefined}>
                <a href={`#learn/${p.id}`}><span class="dot" /><span>{p.question}{seen.value.has(p.id) && <span class="vh">{t.learn.done}</span>}</span>{p.long && <span class="u">{t.learn.upToMinute}</span>}</a>
              </li>
            ))}</ol>
          </section>
        );
      })}
      <section aria-labelledby="h-trust">
        <div><h2 id="h-trust">{t.learn.whyTrust}</h2><p>{t.learn.runChecks}</p></div>
        <ol><li><a href="#learn/trust"><span class="dot" /><span>{t.learn.trust}</span></a></li></ol>
      </section>
    </main>
  );
}
