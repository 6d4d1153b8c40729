// The front page: what this is, a saddle with two live runs on it, the way into the rooms. Its text needs no engine.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { catalog } from '../catalog.js';
import { pagesOf } from '../course.js';
import { calm, edit, go, surface } from '../store.js';
import { kept, list } from '../keep/store.js';
import { Icon, Swatch } from '../ui/icon.js';
import { reach, titleOf } from './runs/title.js';
import { Hero, heroSpec, outcomes, type Outcome } from './front/hero.js';
import { SpiralsPicture, SurfacePicture } from './front/pictures.js';
import { t } from '../words/words.js';

const seed = signal(7);

export function Front() {
  const rerun = () => (seed.value = 1 + Math.floor(Math.random() * 9999));
  const openSurface = (e: Event) => {
    // The room opens with the very runs of the picture, unless it already holds something else.
    if (surface.peek().surface.id === heroSpec(1).surface.id) edit(heroSpec(seed.peek()));
    e.preventDefault();
    go('surface');
  };
  useEffect(() => void list(), []);
  const last = kept.value?.[0];
  return (
    <main id="main" tabIndex={-1}>
      <section class="hero">
        <div class="txt">
          <h1>{t.learn.headline}</h1>
          <p class="sub">{t.learn.frontLede}</p>
          <div class="row acts">
            <a class="b p lg" href="#learn">{t.learn.startCourse}</a>
            <a class="b lg" href="#surface" onClick={openSurface}>{t.learn.openSurface}</a>
            <a class="b lg" href="#network">{t.learn.trainNetwork}</a>
          </div>
          <Live />
        </div>
        <Hero seed={seed} calm={calm.peek()}><button type="button" class="b again" onClick={rerun}><Icon name="seed" />{t.learn.newNoise}</button></Hero>
      </section>
      <section class="sect" aria-labelledby="questions">
        <h2 id="questions">{t.learn.questions}</h2>
        <div class="doors">{catalog.chapters.filter((c) => pagesOf(c.id).length > 0).map((c) => (
          <a key={c.id} href={`#learn/${pagesOf(c.id)[0]!.id}`}><b lang="en">{c.title}</b><span lang="en">{c.help}</span><span class="u num">{t.learn.experiments(pagesOf(c.id).length)}</span></a>
        ))}</div>
      </section>
      <section class="sect two" aria-label={t.learn.theRooms}>
        <a class="roomcard" href="#surface"><SurfacePicture /><div><h2>{t.learn.surface}</h2><p>{t.learn.surfaceCard}</p></div></a>
        <a class="roomcard" href="#network"><SpiralsPicture /><div><h2>{t.learn.network}</h2><p>{t.learn.networkCard}</p></div></a>
      </section>
      <section class="sect" aria-label={t.places.further}>
        <div class="doors">
          <a href="#gallery"><b>{t.places.gallery}</b><span>{t.places.galleryDoor}</span></a>
          <a href="#runs"><b>{t.places.yourRuns}</b><span>{last ? t.places.lastRun(titleOf(last), reach(last)) : t.places.runsDoor}</span></a>
        </div>
      </section>
      <footer class="sitefoot"><span>{t.learn.noAccount}</span><span>{t.learn.sameLink}</span></footer>
    </main>
  );
}

function Live() {
  const names = [t.learn.descent, t.learn.noisy];
  return (
    <div class="live" role="table" aria-label={t.learn.twoRuns} aria-live="polite">
      {names.map((name, i) => {
        const o: Outcome | undefined = outcomes.value?.[i];
        return (
          <div role="row" key={name}>
            <span role="cell"><Swatch k={i + 1} /></span><span role="cell">{name}</span>
            <b class="num" role="cell">{o ? (o.out === null ? (o.kind === 'saddle' ? t.learn.stuck : t.learn.notYet) : t.learn.out) : '…'}</b>
            <span class="num u" role="cell">{o ? (o.out === null ? t.learn.stepsMade(o.steps) : t.learn.afterSteps(o.out)) : ''}</span>
          </div>
        );
      })}
    </div>
  );
}
