// The catalogs: every optimizer, schedule, surface and dataset that the engine knows, with its parameters and their limits.
// They are made from the engine's own at build time, so that menus and sliders stand before any wasm has arrived.
import raw from 'catalog.json';
import type { RunSpec } from './spec.js';
import { inLanguage } from './words/said.js';

/** A formula as a tree of MathML: text, or [tag, attributes, ...children]. */
export type MathNode = string | [tag: string, attrs: Record<string, string> | null, ...children: MathNode[]];
export interface Formula { tex: string; mathml: MathNode }

/** One number that a user may set; limits are inclusive. */
export interface Param {
  name: string;
  label: string;
  help: string;
  min: number;
  default: number;
  max: number;
  /** The slider is logarithmic. */
  log?: boolean;
  /** Whole numbers only. */
  int?: boolean;
}

export interface Entry { id: string; name: string; /** Entries of one group stand together in a menu. */ group?: string; help?: string; source?: string; formula?: Formula; params: Param[] }
export interface Critical {
  x: number;
  y: number;
  f: number;
  kind: string;
  eigenvalues: [number, number];
  /** Unit eigenvector of the smaller eigenvalue. */
  eigenvector: [number, number];
  /** Of a degenerate point: what derivatives beyond the second say. */
  higher?: { kind: string; order?: number; falls?: number; why: string };
}
export interface SurfaceEntry extends Entry {
  /** xmin, xmax, ymin, ymax. */
  box: [number, number, number, number];
  start: [number, number];
  /** Heights are better shown by their logarithm. */
  log_height: boolean;
  /** f grows in every direction, so its lowest minimum is the global one. */
  coercive: boolean;
  /** Its minima fill curves; critical has the other points. */
  valley: boolean;
  critical: Critical[];
}

/** A kind of layer: its numbers, its switches, its words. */
export interface LayerEntry extends Entry {
  flags?: { name: string; help: string }[];
  words?: { name: string; help: string; valid: string[] }[];
}
export interface PresetEntry { id: string; name: string; help: string; init: string; loss: string; input: number[]; layers: Record<string, unknown>[] }

/** One claim of the lecture, put to the test. */
export interface ExperimentEntry { id: string; chapter: string; question: string; short: string; claim: string; source: string; tag: 'exact' | 'asymptotic' | 'bound' | 'empirical'; params: Param[]; /** It takes more than a few seconds. */ long?: boolean; /** The first words of its page. */ lede: MathNode[] }
export interface Chapter { id: string; title: string; help: string }
/** A self-test: what it compares with what. */
export interface CheckEntry {
  id: string;
  title: string;
  what: string;
  against: string;
  tolerance: string;
  /** It reads the file of reference values. */
  reference: boolean;
}

/** An experiment that is worth a look: what it shows, and the Spec that a link names by its kind and id. */
export interface GalleryEntry { id: string; title: string; line: string; /** It shows a method failing. */ fails?: boolean; spec: RunSpec }

export interface Catalog {
  gallery: GalleryEntry[];
  /** The course, in its order. */
  experiments: ExperimentEntry[];
  chapters: Chapter[];
  optimizers: Entry[];
  schedules: Entry[];
  averages: Entry[];
  oracles: Entry[];
  /** What may be done around any method's step: clipping, decay, projection. */
  options: Param[];
  /** The methods that each kind of experiment may use. */
  offered: Record<'surface' | 'network', string[]>;
  surfaces: SurfaceEntry[];
  /** Functions with parameters, of any number of variables. */
  families: Entry[];
  datasets: Entry[];
  corruptions: Entry[];
  inits: Entry[];
  layers: LayerEntry[];
  presets: PresetEntry[];
  activations: Entry[];
  losses: Entry[];
  checks: CheckEntry[];
  /** The most that one experiment may ask for. */
  limits: Partial<Record<'file_bytes' | 'examples' | 'steps' | 'epochs' | 'batch' | 'runs' | 'rates' | 'seeds' | 'starts', number>>;
  /** The numbers of a Spec itself: seed, steps, epochs, batch. */
  spec: Param[];
}

const list = <T extends { id: string; params: Param[] }>(name: string): T[] => {
  const given = (raw as Record<string, unknown>)[name];
  return Array.isArray(given) ? given.map((e: T) => ({ ...e, params: e.params ?? [] })) : [];
};

export const catalog: Catalog = {
  gallery: ((raw as { gallery?: GalleryEntry[] }).gallery ?? []),
  experiments: list('experiments'),
  chapters: (raw as { chapters?: Chapter[] }).chapters ?? [],
  optimizers: list('optimizers'),
  schedules: list('schedules'),
  averages: list('averages'),
  oracles: list('oracles'),
  options: (raw as { options?: Param[] }).options ?? [],
  offered: (raw as { offered?: Catalog['offered'] }).offered ?? { surface: [], network: [] },
  surfaces: list<SurfaceEntry>('surfaces').map((s) => ({ ...s, critical: s.critical ?? [] })),
  families: list('families'),
  datasets: list('datasets'),
  corruptions: list('corruptions'),
  inits: list('inits'),
  layers: list<LayerEntry>('layers'),
  presets: ((raw as { presets?: PresetEntry[] }).presets ?? []),
  activations: list('activations'),
  losses: list('losses'),
  checks: (raw as { checks?: CheckEntry[] }).checks ?? [],
  limits: (raw as { limits?: Catalog['limits'] }).limits ?? {},
  spec: (raw as { spec?: Param[] }).spec ?? [],
};

const { optimizers, schedules, averages, oracles, options, surfaces, families, datasets, corruptions, inits, layers, presets, activations, losses, gallery } = catalog;
/** The catalogs that the rooms show, whose texts follow the language of the page. */
export const shown: object[] = [optimizers, schedules, averages, oracles, options, surfaces, families, datasets, corruptions, inits, layers, presets, activations, losses, gallery];
inLanguage(...shown);

/** The entry with this id, or undefined for one that the catalog lacks. */
export const byId = <T extends { id: string }>(entries: T[], id: string | undefined): T | undefined => entries.find((e) => e.id === id);

/** The entry of a function, of either catalog. */
export const functionOf = (id: string): Entry | undefined => byId<Entry>(catalog.surfaces, id) ?? byId(catalog.families, id);

/** The methods of a room, in menu order. */
export const methodsFor = (kind: 'surface' | 'network'): Entry[] => catalog.optimizers.filter((m) => catalog.offered[kind].includes(m.id));

/** The limits of a number of the Spec itself. */
export const specParam = (name: string): Param | undefined => catalog.spec.find((p) => p.name === name);

/** The value of p in a bag of values such as a Run, its default where none is given. */
export function valueOf(p: Param, given: object): number {
  const v = (given as Record<string, unknown>)[p.name];
  return typeof v === 'number' ? v : p.default;
}
