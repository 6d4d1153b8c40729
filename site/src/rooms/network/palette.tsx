// Colours and markers of classes: the runners' own, in an order that keeps neighbours apart for every kind of colour vision.
import { markerPath } from '../../ui/icon.js';

const order = [1, 4, 3, 5, 2, 6, 7];

/** The runner whose colour and marker a class borrows, 1 … 7. */
export const kindOf = (cls: number): number => order[cls % order.length]!;
/** From the eighth class on the same again with hollow markers. */
export const hollow = (cls: number): boolean => Math.floor(cls / order.length) % 2 === 1 || kindOf(cls) === 7;

export type RGB = [number, number, number];

function parse(colour: string): RGB {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim());
  if (hex) return [0, 2, 4].map((i) => parseInt(hex[1]!.slice(i, i + 2), 16)) as RGB;
  const n = colour.match(/[\d.]+/g)?.map(Number) ?? [];
  return [n[0] ?? 0, n[1] ?? 0, n[2] ?? 0];
}
const mix = (a: RGB, b: RGB, t: number): RGB => [0, 1, 2].map((i) => a[i]! + (b[i]! - a[i]!) * t) as RGB;
export const css = (c: RGB): string => `rgb(${c.map(Math.round).join(' ')})`;

export interface Palette {
  paper: RGB;
  /** What a point of the class is filled with: readable on its own region and on paper. */
  point: (cls: number) => RGB;
  /** The region where the network is certain of the class. */
  region: (cls: number) => RGB;
}

/** Reads the theme's colours off an element. */
export function palette(el: Element, dark: boolean): Palette {
  const style = getComputedStyle(el);
  const get = (name: string) => parse(style.getPropertyValue(name));
  const paper = get('--paper');
  const lines = order.map((k) => get(`--r${k}`));
  const fills = order.map((k) => get(k === 7 ? '--edge' : `--o${k}`)); // brighter than lines need to be
  return {
    paper,
    point: (cls) => (dark ? mix(lines[cls % lines.length]!, [255, 255, 255], 0.3) : mix(lines[cls % lines.length]!, [0, 0, 0], 0.18)),
    region: (cls) => mix(paper, fills[cls % fills.length]!, dark ? 0.5 : 0.64),
  };
}

/** The marker of a class in a legend. */
export function ClassMark({ cls }: { cls: number }) {
  const k = kindOf(cls);
  return (
    <svg class="clsmark" viewBox="0 0 14 14" aria-hidden="true">
      <path class={`k${k}${hollow(cls) ? ' hollow' : ''}`} d={markerPath(k, 7, 7, 4.6)} />
    </svg>
  );
}
