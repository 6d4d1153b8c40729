// The network as a list of layers with their shapes and parameters, and how it is initialized and judged.
import { useRef, useState } from 'preact/hooks';
import { byId, catalog, valueOf } from '../../catalog.js';
import { int } from '../../format.js';
import { type Chosen, type Layer, lossOf } from '../../spec.js';
import { edit, network } from '../../store.js';
import { Select, Switch } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Slider } from '../../ui/slider.js';
import { info, outputsOf } from './info.js';
import { LayerRow } from './layer.js';
import { Fault } from './problem.js';
import { activations, newLayer, outline, output, presets, why, withOutputs, withPreset, written } from './shapes.js';
import { t } from '../../words/words.js';

export function ModelGroup() {
  const s = network.value;
  const i = info.value;
  const last = output(s.model);
  const o = outline.value;
  const fits = o?.layers.length === s.model.length ? o : null;
  const set = (model: Layer[]) => edit({ ...s, model: i ? withOutputs(model, outputsOf(i)) : model });
  const list = useRef<HTMLOListElement>(null);
  const drag = useReorder(list, s.model, last, set);
  const [open, setOpen] = useState(-1);

  const add = (what: string) => {
    const at = Math.max(0, last);
    const kind = byId(catalog.layers, what);
    if (!kind) return set([...s.model.slice(0, at), { act: what }, ...s.model.slice(at)]);
    const layer = newLayer(kind, fits?.layers[at]?.in ?? i?.shape ?? [1]);
    // A new layer with weights goes before the outputs, with the activation of the layer above, or it would not be one more.
    const act = [...s.model].reverse().find((l) => l.act !== undefined)?.act ?? activations()[0]?.id;
    const first = what === 'embedding'; // only the first layer can be one
    set(first ? [layer, ...s.model] : [...s.model.slice(0, at), ...((what === 'dense' || what === 'conv2d') && act ? [layer, { act }] : [layer]), ...s.model.slice(at)]);
  };
  const all = i ? presets(i) : [];
  const preset = (id: string) => {
    const p = all.find((q) => q.id === id);
    if (!p || !i) return;
    const loss = p.of && i.classes.length > 0 && p.of.loss !== 'logistic' && p.of.loss !== 'mse' ? p.of.loss : s.loss;
    edit({ ...s, model: withPreset(p, i), ...(p.of && { init: { id: p.of.init } }), loss });
    setOpen(-1);
  };
  const out = fits?.out ?? [];
  return (
    <section class="grp" aria-labelledby="net-h">
      <h2 id="net-h">{t.network.network}
        <span class="b q sp menu">{t.network.presets}
          <select aria-label={t.network.presets} value="" onChange={(e) => { preset(e.currentTarget.value); e.currentTarget.value = ''; }}>
            <option value="" hidden />
            {all.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
          </select>
        </span>
      </h2>
      <ol class="layers" ref={list}>
        <li class="layer io"><span /><span class="nm">{t.network.input}</span><span class="shape num">{i ? written(i.shape.length === 3 && i.shape[0] === 1 ? i.shape.slice(1) : i.shape) : ''}</span><span class="cnt" /><span /></li>
        {s.model.map((l, k) => (
          <LayerRow key={k} k={k} layer={l} shaped={fits?.layers[k]} last={k === last} moved={drag.at === k} grip={drag.grip(k)} open={open === k} onToggle={() => setOpen(open === k ? -1 : k)}
            onChange={(next) => set(s.model.map((q, j) => (j === k ? next : q)))}
            onRemove={() => { setOpen(-1); set(s.model.filter((_, j) => j !== k)); }} />
        ))}
        <li class="layer io"><span /><span class="nm">{i?.classes.length === 0 ? t.network.number : lossOf(s) === 'softmax-ce' ? t.network.softmax : t.network.outputs}</span><span class="shape num">{written(out)}</span><span class="cnt" /><span /></li>
      </ol>
      {why.value && <p class="help wrong" role="status">{why.value}</p>}
      <div class="row foot">
        <span class="b menu"><Icon name="plus" />{t.network.addLayerShort}
          <select aria-label={t.network.addLayer} value="" onChange={(e) => { add(e.currentTarget.value); e.currentTarget.value = ''; }}>
            <option value="" hidden />
            <optgroup label={t.network.layers}>{catalog.layers.filter((l) => l.id !== 'act').map((l) => <option key={l.id} value={l.id}>{l.name}</option>)}</optgroup>
            <optgroup label={t.network.activations}>{activations().map((a) => <option key={a.id} value={a.id}>{a.name}</option>)}</optgroup>
          </select>
        </span>
        <span class="lb sp num"><b>{fits ? int(fits.params) : '–'}</b>{t.network.parametersWord}{fits && fits.trainable < fits.params ? t.network.trained(fits.trainable) : ''}</span>
      </div>
      <Fault of={['model', 'init', 'loss', 'penalty', 'solve']} />
      <Judging />
      <p class="help num">{i && fits ? t.network.perExample(fits.params / Math.max(1, i.n)) : ''}{byId(catalog.losses, lossOf(s))?.help ?? ''}</p>
      <p class="vh" role="status">{t.network.layersParameters(s.model.length, fits ? fits.params : null)}</p>
    </section>
  );
}

/** Initialization, loss, penalties, and whether the last layer begins solved. */
function Judging() {
  const s = network.value;
  const init = byId(catalog.inits, s.init.id);
  const loss = byId(catalog.losses, lossOf(s));
  const given: Chosen = typeof s.loss === 'string' ? { id: s.loss } : s.loss;
  const set = (name: string, v: number) => {
    const next: Chosen = { ...given, [name]: v };
    edit({ ...s, loss: loss?.params.every((p) => valueOf(p, next) === p.default) ? next.id : next });
  };
  const penalty = s.penalty ?? {};
  const penalize = (name: 'l1' | 'l2') => (v: number) => {
    const { penalty: _, ...rest } = s;
    const next = { ...penalty, [name]: v };
    edit(next.l1 || next.l2 ? { ...rest, penalty: next } : rest);
  };
  return (
    <>
      <div class="pairs">
        <label><span class="lb">{t.network.initialization}</span><Select label={t.network.initialization} options={catalog.inits} value={s.init.id} onChange={(id) => edit({ ...s, init: { id } })} /></label>
        <label><span class="lb">{t.network.loss}</span><Select label={t.network.loss} options={catalog.losses} value={lossOf(s)} onChange={(id) => edit({ ...s, loss: id })} /></label>
      </div>
      {init?.params.map((p) => <Slider key={p.name} param={p} owner={t.network.initialization} value={valueOf(p, s.init)} onChange={(v) => edit({ ...s, init: { ...s.init, [p.name]: v } })} />)}
      {loss?.params.map((p) => <Slider key={p.name} param={p} owner={t.network.loss} value={valueOf(p, given)} onChange={(v) => set(p.name, v)} />)}
      <Slider param={PENALTY('l1', t.network.l1, t.network.l1Help)} value={penalty.l1 ?? 0} onChange={penalize('l1')} />
      <Slider param={PENALTY('l2', t.network.l2, t.network.l2Help)} value={penalty.l2 ?? 0} onChange={penalize('l2')} />
      <Switch label={t.network.solve} checked={!!s.solve} onChange={(solve) => { const { solve: _, ...rest } = s; edit(solve ? { ...rest, solve } : rest); }} />
    </>
  );
}
const PENALTY = (name: string, label: string, help: string) => ({ name, label, help, min: 0, default: 0, max: 1, log: true });

/** Moves hidden layers by dragging their grip or by arrow keys on it; the output layer stays last. */
function useReorder(list: { current: HTMLOListElement | null }, model: Layer[], last: number, set: (m: Layer[]) => void) {
  const [held, hold] = useState(-1);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= last || to === from) return false;
    const next = [...model];
    next.splice(to, 0, ...next.splice(from, 1));
    set(next);
    return true;
  };
  const focus = (k: number) => requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-k="${k}"] .grip`)?.focus());
  // The grip that was pressed keeps the pointer while the layers change places under it.
  const grip = (k: number) => ({
    onKeyDown: (e: KeyboardEvent) => {
      const d = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0;
      if (!d) return;
      e.preventDefault();
      e.stopPropagation();
      if (move(k, k + d)) focus(k + d);
    },
    onPointerDown: (e: PointerEvent) => {
      hold(k);
      (e.currentTarget as HTMLElement).setPointerCapture(e.pointerId);
    },
    onPointerMove: (e: PointerEvent) => {
      if (held < 0) return;
      const rows = [...list.current!.querySelectorAll<HTMLElement>('[data-k]')];
      const to = rows.findIndex((r) => e.clientY < r.getBoundingClientRect().bottom + 4);
      if (to >= 0 && move(held, to)) hold(to);
    },
    onPointerUp: () => hold(-1),
    onPointerCancel: () => hold(-1),
  });
  return { grip, at: held };
}
