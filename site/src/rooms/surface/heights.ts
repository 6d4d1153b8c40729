// What the map is painted from: heights brought to 0 … 1, viridis, contour lines.
import { contours, type ContourMultiPolygon } from 'd3-contour';
import type { SurfaceGrid } from '../../engine.js';

const VIRIDIS = '440154 481a6c 472f7d 414487 39568c 31688e 2a788e 23888e 1f988b 22a884 35b779 54c568 7ad151 a5db36 d2e21b fde725'
  .split(' ').map((h) => [0, 2, 4].map((i) => parseInt(h.slice(i, i + 2), 16)) as [number, number, number]);

/** Viridis at t of 0 … 1, each channel 0 … 255. */
export function viridis(t: number): [number, number, number] {
  const u = Math.min(0.99999, Math.max(0, t)) * (VIRIDIS.length - 1);
  const i = Math.floor(u);
  const a = VIRIDIS[i]!, b = VIRIDIS[i + 1]!;
  return [0, 1, 2].map((c) => a[c]! + (u - i) * (b[c]! - a[c]!)) as [number, number, number];
}

/** How high the picture shows f, 0 … 1: as it is, or on the logarithmic scale of the 3-D view (ViewSurface.log). */
export function level(g: SurfaceGrid): (f: number) => number {
  const span = g.zmax - g.zmin || 1;
  if (!g.logHeight) return (f) => (f - g.zmin) / span;
  return (f) => Math.log1p((100 * Math.max(0, f - g.zmin)) / span) / Math.log1p(100);
}

export const CONTOURS = 24;

/** A picture of g, n × n, north up, its contour lines apart: every fifth one is stronger. */
export function paint(g: SurfaceGrid): { image: ImageData; lines: ContourMultiPolygon[] } {
  const { n } = g;
  const t = new Float64Array(n * n);
  const to = level(g);
  const image = new ImageData(n, n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const v = to(g.heights[j * n + i]!);
      t[j * n + i] = v;
      if (!Number.isFinite(v)) continue; // a hole
      const [r, gr, b] = viridis(v);
      const at = 4 * ((n - 1 - j) * n + i);
      image.data[at] = r;
      image.data[at + 1] = gr;
      image.data[at + 2] = b;
      image.data[at + 3] = 255;
    }
  }
  const thresholds = Array.from({ length: CONTOURS - 1 }, (_, k) => (k + 1) / CONTOURS);
  const lines = contours().size([n, n]).thresholds(thresholds)(t as unknown as number[]);
  return { image, lines };
}
