// Small pictures in rows, such as the images that a network is trained on, each row with its name.
import { useEffect, useRef } from 'preact/hooks';
import type { Figure } from '../../course.js';

export function Tiles({ figure: f }: { figure: Figure }) {
  const t = f.tiles!;
  return (
    <div class="ch tiles" role="img" aria-label={f.alt}>
      {t.rows.map((r) => (
        <div class="tilerow" key={r.name}>
          <span class="nm">{r.name}</span>
          <div>{r.tiles.map((v, i) => <figure key={i}><Tile w={t.w} h={t.h} values={v} />{r.under && <figcaption class="num">{r.under[i]}</figcaption>}</figure>)}</div>
        </div>
      ))}
    </div>
  );
}

function Tile({ w, h, values }: { w: number; h: number; values: (number | null)[] }) {
  const el = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const c = el.current!;
    c.width = w;
    c.height = h;
    const g = c.getContext('2d')!;
    const image = g.createImageData(w, h);
    values.forEach((v, i) => image.data.set([255 - 235 * (v ?? 0), 255 - 233 * (v ?? 0), 255 - 225 * (v ?? 0), 255].map((x) => Math.min(255, Math.max(0, x))), 4 * i));
    g.putImageData(image, 0, 0);
  }, [values, w, h]);
  return <canvas ref={el} style={{ aspectRatio: `${w} / ${h}` }} />;
}
