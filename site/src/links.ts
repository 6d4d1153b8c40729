// Links: a Spec as the part of an address after #, and back. Three forms, of which the shortest is written and all are read forever:
//   #surface/monkey-noise   an entry of the gallery by its kind and id
//   #s=…                    base64url of the Spec's JSON
//   #z=…                    base64url of the same, deflated without a header (RFC 1951)
// What has its default is left out; core/lab/parse.go fills it in again. The Spec's own field v is the version. core/lab/link.go reads all three as well.
import { byId, catalog, type GalleryEntry, type Param } from './catalog.js';
import { type Chosen, type DataSpec, decodeJSON, encode, fromBase64url, type NetworkSpec, type Run, type RunSpec, type Spec, toBase64url } from './spec.js';
import { t } from './words/words.js';

/** The most bytes of JSON that a link may unpack to: a deflated link of a few kilobytes could otherwise fill the memory. core/lab has the same. */
export const MAX_UNPACKED = 1 << 20;
/** Shorter words than this stay as they are: nothing is gained. */
const SHORT = 240;

// Without defaults

/** The parameters that differ from their defaults, and the fields that are no parameters. */
function spare<T extends object>(given: T, params: Param[] = []): T {
  return Object.fromEntries(Object.entries(given).filter(([k, v]) => v !== undefined && !params.some((p) => p.name === k && p.default === v))) as T;
}
const differing = (c: Chosen, entries: { id: string; params: Param[] }[]): Chosen => spare(c, byId(entries, c.id)?.params);
/** Drops the fields that say what goes without saying. */
function without(o: Record<string, unknown>, plain: Record<string, unknown>): void {
  for (const [k, v] of Object.entries(plain)) if (o[k] === v) delete o[k];
}
const bare = (c: unknown, id: string): boolean => c === id || JSON.stringify(c) === JSON.stringify({ id });

function briefRun(r: Run): Run {
  const out: Run = spare(r, byId(catalog.optimizers, r.optimizer)?.params);
  if (r.schedule) out.schedule = differing(r.schedule, catalog.schedules);
  if (typeof r.average === 'object') out.average = differing(r.average, catalog.averages);
  if (bare(out.schedule, 'constant')) delete out.schedule;
  if (bare(out.average, 'none')) delete out.average;
  if (out.options && Object.keys(out.options).length === 0) delete out.options;
  return out;
}

function briefData(d: DataSpec): DataSpec {
  const out = spare(d, d.file === undefined ? byId(catalog.datasets, d.id)?.params : []);
  if (d.file !== undefined) without(out, { label: 'last', header: 'auto', separator: 'auto', missing: 'refuse', task: 'auto', test: 0.2, labels: '' });
  if (d.corrupt) {
    const all = (Array.isArray(d.corrupt) ? d.corrupt : [d.corrupt]).map((c) => differing(c, catalog.corruptions));
    out.corrupt = all.length === 1 ? all[0]! : all;
  }
  return out;
}

/** The Spec without what has its default. It stands for the same experiment. */
export function brief<S extends Spec>(spec: S): S {
  const out = spare(spec, catalog.spec) as Spec;
  if (out.kind === 'experiment') {
    const own = byId(catalog.experiments, out.id)?.params;
    if (own && out.params) out.params = spare(out.params, own);
    if (out.params && Object.keys(out.params).length === 0) delete (out as { params?: object }).params;
    return out as S;
  }
  out.runs = out.runs.map(briefRun);
  if (out.kind === 'surface') {
    out.surface = spare(out.surface, byId(catalog.families, out.surface.id)?.params);
    if (out.start && JSON.stringify(out.start) === JSON.stringify(byId(catalog.surfaces, out.surface.id)?.start)) delete out.start;
    if (out.oracle) out.oracle = differing(out.oracle, catalog.oracles);
    if (bare(out.oracle, 'exact')) delete out.oracle;
  } else {
    out.data = briefData(out.data);
    if (out.init) out.init = differing(out.init, catalog.inits);
    if (typeof out.loss === 'object') out.loss = differing(out.loss, catalog.losses);
    if (bare(out.init, 'he')) delete (out as Partial<NetworkSpec>).init;
    if (bare(out.loss, 'softmax-ce')) delete (out as Partial<NetworkSpec>).loss;
  }
  return out as S;
}

/** What two Specs have in common exactly when they are the same experiment, however they are written. */
export const sameness = (spec: Spec): string => JSON.stringify(sorted(brief(spec)));
/** The same, but for what is only asked about a run: two Specs with the same runs have it in common. */
export function runsOf(spec: RunSpec): string {
  const { race: _, ...rest } = spec;
  for (const k of ['landscape', 'spectrum', 'analyse', 'cloud']) delete (rest as Record<string, unknown>)[k];
  return sameness(rest as RunSpec);
}
function sorted(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(sorted);
  if (typeof v !== 'object' || v === null) return v;
  return Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, x]) => [k, sorted(x)]));
}

// The gallery's names

const names = new Map<string, GalleryEntry>();
for (const g of catalog.gallery) names.set(sameness(g.spec), g);
/** The entry of the gallery that is this experiment. */
export const entryOf = (spec: Spec): GalleryEntry | undefined => (spec.kind === 'experiment' ? undefined : names.get(sameness(spec)));
/** "surface/monkey-noise": the entry of that name, or null; undefined where the text is no such name. */
export function named(hash: string): GalleryEntry | null | undefined {
  const m = /^(surface|network)\/([\w-]+)$/.exec(hash);
  return m ? (catalog.gallery.find((g) => g.id === m[2] && g.spec.kind === m[1]) ?? null) : undefined;
}
export const nameOf = (g: GalleryEntry): string => `#${g.spec.kind}/${g.id}`;

// Writing

/** The hash of a Spec, at once. */
export function hashOf(spec: Spec): string {
  const g = entryOf(spec);
  return g ? nameOf(g) : `#s=${encode(brief(spec))}`;
}

/** The shortest hash of a Spec. */
export async function shortHash(spec: Spec): Promise<string> {
  const plain = hashOf(spec);
  if (plain.length < SHORT || typeof CompressionStream === 'undefined') return plain;
  try {
    const packed = await bytesThrough(new TextEncoder().encode(JSON.stringify(brief(spec))), new CompressionStream('deflate-raw'), Infinity);
    const z = `#z=${toBase64url(packed)}`;
    return z.length < plain.length ? z : plain;
  } catch {
    return plain; // a browser that cannot deflate without a header
  }
}

// Reading

/** The Spec in a hash without its #. Throws or rejects with a sentence for the user; null where there is none in it. Only a deflated one takes time. */
export function read(hash: string): Spec | Promise<Spec> | null {
  if (hash.startsWith('s=')) return decodeJSON(text(fromBase64url(hash.slice(2), 's')));
  if (hash.startsWith('z=')) return inflate(hash.slice(2));
  return null;
}

async function inflate(code: string): Promise<Spec> {
  if (typeof DecompressionStream === 'undefined') throw new Error(t.places.noInflate);
  const packed = fromBase64url(code, 'z');
  let json: Uint8Array<ArrayBuffer>;
  try {
    json = await bytesThrough(packed, new DecompressionStream('deflate-raw'), MAX_UNPACKED);
  } catch (e) {
    if (e instanceof TooMuch) throw new Error(t.places.unpacksTo(MAX_UNPACKED >> 20));
    throw new Error(t.places.notUnpacked);
  }
  return decodeJSON(text(json));
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(t.places.notText);
  }
}

class TooMuch extends Error {}

/** Bytes through a stream; throws as soon as more than `most` have come out. */
async function bytesThrough(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter() as WritableStreamDefaultWriter<BufferSource>;
  writer.write(bytes).then(() => writer.close()).catch(() => {}); // the reader hears of it as well
  const reader = stream.readable.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const parts: Uint8Array[] = [];
  let n = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    if ((n += value.length) > most) {
      reader.cancel().catch(() => {}); // what is thrown here says enough
      throw new TooMuch();
    }
  }
  const all = new Uint8Array(n);
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return all;
}
