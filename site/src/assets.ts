// What the page loads besides itself: two wasm modules, Go's support script and the worker. On a site they are files beside the
// page, each checked against the hash that the build has written here before anything of it runs; in the single file, where `file:`
// allows no fetch, they are text inside it: in base64, and plain scripts. The modules are packed with xz, a third smaller than what a
// host makes of them with gzip; once unpacked they are kept, so that later visits begin with compiling.
import { trustedScript, trustedURL } from './trusted.js';
import { t } from './words/words.js';

/** The files with the bytes that arrive and the hash of their contents, short for addresses and as SRI; null in the single file. Put in by the build. */
declare const ASSETS: Record<string, { size: number; hash: string; integrity: string }> | null;

export type ModuleName = 'engine' | 'view';
export interface Progress { name: ModuleName; /** Bytes, packed. */ loaded: number; total: number }

const listeners = new Set<(p: Progress) => void>();
/** Tells how far the modules have come; returns how to stop listening. */
export function onProgress(f: (p: Progress) => void): () => void {
  listeners.add(f);
  return () => void listeners.delete(f);
}

/** The address of a file beside the page. The hash keeps versions apart in every cache, so a page never meets another's parts. */
const urlOf = (file: string): string => new URL(`${file}?v=${ASSETS![file]!.hash}`, document.baseURI).href;

const embedded = (id: string): string => {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(t.shell.incomplete(id));
  return text;
};

/** A part of the page that has not come whole, in a sentence for the user. The next call for it tries again. */
export class Unloaded extends Error {}
let unloaded: (e: Unloaded) => void = () => {};
/** Says who is told of parts that could not be loaded, whoever asked for them. */
export function onUnloaded(f: (e: Unloaded) => void): void {
  unloaded = f;
}

const failed = new Set<string>(); // files whose last answer was no good: the next attempt passes by every cache
function bad(file: string, why: string): Unloaded {
  failed.add(file);
  const e = new Unloaded(why);
  unloaded(e);
  return e;
}

async function get(file: string): Promise<Response> {
  const r = await fetch(urlOf(file), {
    cache: failed.has(file) ? 'reload' : 'default',
    // Pages that came without encryption have no hashes of their own to compute; the browser then checks, and tells no progress.
    ...(crypto.subtle ? {} : { integrity: ASSETS![file]!.integrity }),
  }).catch(() => {
    throw bad(file, t.faults.blocked(file));
  });
  if (!r.ok) throw bad(file, t.faults.refused(file, r.status));
  return r;
}

/** Reads all of a response and tells how far it is. Rejects unless the bytes are those that the build made. */
async function whole(file: string, r: Response, name?: ModuleName): Promise<ArrayBuffer> {
  const { size, integrity } = ASSETS![file]!;
  const reader = r.body!.getReader();
  const bytes = new Uint8Array(size);
  let loaded = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw bad(file, t.faults.brokeOff(file, loaded, size));
    });
    if (done) break;
    if (loaded + value.length <= size) bytes.set(value, loaded);
    loaded += value.length;
    if (name) for (const f of listeners) f({ name, loaded, total: size });
  }
  if (loaded !== size) throw bad(file, t.faults.wrongSize(file, loaded, size));
  if (crypto.subtle) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));
    if (`sha384-${btoa(String.fromCharCode(...hash))}` !== integrity) throw bad(file, t.faults.changed(file));
  }
  failed.delete(file);
  return bytes.buffer;
}

const load = async (file: string): Promise<ArrayBuffer> => whole(file, await get(file));
const loadText = async (file: string): Promise<string> => new TextDecoder().decode(await load(file));

/** Bytes that the single file holds as text. */
const inBase64 = (file: string): ArrayBuffer => Uint8Array.from(atob(embedded(file)), (c) => c.charCodeAt(0)).buffer;
const gunzipped = (file: string): Promise<ArrayBuffer> => new Response(new Blob([inBase64(file)]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();

/** Unpacks a file in a worker, so that the page goes on answering. */
async function unxz(file: string, packed: ArrayBuffer): Promise<ArrayBuffer> {
  const w = new Worker(await unpackURL(), { name: `saddlelab unpack ${file}` });
  return new Promise<ArrayBuffer>((resolve, reject) => {
    w.onmessage = (e: MessageEvent<ArrayBuffer | null>) => (e.data ? resolve(e.data) : reject(new Error(t.faults.notUnpacked(file))));
    w.onerror = () => reject(new Error(t.faults.notUnpacked(file)));
    w.postMessage(packed, [packed]);
  }).finally(() => w.terminate());
}

// Modules that were checked and unpacked on an earlier visit. The browser compiles such a response while it reads it, and may keep
// the code. Where storage is forbidden or full, every visit unpacks again.
const shelf = () => caches.open(`saddlelab modules ${new URL('./', document.baseURI).pathname}`);
const spot = (file: string): string => `${file}?v=${ASSETS![`${file}.xz`]!.hash}`;

async function fromShelf(file: string): Promise<WebAssembly.Module | undefined> {
  try {
    const r = await (await shelf()).match(spot(file));
    return r && (await WebAssembly.compileStreaming(r));
  } catch {
    return undefined; // no storage, or damaged there: the file itself is asked for
  }
}

async function toShelf(file: string, bytes: ArrayBuffer): Promise<void> {
  const cache = await shelf();
  for (const old of await cache.keys()) if (new URL(old.url).pathname.endsWith(`/${file}`)) await cache.delete(old);
  await cache.put(spot(file), new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } }));
}

async function compile(name: ModuleName): Promise<WebAssembly.Module> {
  const file = `${name}.wasm`;
  const packed = `${file}.xz`;
  const known = ASSETS && (await fromShelf(file));
  if (known) return known;
  const bytes = await unxz(packed, ASSETS ? await whole(packed, await get(packed), name) : inBase64(packed));
  const module = await WebAssembly.compile(bytes).catch((e: Error) => {
    throw new Error(t.faults.notCompiled(file, e.message));
  });
  if (ASSETS) toShelf(file, bytes).catch(() => {}); // as above
  return module;
}

/** Remembers what f gave; a failure is forgotten, so that the next call tries again. */
function once<T>(f: () => Promise<T>): () => Promise<T> {
  let p: Promise<T> | undefined;
  return () => {
    if (!p) {
      p = f();
      p.catch(() => (p = undefined));
    }
    return p;
  };
}

const compiling = new Set<Promise<unknown>>();
const compiled = (name: ModuleName) => once(() => {
  const m = compile(name);
  compiling.add(m);
  m.finally(() => compiling.delete(m)).catch(() => {}); // whoever asked hears of it
  return m;
});
const modules: Record<ModuleName, () => Promise<WebAssembly.Module>> = { engine: compiled('engine'), view: compiled('view') };
/** A compiled module, loaded once; a load that failed is tried again by the next call. Rejects with a sentence for the user. */
export const loadModule = (name: ModuleName): Promise<WebAssembly.Module> => modules[name]();

/** Runs Go's wasm_exec.js in the document of a frame, which has the page's policy: by its address, or in the single file as text whose hash that allows. */
export async function runExec(doc: Document): Promise<void> {
  const script = doc.createElement('script');
  if (!ASSETS) script.textContent = trustedScript(embedded('wasm_exec.js'));
  const loaded = ASSETS && new Promise((resolve, reject) => {
    script.src = trustedURL(urlOf('wasm_exec.js'));
    script.integrity = ASSETS['wasm_exec.js']!.integrity;
    script.onload = resolve;
    script.onerror = () => reject(bad('wasm_exec.js', t.faults.notRun('wasm_exec.js')));
  });
  doc.head.append(script);
  await loaded;
}

/** A file that no visit needs at once. */
const later = (file: string): Promise<ArrayBuffer> => (ASSETS ? load(file) : gunzipped(file));
const json = async (file: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await later(file)));
/** The texts of the course. */
export const courseText = once(() => json('course.json'));
/** The drawings of the gallery. */
export const galleryPictures = once(() => json('gallery.json'));
/** The reference values of the self-tests, which nothing else needs. */
export const referenceValues = (): Promise<ArrayBuffer> => later('reference.json');

/** The address of scripts for a worker, one after the other: a blob, so that they have been checked and live under the page's policy. */
const blobOf = (...files: string[]): (() => Promise<string>) => once(async () => {
  const parts = ASSETS ? await Promise.all(files.map(loadText)) : files.map(embedded);
  return trustedURL(URL.createObjectURL(new Blob([parts.join('\n;')], { type: 'text/javascript' })));
});
/** The worker of an engine, with wasm_exec.js before it. */
export const workerURL = blobOf('wasm_exec.js', 'worker.js');
const unpackURL = blobOf('unpack.js');

/** The page has what it shows first: what is for later takes nothing from it any more. */
async function settled(): Promise<void> {
  if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }));
  do {
    await Promise.allSettled(compiling);
    await new Promise((done) => setTimeout(done, 2000)); // in which what has been compiled starts and draws
  } while (compiling.size > 0);
}

const HOUR = 3.6e6; // ms between two looks for a new version from a page that stays open

/**
 * Lets the site work without its server after this visit, and tells when another version has arrived beside the one that is open.
 * Does nothing in the single file or where the browser has no service workers.
 */
export function keepOffline(arrived: () => void): void {
  if (!ASSETS || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) serviceWorker.addEventListener('controllerchange', arrived); // the first worker of all is no news
  settled().then(() => serviceWorker.register(trustedURL(new URL('sw.js', document.baseURI).href), { updateViaCache: 'none' })).then((r) => {
    let looked = performance.now();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || performance.now() - looked < HOUR) return;
      looked = performance.now();
      r.update().catch(() => {}); // without a network there is no news
    });
  }, () => {
    // Forbidden, as in some private windows: the site then needs its server, and says nothing about it.
  });
}
