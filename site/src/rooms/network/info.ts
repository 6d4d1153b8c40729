// What the data of the Spec are, before any training: counts, shape, classes, and a few examples to look at.
import { effect, signal } from '@preact/signals';
import { catalog } from '../../catalog.js';
import type { NetworkSpec } from '../../spec.js';
import { engineFor, network, room } from '../../store.js';
import { filesOf, taken } from './files.js';

export interface DataInfo {
  n: number;
  test_n: number;
  d: number;
  height: number;
  width: number;
  channels: number;
  /** Different tokens of sequences; 0 for other data. */
  vocabulary: number;
  positions: number;
  /** How an example is laid out: [n], or [channels, height, width]. */
  shape: number[];
  /** Empty when a number is to be predicted. */
  classes: string[];
  features: string[];
  /** Training labels that were replaced by chance. */
  redrawn?: number;
  labels?: ArrayLike<number>;
  flipped?: ArrayLike<number>;
  /** The first training examples of image data. */
  pixels?: Float32Array;
  /** x, y, label of training examples of two-dimensional data; of one input x, the number to predict, 0. */
  points?: Float32Array;
  /** The first sequences, d tokens each, and the token that is asked for at each position, −1 for none. */
  tokens?: number[] | null;
  wanted?: number[] | null;
  /** Training examples of each class. */
  counts?: number[] | null;
}

export const info = signal<DataInfo | null>(null);
export const outputsOf = (i: DataInfo): number => Math.max(1, i.classes.length);

/** How many examples the thumbnails show. */
export const THUMBS = 8;

/** Asks the engine what a Spec's data are, whatever else is wrong in it; rejects with the engine's sentence. */
export async function describe(s: NetworkSpec): Promise<DataInfo> {
  const i = await engineFor('network').call<DataInfo & { classes: string[] | null }>('data', { spec: { v: 1, kind: 'network', seed: s.seed, data: s.data, model: [{ dense: 1 }], loss: 'mse', runs: [{ optimizer: catalog.optimizers[0]?.id }] }, n: THUMBS });
  return { ...i, classes: i.classes ?? [] };
}

const key = (s: NetworkSpec): string => JSON.stringify([s.data, s.seed]);
let known = '';

/** Takes a description that is already there for the Spec about to be edited in. */
export function remember(s: NetworkSpec, i: DataInfo): void {
  known = key(s);
  info.value = i;
}

/** Keeps the description in step with the Spec while the room is open. */
export function follow(): () => void {
  let timer = 0;
  return effect(() => {
    const s = network.value;
    void taken.value;
    if (room.value !== 'network') return;
    const k = key(s);
    if (k === known || !filesOf(s.data)) return;
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      try {
        const i = await describe(s);
        if (key(network.peek()) === k) remember(s, i);
      } catch {
        // the engine's start says the same sentence where it is read
      }
    }, known ? 150 : 0);
  });
}
