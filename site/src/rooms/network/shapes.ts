// Layers and their shapes: what the engine says of a model, and how a model follows its data.
import { effect, signal } from '@preact/signals';
import { byId, catalog, type LayerEntry, type PresetEntry } from '../../catalog.js';
import type { Layer } from '../../spec.js';
import { engineFor, network, room } from '../../store.js';
import { type DataInfo, info, outputsOf } from './info.js';
import { t } from '../../words/words.js';

/** What the engine says of one layer. */
export interface Shaped { id: string; in: number[]; out: number[]; params: number; fan_in?: number; fan_out?: number; layers?: Shaped[] }
export interface Outline { key: string; layers: Shaped[]; params: number; trainable: number; out: number[] }

/** Of the model as it was when it last made sense. */
export const outline = signal<Outline | null>(null);
/** Why the model that stands there now makes none. */
export const why = signal<string | null>(null);

/** Keeps the outline in step with model and data while the room is open. */
export function followModel(): () => void {
  return effect(() => {
    const { model } = network.value;
    const shape = info.value?.shape;
    if (!shape || room.value !== 'network') return;
    const key = JSON.stringify([shape, model]);
    if (key === outline.peek()?.key) {
      why.value = null;
      return;
    }
    engineFor('network').call<Omit<Outline, 'key'>>('outline', { shape, model }).then((o) => {
      outline.value = { ...o, key };
      why.value = null;
    }, (e: unknown) => {
      why.value = e instanceof Error ? e.message : String(e);
    });
  });
}

/** The catalog's entry of a layer: the one whose id is among its fields. */
export const kindOf = (l: Layer): LayerEntry | undefined => catalog.layers.find((k) => l[k.id] !== undefined);

export const written = (shape: number[]): string => shape.join(' × ');

/** Index of the dense layer that gives the outputs, −1 when there is none. */
export const output = (model: Layer[]): number => model.map((l) => l.dense !== undefined).lastIndexOf(true);

/** The same model with as many outputs as the data ask for. */
export function withOutputs(model: Layer[], outputs: number): Layer[] {
  const at = output(model);
  if (at < 0) return [...model, { dense: outputs }];
  return model[at]!.dense === outputs ? model : model.map((l, i) => (i === at ? { ...l, dense: outputs } : l));
}

export interface Preset { id: string; name: string; hidden: Layer[]; /** What else of the Spec goes with it. */ of?: PresetEntry }

const hidden = (act: string, ...widths: number[]): Layer[] => widths.flatMap((w) => [{ dense: w }, { act }]);

type Kind = 'sequence' | 'image' | 'list';
const kindOfData = (i: Pick<DataInfo, 'shape' | 'vocabulary'>): Kind => (i.vocabulary ? 'sequence' : i.shape.length === 3 ? 'image' : 'list');
const kindOfPreset = (p: PresetEntry): Kind => (p.layers[0]!.embedding ? 'sequence' : p.input.length === 3 ? 'image' : 'list');

/** Models worth starting from for these data; the first is the one that a new data set gets. */
export function presets(i: Pick<DataInfo, 'shape' | 'vocabulary' | 'd'>): Preset[] {
  const kind = kindOfData(i);
  const known = new Map(activations().map((a) => [a.id, a.name]));
  const list: [string, number[]][] = i.d <= 4
    ? [['tanh', [16, 16]], ['relu', [16, 16]], ['tanh', [4]], ['relu', [64, 64, 64]]]
    : [['relu', [64]], ['relu', [256]], ['tanh', [64]], ['relu', [128, 64]]];
  const dense: Preset[] = kind === 'sequence' ? [] : [
    ...list.filter(([a]) => known.has(a)).map(([a, w]) => ({ id: `${a} ${w.join(' ')}`, name: `${i.d}–${w.join('–')}, ${known.get(a)}`, hidden: hidden(a, ...w) })),
    { id: 'none', name: t.network.noHidden, hidden: [] },
  ];
  const small = kind === 'image' && Math.min(i.shape[1]!, i.shape[2]!) < 16; // too small for the convolutions of the catalog
  const named = catalog.presets.filter((p) => { const k = kindOfPreset(p); return k === kind || (k === 'list' && kind === 'image'); }).filter((p) => !small || kindOfPreset(p) !== 'image')
    .map((p) => ({ id: p.id, name: p.name, hidden: hiddenOf(p, i.vocabulary), of: p }));
  const cnn: Preset[] = small ? [{ id: 'cnn', name: t.network.smallCnn, hidden: [{ conv2d: 8, kernel: 3, padding: 1 }, { act: 'relu' }, { maxpool: 2 }, { flatten: true }] }] : [];
  const first = kind !== 'list' && !small ? named.filter((p) => kindOfPreset(p.of) === kind) : [];
  return [...first, ...dense, ...cnn, ...named.filter((p) => !first.includes(p))];
}

/** A preset's layers but for the last dense one, which the data decide. */
function hiddenOf(p: PresetEntry, vocabulary: number): Layer[] {
  const layers = (p.layers as Layer[]).map((l) => (l.embedding && vocabulary ? { ...l, vocabulary } : l));
  const at = output(layers);
  return layers.filter((_, k) => k !== at);
}

/** Whether the hidden layers are a preset's own: then new data may bring their own. */
export function isPreset(i: DataInfo, model: Layer[]): boolean {
  const at = output(model);
  const text = JSON.stringify(model.filter((_, k) => k !== at));
  return presets(i).some((p) => JSON.stringify(p.hidden) === text);
}

/** Whether a model can be for data at all: convolutions need images, tokens an embedding. */
export function suits(i: DataInfo, model: Layer[]): boolean {
  const kind = kindOfData(i);
  const has = (...ids: string[]) => model.some((l) => ids.some((id) => l[id] !== undefined));
  if (kind === 'sequence') return model[0]?.embedding !== undefined && model[0].vocabulary === i.vocabulary;
  return !has('embedding', 'position', 'attention') && (kind === 'image' || !has('conv2d', 'maxpool', 'avgpool'));
}

/** A layer of a kind to begin with, where numbers of this shape come in. */
export function newLayer(kind: LayerEntry, shape: number[]): Layer {
  const l: Layer = {};
  const own = kind.params.find((p) => p.name === kind.id);
  const word = kind.words?.find((w) => w.name === kind.id);
  if (kind.id === 'residual') {
    l.residual = shape.length === 3 ? [{ conv2d: shape[0]!, kernel: 3, padding: 1 }, { act: 'relu' }] : [{ dense: shape[shape.length - 1]! }, { act: 'relu' }];
  } else if (word) l[kind.id] = word.valid[0];
  else if (own) l[kind.id] = own.default || own.max / 2;
  else l[kind.id] = true;
  if (kind.id === 'dropout') l.dropout = 0.2;
  if (kind.id === 'conv2d') Object.assign(l, { kernel: 3, padding: 1 });
  if (kind.id === 'embedding') l.vocabulary = info.peek()?.vocabulary || 16;
  return l;
}

/** The Spec's layers with a preset's, and the outputs that the data ask for. A last activation of the preset stays behind them. */
export function withPreset(p: Preset, i: DataInfo): Layer[] {
  const layers = (p.of?.layers as Layer[] | undefined)?.map((l) => (l.embedding && i.vocabulary ? { ...l, vocabulary: i.vocabulary } : l));
  return withOutputs(layers ?? [...p.hidden, { dense: outputsOf(i) }], outputsOf(i));
}

export const activations = () => catalog.activations;
export const initOf = (id: string) => byId(catalog.inits, id);
