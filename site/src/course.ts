// The course as the page knows it: texts made from Markdown at build time, and what the engine reports of an experiment.
import { signal } from '@preact/signals';
import { courseText } from './assets.js';
import { catalog, type ExperimentEntry, type MathNode } from './catalog.js';

/** An element of a text: words, or [tag, attributes, ...children]. */
export type Node = MathNode;
export interface Attempt { text: Node[]; label: string; set: Record<string, number> }
export interface PageText { claim: Node[]; note: Node[]; wrong: Node[]; tries: Attempt[] }

/** The texts, null until they are here. */
export const texts = signal<Record<string, PageText> | null>(null);
export const textFault = signal<string | null>(null);
export function loadTexts(): void {
  if (texts.peek()) return;
  courseText().then((t) => (texts.value = t as Record<string, PageText>), (e: Error) => (textFault.value = e.message));
}

// What core/lab/course reports; numbers that are not finite arrive as null.

type N = number | null;
export interface Measure {
  name: string;
  unit?: string;
  relation: 'near' | 'at most' | 'at least' | 'shown';
  predicted: N;
  measured: N;
  /** Half the width of the 95 % interval; null where nothing is random. */
  ci95: N;
  z: N;
  tolerance: N;
  pass: boolean | null;
  /** Which assumption of the prediction does not hold here. */
  outside?: string;
}
export interface Axis { label: string; log?: boolean; from?: N; to?: N }
export type Role = 'predicted' | 'measured' | 'faint' | 'runner' | 'bound';
export interface Series { name?: string; role: Role; form: 'line' | 'dots' | 'bars'; color?: number; x: N[]; y: N[]; /** Heights on a surface. */ z?: N[]; low?: N[]; high?: N[]; /** Over a plane: radii of circles around the points, in the plane’s units. */ halo?: N[] }
export interface Rule { name: string; role: Role; x?: N; y?: N }
export interface ClassMap { w: number; h: number; box: [number, number, number, number]; /** Empty while there are none. */ values: N[]; classes?: string[]; /** The values are logarithms to base 10. */ log?: boolean; xlabel: string; ylabel: string; points?: Series[] }
export interface Tiles { w: number; h: number; rows: { name: string; tiles: N[][]; under?: string[] }[] }
export interface Scene { surface: string; box?: [number, number, number, number]; paths?: Series[] }
export interface Figure { title?: string; alt: string; x?: Axis; y?: Axis; series?: Series[]; rules?: Rule[]; map?: ClassMap; tiles?: Tiles; scene?: Scene }
export interface Report { measures: Measure[]; figures: Figure[]; caption?: string; pieces: number }

/** The pages of a chapter, in order. */
export const pagesOf = (chapter: string): ExperimentEntry[] => catalog.experiments.filter((e) => e.chapter === chapter);

// Which pages' experiments have come to their verdict on this device.

const KEY = 'saddlelab.course';
const stored = (): string[] => {
  try {
    const v: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [];
  } catch {
    return []; // storage may be forbidden, or hold something else
  }
};
export const seen = signal<ReadonlySet<string>>(new Set(stored()));
function keep(to: Set<string>): void {
  seen.value = to;
  try {
    localStorage.setItem(KEY, JSON.stringify([...to]));
  } catch {
    // the progress then lasts until the page is closed
  }
}
export const markSeen = (id: string): void => {
  if (!seen.peek().has(id)) keep(new Set([...seen.peek(), id]));
};
export const forgetSeen = (): void => keep(new Set());
