// The front page: what this is, a saddle with two live runs on it, the way into the rooms. Its text needs no engine.
import { signal } from '@preact/signals';
import { catalog } from '../catalog.js';
import { pagesOf } from '../course.js';
import { int } from '../format.js';
import { calm, edit, go, surface } from '../store.js';
import { Icon, Swatch } from '../ui/icon.js';
import { Hero, heroSpec, outcomes, type Outcome } from './front/hero.js';
import { SpiralsPicture, SurfacePicture } from './front/pictures.js';

const seed = signal(7);

export function Front() {
  const rerun = () => (seed.value = 1 + Math.floor(Math.random() * 9999));
  const openSurface = (e: Event) => {
    // The room opens with the very runs of the picture, unless it already holds something else.
    if (surface.peek().surface.id === heroSpec(1).surface.id) edit(heroSpec(seed.peek()));
    e.preventDefault();
    go('surface');
  };
  return (
    <main id="main" tabIndex={-1}>
      <section class="hero">
        <div class="txt">
          <h1>Gradient descent is stuck on this saddle. A little noise is not.</h1>
          <p class="sub">Saddlelab is a laboratory of non-convex optimization that runs in your browser. Each claim of a lecture is an experiment here, with the measured number beside the predicted one.</p>
          <div class="row acts">
            <a class="b p lg" href="#learn">Start the course</a>
            <a class="b lg" href="#surface" onClick={openSurface}>Open the Surface room</a>
            <a class="b lg" href="#network">Train a network</a>
          </div>
          <Live />
        </div>
        <Hero seed={seed} calm={calm.peek()}><button type="button" class="b again" onClick={rerun}><Icon name="seed" />New noise</button></Hero>
      </section>
      <section class="sect" aria-labelledby="questions">
        <h2 id="questions">The lecture’s questions</h2>
        <div class="doors">{catalog.chapters.filter((c) => pagesOf(c.id).length > 0).map((c) => (
          <a key={c.id} href={`#learn/${pagesOf(c.id)[0]!.id}`}><b>{c.title}</b><span>{c.help}</span><span class="u num">{int(pagesOf(c.id).length)} {pagesOf(c.id).length === 1 ? 'experiment' : 'experiments'}</span></a>
        ))}</div>
      </section>
      <section class="sect two" aria-label="The rooms">
        <a class="roomcard" href="#surface"><SurfacePicture /><div><h2>Surface</h2><p>Race optimizers on a function of two variables. See its critical points, and both eigenvalues wherever a run ends.</p></div></a>
        <a class="roomcard" href="#network"><SpiralsPicture /><div><h2>Network</h2><p>Train real networks, on generated data or on your own CSV file, which stays on this device.</p></div></a>
      </section>
      <footer class="sitefoot"><span>No account, no server, works offline</span><span>The same link gives the same numbers on every machine</span></footer>
    </main>
  );
}

function Live() {
  const names = ['gradient descent', 'the same, with noise'];
  return (
    <div class="live" role="table" aria-label="The two runs in the picture" aria-live="polite">
      {names.map((name, i) => {
        const o: Outcome | undefined = outcomes.value?.[i];
        return (
          <div role="row" key={name}>
            <span role="cell"><Swatch k={i + 1} /></span><span role="cell">{name}</span>
            <b class="num" role="cell">{o ? (o.out === null ? (o.kind === 'saddle' ? 'stuck' : 'not yet') : 'out') : '…'}</b>
            <span class="num u" role="cell">{o ? (o.out === null ? `${int(o.steps)} steps` : `after ${int(o.out)} steps`) : ''}</span>
          </div>
        );
      })}
    </div>
  );
}
