// One layer of the list: its kind, its main number, its shape; opened, everything else that can be set of it.
import { byId, catalog, valueOf } from '../../catalog.js';
import { int, num } from '../../format.js';
import type { Layer } from '../../spec.js';
import { Select, Switch } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { NumberField, Slider } from '../../ui/slider.js';
import { activations, kindOf, type Shaped, written } from './shapes.js';
import { t } from '../../words/words.js';

export interface Grip {
  onKeyDown(e: KeyboardEvent): void;
  onPointerDown(e: PointerEvent): void;
  onPointerMove(e: PointerEvent): void;
  onPointerUp(): void;
  onPointerCancel(): void;
}

interface Props {
  k: number;
  layer: Layer;
  shaped?: Shaped;
  /** It gives the outputs: its width follows the data, it stays where it is. */
  last: boolean;
  moved: boolean;
  grip: Grip;
  open: boolean;
  onToggle(): void;
  onChange(l: Layer): void;
  onRemove(): void;
}

export function LayerRow({ k, layer, shaped, last, moved, grip, open, onToggle, onChange, onRemove }: Props) {
  const kind = kindOf(layer);
  const own = kind?.params.find((p) => p.name === kind.id);
  const more = !!kind && kind.id !== 'act';
  const set = (field: string, v: unknown) => {
    const { [field]: _, ...rest } = layer;
    onChange(v === undefined || v === false ? rest : { ...layer, [field]: v });
  };
  return (
    <li class={moved ? 'layer moved' : 'layer'} data-k={k}>
      {last ? <span /> : <button type="button" class="grip" aria-label={t.network.moveLayer(k + 1)} title={t.network.dragArrows} {...grip}><Icon name="grip" class="f" /></button>}
      {layer.act !== undefined
        ? <Select class="act" label={t.network.activationOf(k + 1)} options={activations()} value={layer.act} onChange={(act) => onChange({ ...layer, act })} />
        : more
          ? <button type="button" class="nm more" aria-expanded={open} aria-label={t.network.layerSettings(kind.name, k + 1)} onClick={onToggle}>{kind.name}{layer.frozen && <span class="u">{t.network.frozenMark}</span>}</button>
          : <span class="nm">{Object.keys(layer)[0]}</span>}
      {own && !last && kind!.id !== 'dropout'
        ? <NumberField int={own.int} label={kind!.id === 'dense' ? t.network.widthOf(k + 1) : t.network.numberOf(own.label, k + 1)} value={valueOf(own, layer)} min={own.min} max={own.max} onChange={(v) => set(own.name, v)} />
        : <span class="shape num">{shaped ? written(shaped.out) : kind?.id === 'dropout' ? num(layer.dropout as number) : ''}</span>}
      <span class="cnt num">{shaped?.params ? int(shaped.params) : ''}</span>
      {last ? <span /> : <button type="button" class="b q ic rm" aria-label={t.network.removeLayer(k + 1)} title={t.network.remove} onClick={onRemove}><Icon name="close" /></button>}
      {open && more && (
        <div class="opened">
          <p class="help">{kind.help}{shaped ? t.network.inOut(written(shaped.in), written(shaped.out)) : ''}{shaped?.fan_in ? t.network.fans(shaped.fan_in, shaped.fan_out ?? 0) : ''}</p>
          {kind.params.filter((p) => !last || p.name !== kind.id).map((p) => <Slider key={p.name} param={p} owner={t.network.layer(k + 1)} value={valueOf(p, layer)} onChange={(v) => set(p.name, v === p.default && p.name !== kind.id ? undefined : v)} />)}
          {kind.words?.map((w) => <label class="row" key={w.name}><span class="lb">{w.name}</span><Select label={t.network.numberOf(w.name, k + 1)} options={w.valid.map((id) => ({ id, name: id }))} value={String(layer[w.name] ?? w.valid[0])} onChange={(v) => set(w.name, v)} /></label>)}
          {kind.flags?.filter((f) => f.name !== kind.id).map((f) => <Switch key={f.name} label={t.network.flags[f.name] ?? f.name} checked={!!layer[f.name]} onChange={(on) => set(f.name, on)} />)}
          {layer.residual && <p class="help">{t.network.around(layer.residual.length, layer.residual.map((l) => byId(activations(), l.act)?.name ?? kindOf(l)?.name ?? '').join(', '))}</p>}
          {(shaped?.params ?? 0) > 0 && <Switch label={t.network.frozen} checked={!!layer.frozen} onChange={(on) => set('frozen', on)} />}
          {shaped?.fan_in && <Init k={k} layer={layer} onChange={(init) => set('init', init)} />}
        </div>
      )}
    </li>
  );
}

/** A layer's own initialization, or the model's. */
function Init({ k, layer, onChange }: { k: number; layer: Layer; onChange(i: Layer['init']): void }) {
  const own = layer.init;
  const entry = byId(catalog.inits, own?.id);
  return (
    <>
      <label class="row"><span class="lb">{t.network.beginsAs}</span><Select label={t.network.initOf(k + 1)} options={[{ id: '', name: t.network.wholeNetwork }, ...catalog.inits]} value={own?.id ?? ''} onChange={(id) => onChange(id ? { id } : undefined)} /></label>
      {own && entry?.params.map((p) => <Slider key={p.name} param={p} owner={t.network.initOf(k + 1)} value={valueOf(p, own)} onChange={(v) => onChange({ ...own, [p.name]: v })} />)}
    </>
  );
}
