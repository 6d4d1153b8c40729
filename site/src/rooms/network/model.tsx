// The network as a list of layers with their shapes and parameters, and how it is initialized and judged.
import { useRef, useState } from 'preact/hooks';
import { catalog } from '../../catalog.js';
import { count, int, num } from '../../format.js';
import type { Layer } from '../../spec.js';
import { edit, network } from '../../store.js';
import { Select } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { NumberField } from '../../ui/slider.js';
import { info, outputsOf } from './info.js';
import { Fault } from './problem.js';
import { activations, output, presets, shapes, withOutputs } from './shapes.js';

const MAX_WIDTH = 65536;

export function ModelGroup() {
  const s = network.value;
  const i = info.value;
  const inputs = i?.d ?? 0;
  const rows = shapes(inputs, s.model);
  const last = output(s.model);
  const total = rows.reduce((a, r) => a + r.params, 0);
  const set = (model: Layer[]) => edit({ ...s, model: i ? withOutputs(model, outputsOf(i)) : model });
  const replace = (at: number, layer: Layer) => set(s.model.map((l, k) => (k === at ? layer : l)));
  const list = useRef<HTMLOListElement>(null);
  const drag = useReorder(list, s.model, last, set);

  const add = (what: string) => {
    const layer: Layer = what === 'dense' ? { dense: 32 } : { act: what };
    const at = Math.max(0, last);
    // A new dense layer goes before the outputs, with the activation of the layer above, or it would not be one more.
    const act = [...s.model].reverse().find((l) => l.act !== undefined)?.act ?? activations()[0]?.id;
    set([...s.model.slice(0, at), ...(what === 'dense' && act ? [layer, { act }] : [layer]), ...s.model.slice(at)]);
  };
  const preset = (id: string) => {
    const p = presets(inputs).find((q) => q.id === id);
    if (p) set([...p.hidden, { dense: i ? outputsOf(i) : s.model[last]?.dense ?? 1 }]);
  };
  const loss = catalog.losses.find((l) => l.id === s.loss);
  const out = rows[last]?.to ?? inputs;
  return (
    <section class="grp" aria-labelledby="net-h">
      <h2 id="net-h">Network
        <span class="b q sp menu">Presets
          <select aria-label="Presets" value="" onChange={(e) => { preset(e.currentTarget.value); e.currentTarget.value = ''; }}>
            <option value="" hidden />
            {presets(inputs).map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
          </select>
        </span>
      </h2>
      <ol class="layers" ref={list}>
        <li class="layer io"><span /><span class="nm">Input</span><span class="shape num">{i ? (i.height ? `${i.height} × ${i.width} = ${int(inputs)}` : int(inputs)) : ''}</span><span class="cnt" /><span /></li>
        {rows.map((r, k) => (
          <li key={k} class={drag.at === k ? 'layer moved' : 'layer'} data-k={k}>
            {k === last ? <span /> : <button type="button" class="grip" aria-label={`Move layer ${k + 1}: arrow keys up and down`} title="Drag, or arrow keys" {...drag.grip(k)}><Icon name="grip" class="f" /></button>}
            {r.layer.dense !== undefined
              ? <span class="nm">Dense</span>
              : <Select class="act" label={`Activation of layer ${k + 1}`} options={activations()} value={r.layer.act ?? ''} onChange={(act) => replace(k, { act })} />}
            {r.layer.dense !== undefined && k !== last
              ? <NumberField int label={`Width of layer ${k + 1}`} value={r.to} min={1} max={MAX_WIDTH} onChange={(dense) => replace(k, { dense })} />
              : <span class="shape num">{int(r.to)}</span>}
            <span class="cnt num">{r.params && inputs ? int(r.params) : ''}</span>
            {k === last ? <span /> : <button type="button" class="b q ic rm" aria-label={`Remove layer ${k + 1}`} title="Remove" onClick={() => set(s.model.filter((_, j) => j !== k))}><Icon name="close" /></button>}
          </li>
        ))}
        <li class="layer io"><span /><span class="nm">{i?.classes.length === 0 ? 'Number' : s.loss === 'softmax-ce' ? 'Softmax' : 'Output'}</span><span class="shape num">{int(out)}</span><span class="cnt" /><span /></li>
      </ol>
      <div class="row foot">
        <span class="b menu"><Icon name="plus" />Layer
          <select aria-label="Add a layer" value="" onChange={(e) => { add(e.currentTarget.value); e.currentTarget.value = ''; }}>
            <option value="" hidden />
            <option value="dense">Dense</option>
            {activations().map((a) => <option key={a.id} value={a.id}>{a.name}</option>)}
          </select>
        </span>
        <span class="lb sp num"><b>{int(total)}</b> parameters</span>
      </div>
      <Fault of={['model', 'init', 'loss']} />
      <div class="pairs">
        <label><span class="lb">Initialization</span><Select label="Initialization" options={catalog.inits} value={s.init.id} onChange={(id) => edit({ ...s, init: { id } })} /></label>
        <label><span class="lb">Loss</span><Select label="Loss" options={catalog.losses} value={s.loss} onChange={(id) => edit({ ...s, loss: id })} /></label>
      </div>
      <p class="help num">{i && total ? `${num(total / Math.max(1, i.n), 2)} parameters per training example. ` : ''}{loss?.help ?? ''}</p>
      <p class="vh" role="status">{count(s.model.length, 'layer')}, {int(total)} parameters</p>
    </section>
  );
}

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
