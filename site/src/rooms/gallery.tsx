// The gallery: experiments that are worth a look, each with a picture that the build has the engine's own numbers draw.
import { useEffect } from 'preact/hooks';
import { catalog, type GalleryEntry } from '../catalog.js';
import { nameOf } from '../links.js';
import { markerPath } from '../ui/icon.js';
import { viridis } from './surface/heights.js';
import { t } from '../words/words.js';
import { loadPictures, pictures, type Shape } from './gallery/pictures.js';

type Part = 'onSurface' | 'failures' | 'withNetwork';
const PARTS: { words: Part; of(g: GalleryEntry): boolean }[] = [
  { words: 'onSurface', of: (g) => g.spec.kind === 'surface' && !g.fails },
  { words: 'failures', of: (g) => !!g.fails },
  { words: 'withNetwork', of: (g) => g.spec.kind === 'network' && !g.fails },
];

export function Gallery() {
  useEffect(loadPictures, []);
  return (
    <main id="main" class="page plain gallery" tabIndex={-1}>
      <header class="head">
        <h1>{t.places.gallery}</h1>
        <p class="lede">{t.places.galleryLede}</p>
      </header>
      {PARTS.map((p) => (
        <section key={p.words} aria-labelledby={`g-${p.words}`}>
          <h2 class="part" id={`g-${p.words}`}>{t.places[p.words]}</h2>
          <div class="cards">{catalog.gallery.filter(p.of).map((g) => (
            <a key={g.id} href={nameOf(g)}><div class="shot"><Picture shapes={pictures.value?.[g.id]} /></div><b>{g.title}</b><span>{g.line}</span></a>
          ))}</div>
        </section>
      ))}
    </main>
  );
}

const Picture = ({ shapes }: { shapes?: Shape[] }) => (
  <svg viewBox="0 0 240 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    {shapes?.map(({ k, d, o = 0, x = 0, y = 0 }, i) => {
      const run = +k.slice(-1);
      if (k === 'level') return <path key={i} class="gl" d={d} stroke={`rgb(${viridis(o).map(Math.round).join(' ')})`} />;
      if (k === 'axis') return <path key={i} class="ga" d={d} />;
      if (k === 'start') return <circle key={i} class="gs" cx={x} cy={y} r="3.6" />;
      return k.startsWith('end') ? <path key={i} class={`mk k${run}`} d={markerPath(run, x, y, 4.6)} /> : <path key={i} class={`gp k${run} d${run}`} d={d} />;
    })}
  </svg>
);
