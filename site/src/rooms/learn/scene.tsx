// A surface in three dimensions with the experiment's paths and points on it; from above where there is no WebGL 2.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { byId, catalog } from '../../catalog.js';
import type { Figure, Series } from '../../course.js';
import type { SurfaceGrid } from '../../engine.js';
import type { SurfaceSpec } from '../../spec.js';
import { engineFor } from '../../store.js';
import { flat, Solid } from '../../ui/solid.js';
import type { ViewMark } from '../../view/kinds.js';
import { Behind, Legend, useId } from './chart.js';
import { Plane } from './plane.js';
import { t } from '../../words/words.js';

const N = 129;

/** The surface that a scene names: of the catalog, or a formula. */
function specOf(surface: string, box?: [number, number, number, number]): SurfaceSpec {
  const ref = byId(catalog.surfaces, surface) ? { id: surface } : { id: 'formula', formula: surface, box: box ?? [-2, 2, -2, 2] as [number, number, number, number] };
  return { v: 1, kind: 'surface', seed: 7, steps: 1, surface: ref, runs: [{ optimizer: catalog.optimizers[0]!.id }] };
}

const styleOf = (s: Series): number => (s.role === 'runner' ? s.color ?? 1 : s.role === 'predicted' || s.role === 'bound' ? 7 : s.role === 'faint' ? 6 : 1);

export function SceneView({ figure: f, type }: { figure: Figure; type?: number }) {
  const grid = useSignal<SurfaceGrid | null>(null);
  const failed = useSignal<string | null>(null);
  const id = useId();
  const scene = f.scene!;
  const key = JSON.stringify([scene.surface, scene.box]);

  useEffect(() => {
    let open = true;
    engineFor('experiment').call<SurfaceGrid>('surface', { spec: specOf(scene.surface, scene.box), n: N }).then((g) => open && (grid.value = g), (e: Error) => open && (failed.value = e.message));
    return () => void (open = false);
  }, [key]);

  const g = grid.value;
  const seen = useMemo(() => g && { n: g.n, box: g.box, heights: g.heights, zmin: g.zmin, zmax: g.zmax, log: g.logHeight }, [g]);
  const paths = useMemo(() => (scene.paths ?? []).filter((s) => s.form === 'line').map((s) => ({ style: styleOf(s), points: Float32Array.from(s.x.flatMap((x, i) => [x ?? NaN, s.y[i] ?? NaN, s.z?.[i] ?? NaN])), head: s.x.length - 1 })), [scene.paths]);
  const marks = useMemo(() => {
    const dots = (scene.paths ?? []).filter((s) => s.form === 'dots').flatMap((s) => s.x.map((x, i): ViewMark => ({ x: x ?? NaN, y: s.y[i] ?? NaN, f: s.z?.[i] ?? NaN, kind: `dot${styleOf(s)}` })));
    return [...(g?.critical ?? []).map((c): ViewMark => ({ x: c.x, y: c.y, f: c.f, kind: c.kind as 'saddle' })), ...dots];
  }, [g, scene.paths]);

  if (flat) {
    const m: Figure = { ...f, map: { w: g?.n ?? 1, h: g?.n ?? 1, box: g?.box ?? [-1, 1, -1, 1], values: g ? Array.from(g.heights) : [], xlabel: 'x', ylabel: 'y', points: scene.paths } };
    return <Plane figure={m} type={type} />;
  }
  return (
    <div class="ch">
      <div class="ch-top"><Legend figure={f} /><Behind figure={f} id={id} /></div>
      <div class="ch-in scene"><Solid key={key} label={f.alt} describedBy={id} surface={seen} paths={paths} marks={marks} onError={(m) => (failed.value = m)} /></div>
      {failed.value && <p class="help">{t.learn.noPicture(failed.value)}</p>}
    </div>
  );
}
