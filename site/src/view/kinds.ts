// What the 3-D view is given, and what it tells.

export interface ViewSurface {
  n: number;
  /** xmin, xmax, ymin, ymax */
  box: readonly [number, number, number, number];
  /** n × n values of f, row-major, rows from ymin, columns from xmin; NaN is a hole. */
  heights: Float32Array;
  /** Values of f at the bottom and the top of the box; the surface is cut off there. */
  zmin: number;
  zmax: number;
  /** Values of f to label; round ones when left out. */
  ticks?: { z: number[] };
  /** Draws log₁₀(1 + 100 (f − zmin)/(zmax − zmin)) in place of f. Values, labels and picks stay those of f. */
  log?: boolean;
}
export interface ViewPath {
  /** 1 … 7: colour and head marker of the runner. */
  style: number;
  /** x, y, f triples. Copied before setPaths returns. */
  points: Float32Array;
  /** The iterate up to which the path is drawn. */
  head: number;
}
export interface ViewMark { x: number; y: number; f: number; kind: 'minimum' | 'saddle' | 'maximum' | 'degenerate' | 'start' | 'hover' | `mean${number}` | `dot${number}` | `off${number}` }
/** Angles in radians, dist 1 where the whole box just fits. */
export interface ViewCamera {
  yaw: number;
  pitch: number;
  dist: number;
  /** Where it looks, −1 … 1 from side to side of the box; the middle where absent. */
  x?: number;
  y?: number;
  /** How high it looks: 0 the middle of the box, 1 the surface there. */
  on?: number;
}
export interface ViewPoint { x: number; y: number; f: number }
export interface ViewOptions {
  module: () => Promise<WebAssembly.Module>;
  /** Runs Go's wasm_exec.js in a document. */
  wasmExec: (doc: Document) => Promise<void>;
  /** What the picture shows, for who cannot see it. */
  label: string;
  /** The element that says in numbers what it shows. */
  describedBy?: string;
  onPick?(x: number, y: number): void;
  onHover?(p: ViewPoint | null): void;
  /** The context was lost; the view is being restarted. */
  onLost?(): void;
  /** The first picture is on its way; said again after a restart. */
  onReady?(): void;
  /** The view could not be started, or not be restarted. */
  onError?(message: string): void;
}
