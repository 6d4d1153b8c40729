// Where every start ends: a map of the run's basins, made row by row on its own pool of workers and drawn as the rows come.
import { signal } from '@preact/signals';
import type { SurfaceGrid } from '../../engine.js';
import { Pool } from '../../pool.js';
import { announce, complain, surface } from '../../store.js';
import { grid } from './run.js';
import { t } from '../../words/words.js';

/** Starts per side, and rows in one piece of work. */
export const SIDE = 256;
const ROWS = 4;
const NONE = 255, DIVERGED = 254;

export interface Basins { key: string; /** The surface, as JSON. */ of: string; run: number; n: number; done: number; end: Uint8Array; steps: Uint32Array; most: number }
/** The map that is there, or being made; null when the layer is off. */
export const basins = signal<Basins | null>(null);
const pool = new Pool();
let turn = 0;

/** Colours of the points that starts end at: Okabe and Ito's, then lighter ones of the same hues. */
const COLORS = [[0, 114, 178], [230, 159, 0], [0, 158, 115], [204, 121, 167], [86, 180, 233], [213, 94, 0], [240, 228, 66], [120, 120, 200], [160, 200, 120], [200, 160, 120]] as const;

export const key = (run: number): string => JSON.stringify([surface.peek().surface, surface.peek().runs[run], surface.peek().oracle, surface.peek().steps, surface.peek().seed]);

export async function show(run: number): Promise<void> {
  const g = grid.peek();
  if (!g) return;
  const mine = ++turn;
  const spec = surface.peek();
  const map: Basins = { key: key(run), of: JSON.stringify(spec.surface), run, n: SIDE, done: 0, end: new Uint8Array(SIDE * SIDE).fill(NONE), steps: new Uint32Array(SIDE * SIDE), most: 1 };
  basins.value = map;
  // From the middle outwards in turn, so that a first picture is there at once.
  const rows = Array.from({ length: SIDE / ROWS }, (_, k) => (k % 2 ? SIDE / 2 - ((k + 1) >> 1) * ROWS : SIDE / 2 + (k >> 1) * ROWS));
  try {
    const whole = await pool.each<{ end: Uint8Array; steps: Uint32Array }>('basins', rows.map((from) => ({ spec, run, n: SIDE, from, to: from + ROWS, points: g.critical })), (i, r) => {
      if (mine !== turn) return;
      map.end.set(r.end, rows[i]! * SIDE);
      map.steps.set(r.steps, rows[i]! * SIDE);
      for (const s of r.steps) if (s > map.most) map.most = s;
      map.done += ROWS;
      basins.value = { ...map };
    });
    if (whole && mine === turn) announce(t.surface.basinsDrawn);
  } catch (e) {
    if (mine !== turn) return;
    hide();
    complain(e, t.surface.basinsFailed);
  }
}

export function hide(): void {
  turn++;
  pool.cancel();
  basins.value = null;
}

/** A picture of the map, n × n, north up: the hue is where a start ends, the lighter the longer it took. */
export function picture(b: Basins, g: SurfaceGrid): ImageData {
  const image = new ImageData(b.n, b.n);
  const scale = Math.log1p(b.most);
  const minima = g.critical.map((c) => c.kind === 'minimum');
  for (let j = 0; j < b.n; j++) {
    for (let i = 0; i < b.n; i++) {
      const k = j * b.n + i;
      const e = b.end[k]!;
      const at = 4 * ((b.n - 1 - j) * b.n + i);
      if (e === NONE) continue;
      const [r, gr, bl] = e === DIVERGED ? [20, 22, 28] : minima[e] ? COLORS[e % COLORS.length]! : [255, 255, 255];
      const light = e === DIVERGED ? 0 : 0.62 * (Math.log1p(b.steps[k]!) / scale);
      image.data[at] = r + (255 - r) * light;
      image.data[at + 1] = gr + (255 - gr) * light;
      image.data[at + 2] = bl + (255 - bl) * light;
      image.data[at + 3] = 235;
    }
  }
  return image;
}
