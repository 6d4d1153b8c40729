// The drawing of the map on a 2-D canvas of size × size device pixels, px of them to a CSS pixel.
import type { SurfaceGrid } from '../../engine.js';
import { markerPath } from '../../ui/icon.js';
import { paint } from './heights.js';

const DASH: number[][] = [[], [9, 4], [0.1, 5], [11, 4, 2, 4], [18, 5], [5, 3], [3, 3]];

type Place = (x: number, y: number) => [number, number];
export const placer = (g: SurfaceGrid, size: number): Place => {
  const [x0, x1, y0, y1] = g.box;
  return (x, y) => [((x - x0) / (x1 - x0)) * size, ((y1 - y) / (y1 - y0)) * size];
};

/** Heights, contour lines and critical points: what stays while runs go on. */
export function drawGround(c: CanvasRenderingContext2D, g: SurfaceGrid, layers: { contours: boolean; critical: boolean }, size: number, px: number): void {
  const { image, lines } = paint(g);
  const small = document.createElement('canvas');
  small.width = small.height = g.n;
  small.getContext('2d')!.putImageData(image, 0, 0);
  c.imageSmoothingQuality = 'high';
  // Grid points are at pixel centres of the small picture: its outer half pixels lie outside the box.
  c.drawImage(small, 0.5, 0.5, g.n - 1, g.n - 1, 0, 0, size, size);
  if (layers.contours) {
    const s = size / (g.n - 1);
    lines.forEach((line, k) => {
      const strong = (k + 1) % 5 === 0;
      c.strokeStyle = `rgb(8 14 28 / ${strong ? 0.55 : 0.3})`;
      c.lineWidth = (strong ? 1.1 : 0.8) * px;
      c.beginPath();
      for (const polygon of line.coordinates) for (const ring of polygon) trace(c, ring as [number, number][], s, g.n, size);
      c.stroke();
    });
  }
  if (layers.critical) drawPoints(c, g, size, px);
}

export function drawPoints(c: CanvasRenderingContext2D, g: SurfaceGrid, size: number, px: number): void {
  const place = placer(g, size);
  for (const p of g.critical) drawCritical(c, p.kind, ...place(p.x, p.y), px);
}

/** The starts of a cloud where they are now, in the colour of their run. */
export function drawCloud(c: CanvasRenderingContext2D, g: SurfaceGrid, cloud: { run: number; places: Float32Array }, size: number, px: number): void {
  const place = placer(g, size);
  c.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--o${cloud.run + 1}`).trim();
  c.strokeStyle = 'rgb(255 255 255 / 0.9)';
  c.lineWidth = 1 * px;
  const dots = new Path2D();
  for (let k = 0; k < cloud.places.length; k += 2) {
    const [x, y] = place(cloud.places[k]!, cloud.places[k + 1]!);
    if (!Number.isFinite(x + y)) continue;
    dots.moveTo(x + 2.2 * px, y);
    dots.arc(x, y, 2.2 * px, 0, 2 * Math.PI);
  }
  c.fill(dots);
  c.stroke(dots);
}

/** A ring of d3-contour without the edges along the border, which are no contour. */
function trace(c: CanvasRenderingContext2D, ring: [number, number][], s: number, n: number, size: number): void {
  const edge = ([x, y]: [number, number]) => x <= 0.5 || y <= 0.5 || x >= n - 0.5 || y >= n - 0.5;
  let before = true; // whether the point before lies on the border: there the pen is up
  ring.forEach((p, i) => {
    const here = edge(p);
    const at: [number, number] = [(p[0] - 0.5) * s, size - (p[1] - 0.5) * s];
    if (i === 0 || (here && before)) c.moveTo(...at);
    else c.lineTo(...at);
    before = here;
  });
}

/** ○ minimum, ✕ saddle, △ maximum, ◇ degenerate: white with an ink edge. */
function drawCritical(c: CanvasRenderingContext2D, kind: string, x: number, y: number, px: number): void {
  const r = 4 * px;
  const ink = '#14161c';
  if (kind === 'saddle') {
    for (const [w, color] of [[4.5 * px, '#fff'], [1.8 * px, ink]] as const) {
      c.strokeStyle = color;
      c.lineWidth = w;
      c.lineCap = 'round';
      c.beginPath();
      c.moveTo(x - r, y - r);
      c.lineTo(x + r, y + r);
      c.moveTo(x + r, y - r);
      c.lineTo(x - r, y + r);
      c.stroke();
    }
    c.lineCap = 'butt';
    return;
  }
  const m = new Path2D(kind === 'minimum' ? markerPath(1, x, y, r * 0.95) : markerPath(kind === 'maximum' ? 2 : 4, x, y, r));
  c.fillStyle = '#fff';
  c.strokeStyle = ink;
  c.lineWidth = 1.6 * px;
  c.fill(m);
  c.stroke(m);
}

export interface MapRuns {
  /** Iterates of each run in the Spec's order, drawn up to index end. */
  runs: { xs: Float64Array; ys: Float64Array; end: number }[];
  /** The averages of runs' iterates: run k (from 1) has its own at x, y. */
  means: { k: number; x: number; y: number }[];
  /** Names the runs' data: lines are kept and only grown while it stays the same. */
  key: string;
  start: [number, number];
  hover: { x: number; y: number } | null;
}
interface Line { key: string; end: number; line: Path2D; at: [number, number]; drawn: [number, number] }
const lines: Line[] = [];

/** Run i's line up to iterate `end`, leaving out what is nearer than `gap` pixels to the point before: grown where it can be. */
function lineOf(run: string, i: number, xs: Float64Array, ys: Float64Array, end: number, place: Place, size: string, gap: number): Line {
  const key = `${run} ${size}`;
  let l = lines[i];
  if (!l || l.key !== key || end < l.end) {
    const at = place(xs[0]!, ys[0]!);
    lines[i] = l = { key, end: 0, line: new Path2D(), at, drawn: at };
    l.line.moveTo(...at);
  }
  for (let k = l.end + 1; k <= end; k++) {
    l.at = place(xs[k]!, ys[k]!);
    if (Math.abs(l.at[0] - l.drawn[0]) + Math.abs(l.at[1] - l.drawn[1]) < gap) continue;
    l.line.lineTo(...l.at);
    l.drawn = l.at;
  }
  l.end = Math.max(l.end, end);
  return l;
}

/** Paths with their dashes on a white casing, the start, the runs' markers, the cross under the pointer. */
export function drawRuns(c: CanvasRenderingContext2D, g: SurfaceGrid, what: MapRuns, size: number, px: number): void {
  const place = placer(g, size);
  const css = getComputedStyle(document.documentElement);
  const color = (k: number) => css.getPropertyValue(`--o${k}`).trim();
  const heads: [number, number, number][] = [];
  c.lineJoin = 'round';
  for (let i = what.runs.length - 1; i >= 0; i--) {
    const { xs, ys, end } = what.runs[i]!;
    if (end < 0) continue;
    const { line, at } = lineOf(what.key, i, xs, ys, end, place, `${size} ${g.box}`, 0.7 * px);
    c.setLineDash([]);
    c.lineCap = 'round';
    c.strokeStyle = '#fff';
    c.lineWidth = 4.8 * px;
    c.stroke(line);
    c.setLineDash(DASH[i]!.map((d) => d * px));
    c.lineCap = i === 2 || i === 0 ? 'round' : 'butt';
    c.strokeStyle = color(i + 1);
    c.lineWidth = 2.5 * px;
    c.stroke(line);
    heads.push([i + 1, ...at]);
  }
  c.setLineDash([]);
  c.lineCap = 'butt';
  dot(c, ...place(...what.start), px);
  for (const [k, x, y] of heads) {
    const m = new Path2D(markerPath(k, x, y, 6 * px));
    c.fillStyle = k === 7 ? '#fff' : color(k);
    c.strokeStyle = k === 7 ? color(7) : '#fff';
    c.lineWidth = 1.75 * px;
    c.fill(m);
    c.stroke(m);
  }
  for (const { k, x, y } of what.means) {
    const m = new Path2D(markerPath(k, ...place(x, y), 6 * px));
    c.fillStyle = '#fff';
    c.strokeStyle = color(k);
    c.lineWidth = 2.5 * px;
    c.fill(m);
    c.stroke(m);
  }
  const at = what.hover;
  if (!at) return;
  const [x, y] = place(at.x, at.y);
  c.strokeStyle = 'rgb(255 255 255 / 0.85)';
  c.lineWidth = px;
  c.setLineDash([2 * px, 4 * px]);
  c.beginPath();
  c.moveTo(x, 0);
  c.lineTo(x, size);
  c.moveTo(0, y);
  c.lineTo(size, y);
  c.stroke();
  c.setLineDash([]);
}

/** The start: an ink dot with a white rim. */
function dot(c: CanvasRenderingContext2D, x: number, y: number, px: number): void {
  c.beginPath();
  c.arc(x, y, 4.5 * px, 0, 2 * Math.PI);
  c.fillStyle = '#14161c';
  c.strokeStyle = '#fff';
  c.lineWidth = 1.75 * px;
  c.fill();
  c.stroke();
}
