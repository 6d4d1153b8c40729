// The Spec: a small JSON value that says everything about a run. The page edits one, the URL carries it, the engine checks and runs it.
import { t } from './words/words.js';

/** An optimizer with its parameters by name (lr, momentum, noise, …). */
export interface Run {
  optimizer: string;
  schedule?: Chosen;
  /** None where absent. */
  average?: Chosen;
  /** Clipping, decoupled decay, projection, by name; see catalog.options. */
  options?: Record<string, number>;
  /** Step sizes set by hand on the way: from `step` on it is lr, times the schedule's factor. */
  changes?: { step: number; lr: number }[];
  [param: string]: unknown;
}
/** An entry of a catalog with its parameters by name. */
export interface Chosen { id: string; [param: string]: unknown }

export interface SurfaceSpec {
  v: 1;
  kind: 'surface';
  seed: number;
  steps: number;
  surface: SurfaceRef;
  /** First iterate: as many numbers as the function has variables; its own where absent. */
  start?: number[];
  /** What methods see instead of the gradient; the exact one where absent. */
  oracle?: Chosen;
  runs: Run[];
  race?: RaceSpec;
  analyse?: Analyse;
  /** Many starts of one run at once. */
  cloud?: { run: number; starts: number; radius: number };
}
/** What is asked about the function; in the room, the layers that are on. */
export interface Analyse {
  critical?: Record<string, never>;
  strict_saddle?: { alpha: number; gamma: number; epsilon: number; delta: number; grid?: number };
  basins?: { run: number; grid: number };
  hessian?: { run: number };
  levels?: { count?: number; grid?: number; field?: number };
}
/** Every run again at `rates` step sizes from `from` to `to` (log scale), with `seeds` seeds each. */
export interface RaceSpec { from: number; to: number; rates: number; seeds: number }

/** A function of the catalogs, with a family's parameters beside its id, or a formula of the user's: then the id is "formula". */
export interface SurfaceRef {
  id: string;
  [param: string]: unknown;
  /** Which plane is drawn of more than two variables; fitted to the runs where absent. */
  slice?: { id: 'fit' } | { id: 'coordinates'; i: number; j: number };
  formula?: string;
  /** xmin, xmax, ymin, ymax */
  box?: [number, number, number, number];
  constants?: Record<string, number>;
}

/** One layer: the field that names its kind, and those that refine it; see catalog.layers. */
export interface Layer { dense?: number; act?: string; residual?: Layer[]; frozen?: boolean; init?: Chosen; [field: string]: unknown }
/** Data of the catalog, or a file by its name with how to read it. */
export interface DataSpec {
  id?: string;
  file?: string;
  label?: string;
  header?: string;
  separator?: string;
  missing?: string;
  task?: string;
  test?: number;
  /** Of an array file: the file of its labels. */
  labels?: string;
  corrupt?: Chosen | Chosen[];
  [param: string]: unknown;
}
export interface NetworkSpec {
  v: 1;
  kind: 'network';
  seed: number;
  epochs: number;
  batch: number;
  data: DataSpec;
  model: Layer[];
  init: Chosen;
  /** A loss by its id, or with its parameters. */
  loss: string | Chosen;
  /** A run ends when its test loss has not improved for so many epochs; never where absent. */
  patience?: number;
  /** Added to the training loss: l1·Σ|w| + ½·l2·Σw², over weights. */
  penalty?: { l1?: number; l2?: number };
  /** The last layer begins as the least-squares solution. */
  solve?: boolean;
  runs: Run[];
  race?: RaceSpec;
  landscape?: LandscapeSpec;
  spectrum?: SpectrumSpec;
}
/** The loss over a plane through the parameters; what is absent has its default. */
export interface LandscapeSpec {
  run?: number;
  plane?: 'pca' | 'random' | 'hessian' | 'saddle' | 'points' | 'line' | 'between';
  /** Of between: the other run. */
  with?: number;
  /** Of between: its neurons in the order that matches this run's best. */
  align?: boolean;
  /** Of between: a bent way of low loss as well. */
  curve?: boolean;
  /** Of random directions. */
  normalize?: 'filter' | 'layer' | 'none';
  /** Which random plane. */
  draw?: number;
  grid?: number;
  span?: number;
  examples?: number;
}
/** The curvature where a run has come to. */
export interface SpectrumSpec { run?: number; of?: 'hessian' | 'gauss-newton'; top?: number; bottom?: number; tol?: number; steps?: number; probes?: number; trace?: number; layers?: boolean; along?: number; examples?: number }
/** The id of a Spec's loss. */
export const lossOf = (s: NetworkSpec): string => (typeof s.loss === 'string' ? s.loss : s.loss.id);
/** An experiment of the course. */
export interface ExperimentSpec {
  v: 1;
  kind: 'experiment';
  seed: number;
  id: string;
  params: Record<string, number>;
}
export type Spec = SurfaceSpec | NetworkSpec | ExperimentSpec;
/** The Specs of the two rooms, which have runs. */
export type RunSpec = SurfaceSpec | NetworkSpec;
export type Kind = Spec['kind'];

/** What a visitor of the Surface room sees first: the same step without noise, and with a little. */
export const surfaceDefault: SurfaceSpec = {
  v: 1, kind: 'surface', seed: 7, steps: 400,
  surface: { id: 'nesterov' },
  start: [1.3, 0],
  runs: [{ optimizer: 'sgd', lr: 0.05 }, { optimizer: 'perturbed-sgd', lr: 0.05, noise: 0.3 }],
};

export const networkDefault: NetworkSpec = {
  v: 1, kind: 'network', seed: 7, epochs: 40, batch: 32,
  data: { id: 'glyphs' },
  model: [{ dense: 64 }, { act: 'relu' }, { dense: 10 }],
  init: { id: 'he' }, loss: 'softmax-ce',
  runs: [{ optimizer: 'momentum', lr: 0.05, momentum: 0.9 }],
};

/** The most runs that one Spec may race: as many as there are colours and markers. */
export const MAX_RUNS = 7;

export function toBase64url(bytes: Uint8Array): string {
  let s = '';
  for (const b of bytes) s += String.fromCharCode(b);
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
/** Throws a sentence for the user that names the form of the link. */
export function fromBase64url(text: string, form: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  } catch {
    throw new Error(t.places.undecodable(form));
  }
}

/** base64url of the Spec's JSON in UTF-8. */
export const encode = (spec: Spec): string => toBase64url(new TextEncoder().encode(JSON.stringify(spec)));

/** Reads a Spec's JSON. Throws a sentence for the user; what the fields say is for the engine to check. */
export function decodeJSON(json: string): Spec {
  let v: unknown;
  try {
    v = JSON.parse(json);
  } catch {
    const end = json.slice(-24);
    throw new Error(t.shell.cutLink(end));
  }
  const kind = (v as { kind?: unknown } | null)?.kind;
  if (kind !== 'surface' && kind !== 'network' && kind !== 'experiment') {
    throw new Error(t.shell.badKind(kind === undefined ? null : JSON.stringify(kind)));
  }
  return v as Spec;
}

/** Whether the controls can show it. It may still be wrong; the engine says so. */
export function showable(s: Spec): boolean {
  if (s.kind === 'experiment') return typeof s.id === 'string' && (s.params === undefined || (typeof s.params === 'object' && s.params !== null));
  const runs = Array.isArray(s.runs) && s.runs.length > 0 && s.runs.every((r) => !!r && typeof r.optimizer === 'string');
  if (!runs) return false;
  if (s.kind === 'surface') {
    return typeof s.surface?.id === 'string' && (s.start === undefined || (Array.isArray(s.start) && s.start.length >= 2 && s.start.every((c) => typeof c === 'number')));
  }
  return typeof s.data === 'object' && s.data !== null && Array.isArray(s.model);
}
