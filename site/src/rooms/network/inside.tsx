// Inside the network: of two-dimensional data what each neuron says over the plane, with the weights as lines between them; of images the
// filters of its convolutions and what they make of a picture.
import { useEffect, useRef } from 'preact/hooks';
import type { Inside } from '../../engine.js';
import { byId, catalog } from '../../catalog.js';
import { themed } from '../../store.js';
import { Pixels, span } from './pixels.js';
import { language, t } from '../../words/words.js';

/** Below 0 blue, above orange, 0 the ground: safe for the colour-blind, and lighter at both ends than at none. */
function tint(v: number): [number, number, number] {
  const t = Math.max(-1, Math.min(1, v));
  const to = t < 0 ? [0, 114, 178] : [230, 159, 0];
  return [0, 1, 2].map((c) => 244 + (to[c]! - 244) * Math.abs(t) ** 0.8) as [number, number, number];
}

export function InsideView({ i }: { i: Inside | null }) {
  if (!i) return <div class="inside" aria-hidden="true" />;
  return i.layers.length ? <Graph i={i} /> : <Maps i={i} />;
}

const CELL = 44, GAP = 10, COLUMN = 118, HEAD = 22;

function Graph({ i }: { i: Inside }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = i.layers.map((l) => Math.min(l.width, l.over.length / (i.n * i.n)));
  const tall = Math.max(2, ...shown);
  const height = HEAD + tall * (CELL + GAP);
  const width = 30 + (i.layers.length + 1) * COLUMN;
  useEffect(() => {
    const el = canvas.current!;
    const px = Math.min(3, devicePixelRatio || 1);
    el.width = width * px;
    el.height = height * px;
    const c = el.getContext('2d')!;
    const css = getComputedStyle(el);
    c.scale(px, px);
    const top = (count: number, k: number) => HEAD + ((tall - count) * (CELL + GAP)) / 2 + k * (CELL + GAP);
    const small = document.createElement('canvas');
    small.width = small.height = i.n;
    const g = small.getContext('2d')!;
    const cell = (x: number, y: number, at: (k: number) => number) => {
      const image = g.createImageData(i.n, i.n);
      for (let k = 0; k < i.n * i.n; k++) image.data.set([...tint(at(k)), 255], 4 * ((i.n - 1 - Math.floor(k / i.n)) * i.n + (k % i.n)));
      g.putImageData(image, 0, 0);
      c.drawImage(small, x, y, CELL, CELL);
      c.strokeStyle = css.getPropertyValue('--edge');
      c.lineWidth = 1;
      c.strokeRect(x + 0.5, y + 0.5, CELL - 1, CELL - 1);
    };
    const label = (text: string, x: number) => {
      c.fillStyle = css.getPropertyValue('--ink-2');
      c.font = `12px ${css.fontFamily}`;
      c.fillText(text, x, 13);
    };
    // Lines first, thick where the weight is large; the thickest of a layer is 4 pixels.
    let before = 2;
    i.layers.forEach((l, k) => {
      const n = shown[k]!;
      let most = 0;
      for (const w of l.weights) most = Math.max(most, Math.abs(w));
      for (let a = 0; a < Math.min(before, l.in); a++) {
        for (let b = 0; b < n; b++) {
          const w = l.weights[a * l.width + b]! / (most || 1);
          c.strokeStyle = w < 0 ? 'rgb(0 114 178)' : 'rgb(213 124 0)';
          c.globalAlpha = 0.25 + 0.65 * Math.abs(w);
          c.lineWidth = Math.max(0.4, 4 * Math.abs(w));
          c.beginPath();
          const [x0, y0, x1, y1] = [10 + k * COLUMN + CELL, top(before, a) + CELL / 2, 10 + (k + 1) * COLUMN, top(n, b) + CELL / 2];
          c.moveTo(x0, y0);
          c.bezierCurveTo(x0 + 34, y0, x1 - 34, y1, x1, y1);
          c.stroke();
        }
      }
      before = n;
    });
    c.globalAlpha = 1;
    label(t.network.inputs, 10);
    for (const axis of [0, 1]) cell(10, top(2, axis), (k) => (axis ? Math.floor(k / i.n) : k % i.n) / (i.n - 1) * 2 - 1);
    i.layers.forEach((l, k) => {
      label(byId(catalog.activations, l.name)?.name ?? (k === i.layers.length - 1 ? t.network.output : t.network.dense), 10 + (k + 1) * COLUMN);
      for (let b = 0; b < shown[k]!; b++) {
        const over = l.over.subarray(b * i.n * i.n, (b + 1) * i.n * i.n);
        let most = 0;
        for (const v of over) most = Math.max(most, Math.abs(v));
        cell(10 + (k + 1) * COLUMN, top(shown[k]!, b), (q) => over[q]! / (most || 1));
      }
    });
  }, [i, themed.value, language.value]);
  const hidden = i.layers.some((l, k) => l.width > shown[k]!);
  return (
    <>
      <div class="inside" tabIndex={0} role="group" aria-label={t.network.neurons}>
        <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} role="img" aria-label={t.network.neuronsLabel(i.layers.map((l) => l.width))} />
      </div>
      <p class="help">{t.network.neuronsHelp}{hidden ? t.network.first16 : ''}</p>
    </>
  );
}

function Maps({ i }: { i: Inside }) {
  const first = i.maps[0]!;
  const range = span(first.picture);
  return (
    <div class="featuremaps">
      <div class="of"><Pixels pixels={first.picture} h={first.ph} w={first.pw} lo={range[0]} hi={range[1]} label={t.network.lookedAt} /><p class="help">{t.network.thePicture}</p></div>
      {i.maps.map((m) => {
        const size = m.h * m.w, k = m.kernel * m.kernel;
        const most = m.filters.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
        const spread = span(m.maps);
        return (
          <section key={m.layer}>
            <h3 class="h">{t.network.convolution(m.layer + 1, m.h, m.w)}</h3>
            <div class="maps">
              {Array.from({ length: m.shown }, (_, o) => (
                <figure key={o}>
                  <Pixels pixels={m.maps.subarray(o * size, (o + 1) * size)} h={m.h} w={m.w} lo={spread[0]} hi={spread[1]} />
                  {k > 0 && <span class="filter"><Pixels pixels={m.filters.subarray(o * k, (o + 1) * k)} h={m.kernel} w={m.kernel} lo={-most} hi={most} /></span>}
                </figure>
              ))}
            </div>
          </section>
        );
      })}
      <p class="help">{t.network.filtersHelp}</p>
    </div>
  );
}
