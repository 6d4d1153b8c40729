// Layers and their shapes: what the layer list shows, and how a model follows its data.
import { catalog } from '../../catalog.js';
import type { Layer } from '../../spec.js';

export interface Shaped { layer: Layer; from: number; to: number; params: number }

/** Width into and out of each layer and its number of parameters. */
export function shapes(input: number, model: Layer[]): Shaped[] {
  let from = input;
  return model.map((layer) => {
    const to = layer.dense ?? from;
    const row = { layer, from, to, params: layer.dense === undefined ? 0 : (from + 1) * to };
    from = to;
    return row;
  });
}

/** Index of the dense layer that gives the outputs, −1 when there is none. */
export const output = (model: Layer[]): number => model.map((l) => l.dense !== undefined).lastIndexOf(true);

/** The same model with as many outputs as the data ask for. */
export function withOutputs(model: Layer[], outputs: number): Layer[] {
  const at = output(model);
  if (at < 0) return [...model, { dense: outputs }];
  return model[at]!.dense === outputs ? model : model.map((l, i) => (i === at ? { dense: outputs } : l));
}

export interface Preset { id: string; name: string; hidden: Layer[] }

const hidden = (act: string, ...widths: number[]): Layer[] => widths.flatMap((w) => [{ dense: w }, { act }]);

/** Models worth starting from, for data with this many inputs; the first is the one that a new data set gets. */
export function presets(inputs: number): Preset[] {
  const known = new Map(activations().map((a) => [a.id, a.name]));
  const list: [string, number[]][] = inputs <= 4
    ? [['tanh', [16, 16]], ['relu', [16, 16]], ['tanh', [4]], ['relu', [64, 64, 64]]]
    : [['relu', [64]], ['relu', [256]], ['tanh', [64]], ['relu', [128, 64]]];
  const all: Preset[] = list.filter(([a]) => known.has(a)).map(([a, w]) => ({ id: `${a} ${w.join(' ')}`, name: `${inputs}–${w.join('–')}, ${known.get(a)}`, hidden: hidden(a, ...w) }));
  return [...all, { id: 'none', name: 'No hidden layer', hidden: [] }];
}

/** Whether the hidden layers are a preset's own: then new data may bring their own. */
export function isPreset(inputs: number, model: Layer[]): boolean {
  const at = output(model);
  const text = JSON.stringify(model.slice(0, Math.max(0, at)));
  return presets(inputs).some((p) => JSON.stringify(p.hidden) === text);
}

export const activations = () => catalog.activations;
