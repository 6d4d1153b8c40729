// One picture of an experiment: a chart, a plane, small pictures or a surface, with its title.
import type { Figure } from '../../course.js';
import { Chart } from './chart.js';
import { Plane } from './plane.js';
import { SceneView } from './scene.js';
import { Tiles } from './tiles.js';

export function Picture({ figure: f, type }: { figure: Figure; type?: number }) {
  const kind = f.scene ? 'scene' : f.map ? 'plane' : f.tiles ? 'tiles' : 'lines';
  return (
    <div class={`pict ${kind}`}>
      {f.title && <div class="pict-t">{f.title}</div>}
      {f.scene ? <SceneView figure={f} type={type} /> : f.map ? <Plane figure={f} type={type} /> : f.tiles ? <Tiles figure={f} /> : <Chart figure={f} type={type} />}
    </div>
  );
}
