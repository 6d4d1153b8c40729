// The service worker: after one visit the site works with its server gone. It answers from what it kept, and the browser looks for
// a new sw.js at every visit; a new one keeps its own files and answers from the next load on.
//
// Every file but the page itself is asked for by the hash of its contents (app.js?v=…), so a page that is still open finds the parts
// of its own version in the cache before this one, and versions never mix. Only requests inside the worker's scope are answered.

/** Addresses relative to sw.js with the hashes of their contents, what the page itself has to mention, and the hash of it all. Put in by the build. */
declare const PRECACHE: { version: string; page: string; files: { url: string; integrity: string }[] };

interface Waiting extends Event { waitUntil(p: Promise<unknown>): void }
interface Fetching extends Event { request: Request; respondWith(p: Promise<Response>): void }
declare const self: {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', f: (e: Waiting) => void): void;
  addEventListener(type: 'fetch', f: (e: Fetching) => void): void;
};

const scope = self.registration.scope;
const family = `saddlelab ${scope} `; // other sites may live on this origin
const own = family + PRECACHE.version;
const page = new URL('./', scope).href;

/** Keeps all files of this version, or none: what arrives changed, or from another version, is refused and the one before stays. */
async function keep(): Promise<void> {
  const cache = await caches.open(own);
  const one = async (url: string, integrity?: string) => {
    const old = integrity ? await caches.match(url) : undefined; // unchanged since the version before
    const r = old ?? (await fetch(url, { cache: 'no-cache', integrity }));
    if (!r.ok) throw new Error(`${url}: ${r.status}`);
    if (!integrity && !(await r.clone().text()).includes(PRECACHE.page)) throw new Error(`${url} is of another version`);
    await cache.put(url, r);
  };
  await Promise.all([one(page), ...PRECACHE.files.map((f) => one(new URL(f.url, scope).href, f.integrity))]);
  await self.skipWaiting();
}

/** Keeps this version and the one before it, which an open page may still be asking for. */
async function clean(): Promise<void> {
  const ours = (await caches.keys()).filter((k) => k.startsWith(family) && k !== own); // in the order they were made
  await Promise.all(ours.slice(0, -1).map((k) => caches.delete(k)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(own);
  const path = new URL(request.url);
  path.hash = '';
  if (request.mode === 'navigate') {
    path.search = '';
    const kept = await cache.match(path.href.replace(/\/index\.html$/, '/'));
    return kept ?? fetch(request);
  }
  if (request.cache === 'reload') return fetch(request); // what was kept was no good
  return (await cache.match(path.href)) ?? (await caches.match(path.href)) ?? fetch(request);
}

self.addEventListener('install', (e) => e.waitUntil(keep()));
self.addEventListener('activate', (e) => e.waitUntil(clean()));
self.addEventListener('fetch', (e) => {
  if (e.request.method === 'GET' && e.request.url.startsWith(scope)) e.respondWith(answer(e.request));
});
