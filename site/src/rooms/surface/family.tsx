// What a function with parameters, or of more than two variables, asks for: its numbers, the plane that is drawn, its start.
import { byId, catalog, valueOf } from '../../catalog.js';
import { fixed, plain } from '../../format.js';
import { surface } from '../../store.js';
import { Segments, Select } from '../../ui/choose.js';
import { NumberField, Slider } from '../../ui/slider.js';
import { change, grid } from './run.js';

/** Sliders of a family. Another number of variables has another start. */
export function Family() {
  const s = surface.value;
  const f = byId(catalog.families, s.surface.id);
  const { start: _, ...rest } = s;
  return (
    <>
      {f?.params.map((p) => (
        <Slider key={p.name} param={p} owner={f.name} value={valueOf(p, s.surface)} onChange={(v) => {
          const { slice: __, ...own } = s.surface;
          change(p.int ? { ...rest, surface: { ...own, [p.name]: v } } : { ...s, surface: { ...s.surface, [p.name]: v } });
        }} />
      ))}
      <SliceChoice />
    </>
  );
}

/** Which plane is drawn, and how much of the runs it shows. */
export function SliceChoice() {
  const s = surface.value;
  const plane = grid.value?.slice;
  if (!plane) return null;
  const slice = s.surface.slice ?? { id: 'fit' as const };
  const set = (to: typeof slice) => change({ ...s, surface: { ...s.surface, slice: to } });
  const names = Array.from({ length: plane.d }, (_, i) => ({ id: String(i + 1), name: `x${i + 1}` }));
  return (
    <>
      <div class="row oracle">
        <span class="lb">Plane</span>
        <Segments label="Plane that is drawn" options={[{ id: 'fit', label: 'Fitted', title: 'The plane in which the runs vary most' }, { id: 'coordinates', label: 'Coordinates', title: 'Along two of the variables, through the start' }]} value={slice.id} onChange={(id) => set(id === 'fit' ? { id } : { id, i: 1, j: 2 })} />
      </div>
      {slice.id === 'coordinates' && (
        <div class="row two-fields">
          <Select label="Coordinate to the right" options={names} value={String(slice.i)} onChange={(i) => set({ ...slice, i: +i, j: +i === slice.j ? slice.i : slice.j })} />
          <Select label="Coordinate upwards" options={names} value={String(slice.j)} onChange={(j) => set({ ...slice, j: +j, i: +j === slice.i ? slice.j : slice.i })} />
        </div>
      )}
      <p class="help">{sliceText()}</p>
    </>
  );
}

/** What the picture is of a function of more than two variables, and what it hides. */
export function sliceText(): string {
  const p = grid.value?.slice;
  if (!p) return '';
  const chosen = surface.value.surface.slice?.id === 'coordinates';
  const on = p.round ? ' of the sphere' : '';
  return chosen
    ? `A plane${on} in ${p.d} dimensions, through the start. Paths are projected onto it; the read-outs tell how far they are from it.`
    : `The plane${on} in ${p.d} dimensions that fits these runs best: ${fixed(100 * p.explained, 1)} % of their variance lies in it. Paths are projected onto it; the read-outs tell how far they are from it.`;
}

/** The first iterate, a field for each variable. */
export function StartFields() {
  const s = surface.value;
  const plane = grid.value?.slice;
  const start = s.start ?? grid.value?.start ?? [];
  const set = (i: number) => (v: number) => change({ ...s, start: start.map((o, k) => (k === i ? v : o)) });
  const name = (i: number) => (plane ? `x${i + 1}` : ['x', 'y'][i]!);
  return (
    <>
      <div class={plane ? 'row many' : 'row'}>
        {start.map((v, i) => <NumberField key={i} label={`Start, ${name(i)}`} symbol={name(i)} value={+plain(v)} onChange={set(i)} />)}
      </div>
      <p class="help">Or tap the surface, or the map{plane ? ': a point of the plane' : ''}.</p>
    </>
  );
}
