// What a function with parameters, or of more than two variables, asks for: its numbers, the plane that is drawn, its start.
import { byId, catalog, valueOf } from '../../catalog.js';
import { surface } from '../../store.js';
import { Segments, Select } from '../../ui/choose.js';
import { NumberField, Slider } from '../../ui/slider.js';
import { change, grid } from './run.js';
import { t } from '../../words/words.js';

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
        <span class="lb">{t.surface.plane}</span>
        <Segments label={t.surface.planeDrawn} options={[{ id: 'fit', label: t.surface.fitted, title: t.surface.fittedTitle }, { id: 'coordinates', label: t.surface.coordinates, title: t.surface.coordinatesTitle }]} value={slice.id} onChange={(id) => set(id === 'fit' ? { id } : { id, i: 1, j: 2 })} />
      </div>
      {slice.id === 'coordinates' && (
        <div class="row two-fields">
          <Select label={t.surface.toRight} options={names} value={String(slice.i)} onChange={(i) => set({ ...slice, i: +i, j: +i === slice.j ? slice.i : slice.j })} />
          <Select label={t.surface.upwards} options={names} value={String(slice.j)} onChange={(j) => set({ ...slice, j: +j, i: +j === slice.i ? slice.j : slice.i })} />
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
  return chosen
    ? t.surface.sliceChosen(p.d, p.round)
    : t.surface.sliceFitted(p.d, p.round, p.explained);
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
        {start.map((v, i) => <NumberField key={i} label={t.surface.startOf(name(i))} symbol={name(i)} value={v} onChange={set(i)} />)}
      </div>
      <p class="help">{t.surface.orTap(!!plane)}</p>
    </>
  );
}
