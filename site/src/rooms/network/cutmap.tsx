// A plane through the parameters from above: the loss in viridis, the way of the training, and around each checkpoint a circle that reaches
// as far as it lies beside the plane.
import { useMemo } from 'preact/hooks';
import type { Figure } from '../../course.js';
import { Plane } from '../learn/plane.js';
import type { Picture } from './cut.js';
import { shown } from './run.js';
import { language, t } from '../../words/words.js';

export function CutMap({ p, what, log, small }: { p: Picture; what: 'loss' | 'right'; log: boolean; small?: boolean }) {
  const figure = useMemo<Figure>(() => {
    const values = what === 'loss' ? p.loss : p.right;
    const path = p.cut.path;
    const shade = (v: number): number | null => (!Number.isFinite(v) ? null : log && what === 'loss' ? Math.log10(Math.max(v, 1e-12)) : v);
    return {
      alt: t.lens.mapLabel(what === 'loss', p.cut.axes[0], p.cut.axes[1]),
      map: {
        w: p.n, h: p.n, box: p.cut.box, values: Array.from(values, shade), log: log && what === 'loss', xlabel: p.cut.axes[0], ylabel: p.cut.axes[1],
        points: [{ role: 'runner', color: shown.value + 1, form: 'line', x: path.map((c) => c.at[0]), y: path.map((c) => c.at[1]), halo: small ? undefined : path.map((c) => c.distance) }],
      },
    };
  }, [p, what, log, language.value]);
  return <Plane figure={figure} type={small ? 10 : 12} />;
}
