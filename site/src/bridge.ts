// The boundary between the page and the engine, seen from the page; wasm/bridge/engine.go is its twin and opens with the same paragraph.
//
// Few calls cross: a request is [u32 length][JSON {name, args}][blob], a reply [u32 length][JSON {ok} or {error}][blob], and a
// frame the same with its numbers in the blob. All integers are little-endian and the blob starts at a multiple of 8, so that its
// vectors are read in place. Nothing crosses element by element, and a panic on the other side arrives as {error}.

export type Kind = 'minimum' | 'maximum' | 'saddle' | 'degenerate' | 'moving' | 'diverged';

/** What ended a run that left the finite numbers, and what to do about it. */
export interface Diverged { step: number; message: string; suggest?: { lr: number } }

/** The state of one run now. Fields of the other kind of Spec are absent; NaN arrives as null. */
export interface RunState {
  f?: number | null;
  grad_norm: number | null;
  eigenvalues?: [number | null, number | null];
  kind?: Kind;
  train_loss?: number | null;
  train_acc?: number | null;
  test_loss?: number | null;
  test_acc?: number | null;
  /** Of the average of the iterates, where the run has one. */
  average?: Averaged;
  /** In how many steps the run's options changed something; absent where it has none. */
  acted?: { clipped: number; projected: number };
  /** A coordinate has come too near to 0 for float64. */
  underflow?: { step: number; coordinate: number; message: string };
  /** Its test loss had not improved for the Spec's patience: it ended at step, and was best at step best. */
  stopped?: { step: number; best: number; loss: number };
  diverged?: Diverged;
}
export interface Averaged { at?: [number | null, number | null]; f?: number | null; train_loss?: number | null; train_acc?: number | null; test_loss?: number | null; test_acc?: number | null }

export interface Boundary { run: number; n: number; box: [number, number, number, number]; cls: Uint8Array; conf: Float32Array; points: Float32Array; features: string[] }
export interface SampleItem { index: number; label: number; said: number; prob: number; redrawn?: boolean }
export interface Samples { run: number; h: number; w: number; items: SampleItem[]; pixels: Float32Array; classes: string[]; set: 'test' | 'train' }
export interface Confusion { run: number; classes: string[]; counts: Uint32Array; set: 'test' | 'train'; of: number }
/** A network's function of one number, and the training points, x and y each. */
export interface Fit { run: number; x: Float32Array; y: Float32Array; points: Float32Array }
/** Neurons over the plane, n × n each, with the weights that lead to them (in × width); of images, filters and feature maps. */
export interface Inside {
  run: number;
  n: number;
  layers: { layer: number; name: string; width: number; in: number; weights: Float32Array; over: Float32Array }[];
  maps: { layer: number; shown: number; kernel: number; filters: Float32Array; h: number; w: number; maps: Float32Array; picture: Float32Array; ph: number; pw: number }[];
}
export interface Extra { boundary?: Boundary; samples?: Samples; worst?: Samples; confusion?: Confusion; fit?: Fit; inside?: Inside }

/** What the engine says some thirty times a second. Arrays alias the frame's buffer: copy what you keep beyond onframe. */
export interface Frame {
  kind: 'surface' | 'network';
  state: 'running' | 'paused' | 'done' | 'stopped';
  /** Counts starts: frames of an older run are told apart by it. */
  generation: number;
  step: number;
  total: number;
  epoch?: number;
  epochs?: number;
  /** Measured steps per second (surface) or examples per second (network), over the last half second; 0 when not running. */
  rate: number;
  /** Evaluations used by each run: of f, of its gradient or of a Hessian-vector product, one each. */
  asked: number[];
  /** Milliseconds spent on steps since the start. */
  spent: number;
  cols: string[];
  runs: RunState[];
  /** Index of the first row in rows[i]: 0 after a start, else rows.length so far. */
  first: number[];
  rows: Float64Array[];
  extra?: Extra;
}

interface ArrayRef { type: 'f64' | 'f32' | 'u32' | 'u8'; at: number; len: number }
const arrays = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u8: Uint8Array } as const;

/** Packs a request for the engine. */
export function pack(name: string, args: object, blob?: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify({ name, args }));
  const at = blobAt(json.length);
  const out = new Uint8Array(at + (blob?.byteLength ?? 0));
  new DataView(out.buffer).setUint32(0, json.length, true);
  out.set(json, 4);
  if (blob) out.set(new Uint8Array(blob), at);
  return out;
}

/** Where the blob of a message with n bytes of JSON begins. */
export const blobAt = (n: number): number => (4 + n + 7) & ~7;

/** Reads the JSON of a reply or frame, with every {"$array":…} in it replaced by a view of the blob. */
export function unpack(buffer: ArrayBuffer): unknown {
  const n = new DataView(buffer).getUint32(0, true);
  const base = blobAt(n);
  return JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, n)), (_, v) => {
    const a = (v as { $array?: ArrayRef } | null)?.$array;
    return a ? new arrays[a.type](buffer, base + a.at, a.len) : v;
  });
}

// Messages between the page and a worker.
export type ToWorker =
  | { init: WebAssembly.Module; /** The name of a lock that the worker holds while it lives. */ alive: string }
  | { id: number; request: ArrayBuffer }
  | { recycle: ArrayBuffer };
export type FromWorker =
  | { ready: true }
  | { id: number; reply: ArrayBuffer }
  | { frame: ArrayBuffer }
  | { crash: string };
