// Directions as a layer of the map: where gradient descent goes from each point, or where Newton's method does.
import { effect, signal } from '@preact/signals';
import { complain, engineFor, surface } from '../../store.js';
import { Segments, Switch } from '../../ui/choose.js';
import { annotate, grid } from './run.js';
import { placer } from './draw.js';
import type { SurfaceGrid } from '../../engine.js';
import { t } from '../../words/words.js';

interface Field { n: number; at: Float32Array; gradient: Float32Array; newton: Float32Array }
const SIDE = 20;

export const field = signal<Field | null>(null);
/** Which of the two is drawn. */
export const which = signal<'gradient' | 'newton'>('gradient');
let asked: unknown = null;

effect(() => {
  const on = !!surface.value.analyse?.levels?.field;
  const g = grid.value;
  if (!on || !g) {
    asked = null;
    field.value = null;
    return;
  }
  if (asked === g) return;
  asked = g;
  engineFor('surface').call<Field>('field', { spec: surface.peek(), n: SIDE }).then(
    (f) => { if (asked === g) field.value = f; },
    (e: unknown) => complain(e, t.surface.fieldFailed),
  );
});

export function FieldLayer() {
  const on = !!surface.value.analyse?.levels?.field;
  const toggle = () => {
    const { levels: _, ...rest } = surface.peek().analyse ?? {};
    annotate({ analyse: on ? rest : { ...rest, levels: { field: SIDE } } });
  };
  return (
    <>
      <Switch label={t.surface.fieldMap} checked={on} onChange={toggle} />
      {on && (
        <>
          <Segments label={t.surface.fieldOf} options={[{ id: 'gradient', label: t.surface.gradient }, { id: 'newton', label: t.surface.newton }]} value={which.value} onChange={(w) => (which.value = w)} />
          <p class="help">{which.value === 'gradient' ? t.surface.fieldGradient : t.surface.fieldNewton}</p>
        </>
      )}
    </>
  );
}

/** Arrows of equal length, dark on a light edge. */
export function drawField(c: CanvasRenderingContext2D, g: SurfaceGrid, f: Field, size: number, px: number): void {
  const place = placer(g, size);
  const v = which.peek() === 'gradient' ? f.gradient : f.newton;
  const long = (0.32 * size) / f.n;
  const path = new Path2D();
  for (let k = 0; k < f.n * f.n; k++) {
    // Directions are those of the function; the picture may stretch its axes differently.
    const [x, y] = place(f.at[2 * k]!, f.at[2 * k + 1]!);
    let dx = (v[2 * k]! * size) / (g.box[1] - g.box[0]), dy = (-v[2 * k + 1]! * size) / (g.box[3] - g.box[2]);
    const l = Math.hypot(dx, dy);
    if (!(l > 0)) continue;
    dx *= long / l;
    dy *= long / l;
    path.moveTo(x - dx, y - dy);
    path.lineTo(x + dx, y + dy);
    path.moveTo(x + dx - 0.55 * dx - 0.4 * dy, y + dy - 0.55 * dy + 0.4 * dx);
    path.lineTo(x + dx, y + dy);
    path.lineTo(x + dx - 0.55 * dx + 0.4 * dy, y + dy - 0.55 * dy - 0.4 * dx);
  }
  c.lineCap = c.lineJoin = 'round';
  for (const [w, color] of [[2.6 * px, 'rgb(255 255 255 / 0.55)'], [1.1 * px, 'rgb(8 14 28 / 0.85)']] as const) {
    c.lineWidth = w;
    c.strokeStyle = color;
    c.stroke(path);
  }
}
