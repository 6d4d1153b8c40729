// The points of two-dimensional data: small in the data group, large under the boundary.
import { useEffect, useRef } from 'preact/hooks';
import { dark, themed } from '../../store.js';
import { markerPath } from '../../ui/icon.js';
import { css, hollow, kindOf, palette } from './palette.js';
import { t } from '../../words/words.js';

export type Box = [x0: number, x1: number, y0: number, y1: number];

/** Draws x, y, label triples into a square of side size; one path per class, so that hundreds cost a few fills. */
export function points(g: CanvasRenderingContext2D, el: Element, xyl: Float32Array, box: Box, size: number, classes: number, r: number): void {
  const p = palette(el, dark.peek());
  const [x0, x1, y0, y1] = box;
  for (let cls = 0; cls < classes; cls++) {
    let d = '';
    for (let i = 0; i + 2 < xyl.length; i += 3) {
      if (xyl[i + 2] === cls) d += markerPath(kindOf(cls), ((xyl[i]! - x0) / (x1 - x0)) * size, (1 - (xyl[i + 1]! - y0) / (y1 - y0)) * size, r);
    }
    if (!d) continue;
    const path = new Path2D(d);
    g.lineWidth = hollow(cls) ? 4 : 2;
    g.strokeStyle = css(p.paper);
    g.stroke(path);
    g.fillStyle = g.strokeStyle = css(p.point(cls));
    g.lineWidth = 1.6;
    if (hollow(cls)) g.stroke(path);
    else g.fill(path);
  }
}

/** Makes a canvas as sharp as the screen and gives its side in CSS pixels; 0 while it is not laid out. */
export function fit(canvas: HTMLCanvasElement): number {
  const size = canvas.clientWidth;
  const px = Math.min(devicePixelRatio || 1, 2);
  const side = Math.round(size * px);
  if (canvas.width !== side) canvas.width = canvas.height = side;
  canvas.getContext('2d')!.setTransform(px, 0, 0, px, 0, 0);
  return size;
}

function around(xyl: Float32Array): Box {
  const box: Box = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 2 < xyl.length; i += 3) {
    for (const j of [0, 1]) {
      box[2 * j] = Math.min(box[2 * j]!, xyl[i + j]!);
      box[2 * j + 1] = Math.max(box[2 * j + 1]!, xyl[i + j]!);
    }
  }
  const pad = 0.06 * Math.max(box[1] - box[0], box[3] - box[2], 1e-9);
  return [box[0] - pad, box[1] + pad, box[2] - pad, box[3] + pad];
}

/** A small picture of the training points. */
export function Scatter({ xyl, classes }: { xyl: Float32Array; classes: string[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const c = canvas.current!;
    const again = () => {
      const size = fit(c);
      if (!size) return;
      const g = c.getContext('2d')!;
      g.clearRect(0, 0, size, size);
      points(g, c, xyl, around(xyl), size, Math.max(1, classes.length), Math.max(1.3, Math.min(2.4, 30 / Math.sqrt(xyl.length / 3))));
    };
    again();
    const watch = new ResizeObserver(again);
    watch.observe(c);
    return () => watch.disconnect();
  }, [xyl, classes, themed.value]);
  return <canvas ref={canvas} class="scatter" role="img" aria-label={t.network.scatterLabel(xyl.length / 3, classes.length)} />;
}
