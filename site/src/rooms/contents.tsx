// The contents of the course: its questions, their pages, and how far one has come.
import { catalog } from '../catalog.js';
import { forgetSeen, pagesOf, seen } from '../course.js';
import { int } from '../format.js';

export function Contents() {
  const n = catalog.experiments.length;
  const k = catalog.experiments.filter((e) => seen.value.has(e.id)).length;
  const next = catalog.experiments.find((e) => !seen.value.has(e.id));
  return (
    <main id="main" class="page contents" tabIndex={-1}>
      <header class="head">
        <h1>The course</h1>
        <p class="lede">A lecture’s questions about non-convex optimization, each claim as an experiment in this browser: the predicted number, the measured one, and whether they agree.</p>
      </header>
      <div class="coursebar">
        <progress max={n} value={k} aria-label="Pages whose experiment you have run" />
        <span class="num">{int(k)} of {int(n)} run</span>
        {next && <a class="b p" href={`#learn/${next.id}`}>{k ? 'Go on' : 'Begin'}</a>}
        {k > 0 && <button type="button" class="b q" onClick={forgetSeen}>Forget my progress</button>}
      </div>
      {catalog.chapters.map((c) => {
        const pages = pagesOf(c.id);
        if (pages.length === 0) return null;
        return (
          <section key={c.id} id={`chapter-${c.id}`} aria-labelledby={`h-${c.id}`}>
            <div><h2 id={`h-${c.id}`}>{c.title}</h2><p>{c.help}</p><p class="u num">{pages.filter((p) => seen.value.has(p.id)).length} of {pages.length}</p></div>
            <ol>{pages.map((p) => (
              <li key={p.id} class={seen.value.has(p.id) ? 'done' : undefined}>
                <a href={`#learn/${p.id}`}><span class="dot" /><span>{p.question}{seen.value.has(p.id) && <span class="vh"> (done)</span>}</span>{p.long && <span class="u">up to a minute</span>}</a>
              </li>
            ))}</ol>
          </section>
        );
      })}
      <section aria-labelledby="h-trust">
        <div><h2 id="h-trust">Why trust these numbers?</h2><p>Run the checks yourself.</p></div>
        <ol><li><a href="#learn/trust"><span class="dot" /><span>Why you can trust these numbers</span></a></li></ol>
      </section>
    </main>
  );
}
