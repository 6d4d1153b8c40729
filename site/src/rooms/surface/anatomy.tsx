// Anatomy of a step: what became of the gradient on its way to the step that is shown, as arrows on the map and as numbers.
import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { byId, catalog, valueOf } from '../../catalog.js';
import { Engine } from '../../engine.js';
import { num } from '../../format.js';
import { surface } from '../../store.js';
import { Select } from '../../ui/choose.js';
import { Aside, MathML } from '../../ui/math.js';
import { computedSteps, grid, nameOf, shown, version } from './run.js';
import { t } from '../../words/words.js';

interface Vector { name: string; v: [number, number] }
/** All parts but "step" are in units of the gradient and point uphill: −lr·v is what they do to the step. */
interface Anatomy { run: number; step: number; from: [number, number]; to: [number, number]; lr: number; parts: Vector[] }

/** What is taken apart now; null while the tab is closed, or nothing has run. */
export const anatomy = signal<Anatomy | null>(null);
const run = signal(0);
const why = signal('');

let engine: Engine | undefined;
let busy = false;

/** Asks for what is shown, one request at a time; the newest wins. */
async function ask(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (;;) {
      const spec = surface.peek();
      const i = Math.min(run.peek(), spec.runs.length - 1);
      const k = Math.min(shown.peek(), computedSteps.peek() - 1);
      if (k < 0) {
        anatomy.value = null;
        return;
      }
      engine ??= new Engine('aux');
      try {
        anatomy.value = await engine.call<Anatomy>('anatomy', { spec, run: i, step: k });
        why.value = '';
      } catch (e) {
        anatomy.value = null;
        why.value = e instanceof Error ? e.message : String(e);
      }
      const now = surface.peek();
      if (now === spec && i === Math.min(run.peek(), now.runs.length - 1) && k === Math.min(shown.peek(), computedSteps.peek() - 1)) return;
    }
  } finally {
    busy = false;
  }
}

export function AnatomyTable() {
  useEffect(() => {
    const stop = effect(() => {
      surface.value; shown.value; version.value; run.value;
      void ask();
    });
    return () => {
      stop();
      anatomy.value = null;
    };
  }, []);
  const s = surface.value;
  const i = Math.min(run.value, s.runs.length - 1);
  const a = anatomy.value;
  const method = byId(catalog.optimizers, s.runs[i]?.optimizer);
  const values = Object.fromEntries((method?.params ?? []).map((p) => [p.name, valueOf(p, s.runs[i]!)]));
  return (
    <div class="anatomy">
      <div class="row">
        <Select label={t.surface.takeApart} options={s.runs.map((_, k) => ({ id: String(k), name: `${k + 1}: ${nameOf(k)}` }))} value={String(i)} onChange={(id) => (run.value = +id)} />
        {a && <span class="u num">{t.surface.anatomyStep(a.step, a.lr)}</span>}
      </div>
      {method?.formula && <Aside class="rule" label={t.surface.updateRule}><MathML formula={method.formula} values={values} /></Aside>}
      {!a && <p class="help">{why.value || t.surface.anatomyEmpty}</p>}
      {a && (
        <table class="t">
          <thead><tr><th scope="col">{t.surface.part}</th><th scope="col"><i class="sym">x</i></th><th scope="col"><i class="sym">y</i></th><th scope="col">{t.surface.length}</th><th scope="col" class="l">{t.surface.whatIs}</th></tr></thead>
          <tbody>
            {a.parts.map((p, k) => (
              <tr key={k}>
                <td><span class="row"><span class="u num">{k + 1}</span><Arrow k={k} last={p.name === 'step'} />{t.surface.parts[p.name] ?? p.name}</span></td>
                <td class="num">{num(p.v[0])}</td>
                <td class="num">{num(p.v[1])}</td>
                <td class="num">{num(Math.hypot(...p.v))}</td>
                <td class="l what">{t.surface.means[p.name] ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {a && <p class="help">{t.surface.anatomyMap(a.parts.length > 1 ? scaleOf(a) : 1)}</p>}
    </div>
  );
}

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '12 3'];
/** A part's line in the table: as on the map. */
function Arrow({ k, last }: { k: number; last: boolean }) {
  return (
    <svg class="sw" viewBox="0 0 34 12" aria-hidden="true">
      <line x1="1" x2="27" y1="6" y2="6" stroke="currentColor" stroke-width={last ? 3 : 1.6} stroke-dasharray={last ? '' : DASHES[k % DASHES.length]} />
      <path d="M26 2.5 33 6l-7 3.5z" fill="currentColor" />
    </svg>
  );
}

/** What a part does to the step, in the function's coordinates. */
const effectOf = (a: Anatomy, p: Vector): [number, number] => (p.name === 'step' ? p.v : [-a.lr * p.v[0], -a.lr * p.v[1]]);

/** One factor for all arrows: the longest is to be seen, and to stay on the map. */
function scaleOf(a: Anatomy): number {
  const b = grid.peek()?.box ?? [-1, 1, -1, 1];
  const longest = Math.max(...a.parts.map((p) => Math.hypot(...effectOf(a, p)))) / Math.min(b[1] - b[0], b[3] - b[2]);
  if (!(longest > 0) || (longest > 0.08 && longest < 0.6)) return 1;
  const want = 0.25 / longest;
  return Number(want.toPrecision(1));
}

/** Draws the arrows; place brings the function's coordinates to the canvas. */
export function drawAnatomy(c: CanvasRenderingContext2D, place: (x: number, y: number) => [number, number], px: number): void {
  const a = anatomy.peek();
  if (!a) return;
  const s = scaleOf(a);
  const from = place(...a.from);
  const taken: [number, number][] = [];
  a.parts.forEach((p, k) => {
    const [u, v] = effectOf(a, p);
    const to = place(a.from[0] + s * u, a.from[1] + s * v);
    const last = p.name === 'step';
    const d = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (!(d > 2 * px)) return;
    const [ux, uy] = [(to[0] - from[0]) / d, (to[1] - from[1]) / d];
    const head = Math.min(9 * px, 0.6 * d);
    const neck: [number, number] = [to[0] - head * ux, to[1] - head * uy];
    for (const [width, color] of [[last ? 6 : 4.4, '#14161c'], [last ? 3 : 1.8, '#fff']] as const) {
      c.strokeStyle = c.fillStyle = color;
      c.lineWidth = width * px;
      c.setLineDash(color === '#fff' && !last ? (DASHES[k % DASHES.length] ?? '').split(' ').filter(Boolean).map((n) => +n * px) : []);
      c.beginPath();
      c.moveTo(...from);
      c.lineTo(...neck);
      c.stroke();
      c.setLineDash([]);
      const wide = (color === '#fff' ? 0.45 : 0.62) * head;
      const long = color === '#fff' ? 0 : 1.4 * px;
      c.beginPath();
      c.moveTo(to[0] + long * ux, to[1] + long * uy);
      c.lineTo(neck[0] - wide * uy - long * ux, neck[1] + wide * ux - long * uy);
      c.lineTo(neck[0] + wide * uy - long * ux, neck[1] - wide * ux - long * uy);
      c.closePath();
      c.fill();
    }
    label(c, k + 1, to, [ux, uy], taken, px);
  });
}

/** A part's number, as in the table, beyond its arrow's head and clear of the numbers before it. */
function label(c: CanvasRenderingContext2D, n: number, at: [number, number], [ux, uy]: [number, number], taken: [number, number][], px: number): void {
  const r = 7 * px;
  const size = c.canvas.width;
  const spot: [number, number] = [at[0] + 1.3 * r * ux, at[1] + 1.3 * r * uy];
  const clear = ([x, y]: [number, number]) => taken.every(([a, b]) => Math.hypot(a - x, b - y) > 2 * r);
  for (let tries = 0; tries < 8 && !clear(spot); tries++) {
    spot[0] += -2.1 * r * uy;
    spot[1] += 2.1 * r * ux;
  }
  spot[0] = Math.min(size - r, Math.max(r, spot[0]));
  spot[1] = Math.min(size - r, Math.max(r, spot[1]));
  taken.push(spot);
  c.beginPath();
  c.arc(...spot, r, 0, 2 * Math.PI);
  c.fillStyle = '#14161c';
  c.fill();
  c.fillStyle = '#fff';
  c.font = `600 ${10 * px}px system-ui, sans-serif`;
  c.textAlign = 'center';
  c.textBaseline = 'middle';
  c.fillText(String(n), spot[0], spot[1] + 0.5 * px);
}
