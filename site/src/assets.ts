// What the page loads besides itself: two wasm modules, Go's support script and the worker. On a site they are files beside the
// page; in the single file, where `file:` allows no fetch, they are text inside it: gzip in base64, and plain scripts.
import { t } from './words/words.js';

/** The files with the bytes that arrive, unpacked, and the hash of their contents; null in the single file. Put in by the build. */
declare const ASSETS: Record<string, { size: number; hash: string }> | null;

export type ModuleName = 'engine' | 'view';
export interface Progress { name: ModuleName; /** Bytes, unpacked. */ loaded: number; total: number }

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

const blobURLs = new Map<string, string>();
function blobURL(name: string, source: () => string): string {
  let url = blobURLs.get(name);
  if (!url) blobURLs.set(name, (url = URL.createObjectURL(new Blob([source()], { type: 'text/javascript' }))));
  return url;
}

async function get(file: string): Promise<Response> {
  const r = await fetch(urlOf(file)).catch(() => {
    throw new Error(t.shell.noAnswer(file));
  });
  if (!r.ok) throw new Error(t.shell.badAnswer(file, r.status));
  return r;
}

/** Counts what arrives from a copy, so that the browser may still keep the compiled code of the response itself. */
async function count(name: ModuleName, total: number, r: Response): Promise<void> {
  const reader = r.body?.getReader();
  if (!reader) return;
  let loaded = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    loaded += value.length;
    for (const f of listeners) f({ name, loaded, total });
  }
}

/** The bytes of a file that the single file holds packed. */
function unpacked(file: string): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(embedded(file).trim()), (c) => c.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
}

async function compile(name: ModuleName): Promise<WebAssembly.Module> {
  const file = `${name}.wasm`;
  if (!ASSETS) return WebAssembly.compile(await unpacked(file));
  const r = await get(file);
  count(name, ASSETS[file]!.size, r.clone()).catch(() => {}); // what breaks off here breaks off below as well
  // A host that does not know the type of .wasm costs the streaming, nothing else.
  if (r.headers.get('content-type')?.startsWith('application/wasm')) return WebAssembly.compileStreaming(r);
  return WebAssembly.compile(await r.arrayBuffer());
}

const modules = new Map<ModuleName, Promise<WebAssembly.Module>>();
/** A compiled module, loaded once; a load that failed is tried again by the next call. Rejects with a sentence for the user. */
export function loadModule(name: ModuleName): Promise<WebAssembly.Module> {
  let m = modules.get(name);
  if (!m) {
    modules.set(name, (m = compile(name)));
    m.catch(() => modules.delete(name));
  }
  return m;
}

let exec: Promise<string> | undefined;
/** The source of Go's wasm_exec.js, for a frame that is filled by script. */
export function wasmExecSource(): Promise<string> {
  if (!ASSETS) return Promise.resolve(embedded('wasm_exec.js'));
  if (!exec) {
    exec = get('wasm_exec.js').then((r) => r.text());
    exec.catch(() => (exec = undefined));
  }
  return exec;
}

let course: Promise<unknown> | undefined;
/** The texts of the course. */
export function courseText(): Promise<unknown> {
  if (!ASSETS) return Promise.resolve(JSON.parse(embedded('course.json')));
  if (!course) {
    course = get('course.json').then((r) => r.json());
    course.catch(() => (course = undefined));
  }
  return course;
}

/** The reference values of the self-tests, which nothing else needs. */
export const referenceValues = async (): Promise<ArrayBuffer> => (ASSETS ? (await get('reference.json')).arrayBuffer() : unpacked('reference.json'));

/** Where the worker imports wasm_exec.js from; nowhere in the single file, whose worker holds it already. */
export const wasmExecURL = (): string | undefined => (ASSETS ? urlOf('wasm_exec.js') : undefined);

/** The address of the worker's script: a blob in the single file. */
export function workerURL(): string {
  return ASSETS ? urlOf('worker.js') : blobURL('worker', () => `${embedded('wasm_exec.js')}\n;${embedded('worker.js')}`);
}

/** Lets the site work without its server after this visit. Does nothing in the single file or where the browser has no service workers. */
export function keepOffline(): void {
  if (!ASSETS || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  navigator.serviceWorker.register('sw.js', { updateViaCache: 'none' }).catch(() => {
    // Forbidden, as in some private windows: the site then needs its server, and says nothing about it.
  });
}
