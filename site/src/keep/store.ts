// What stays on this device when the page is closed: runs with what they came to, and the files that they read. All of it in IndexedDB, of
// this browser alone. Where it cannot be kept, that is said once, and everything else goes on.
import { signal } from '@preact/signals';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RunState } from '../engine.js';
import { int } from '../format.js';
import { runsOf } from '../links.js';
import type { RunSpec } from '../spec.js';
import { go, say } from '../store.js';
import { t } from '../words/words.js';

/** A run as the list shows it. */
export interface Kept {
  id: string;
  /** Given by the user; empty until then. One with a name is never dropped to make room. */
  name: string;
  /** Milliseconds since 1970: first kept, last changed. */
  made: number;
  at: number;
  spec: RunSpec;
  state: 'running' | 'paused' | 'done' | 'stopped';
  step: number;
  total: number;
  epoch?: number;
  epochs?: number;
  runs: RunState[];
  files: FileRef[];
}
/** What only an opened run needs: thinned rows, as the charts show them, and of a network the result as `saddlelab run` prints it. */
export interface Curves { id: string; cols: string[]; rows: Float64Array[]; result?: object }
export interface FileRef { name: string; key: string }

interface Schema extends DBSchema {
  runs: { key: string; value: Kept };
  curves: { key: string; value: Curves };
  files: { key: string; value: { key: string; name: string; bytes: ArrayBuffer } };
  /** The files of the Network room as it is now, whether it has run or not. */
  now: { key: 'files'; value: { key: 'files'; files: FileRef[] } };
}

/** Runs without a name beyond this are dropped, the oldest first. */
export const MOST = 60;
/** Files larger than this, together, are not kept: 50 MB. */
export const MOST_BYTES = 50e6;

/** Newest first; null until they have been read, and where nothing can be kept. */
export const kept = signal<Kept[] | null>(null);

let opening: Promise<IDBPDatabase<Schema>> | undefined;
function open(): Promise<IDBPDatabase<Schema>> {
  opening ??= openDB<Schema>('saddlelab', 1, {
    upgrade(db) {
      db.createObjectStore('runs', { keyPath: 'id' });
      db.createObjectStore('curves', { keyPath: 'id' });
      db.createObjectStore('files', { keyPath: 'key' });
      db.createObjectStore('now', { keyPath: 'key' });
    },
    blocking: (_from, _to, e) => (e.target as IDBDatabase).close(), // a newer version of the page in another tab
    terminated: () => (opening = undefined),
  });
  opening.catch(() => {}); // whoever asks for it hears of it
  return opening;
}

const told = new Set<string>();
function tell(what: string, title: string, text: string, actions?: { label: string; run(): void }[]): void {
  if (told.has(what)) return;
  told.add(what);
  say({ kind: 'note', title, text, actions });
}

/** Does what needs the database. Where that cannot be, says so once and gives null. */
async function use<T>(f: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T | null> {
  let db: IDBPDatabase<Schema>;
  try {
    db = await open();
  } catch {
    tell('forbidden', t.places.forbidden, t.places.forbiddenText, []);
    return null;
  }
  try {
    return await f(db);
  } catch (e) {
    if (!isFull(e)) return null;
    try {
      await makeRoom(db);
      return await f(db);
    } catch (again) {
      if (isFull(again)) tell('full', t.places.full, t.places.fullText, [{ label: t.places.openList, run: () => go('runs') }]);
      return null;
    }
  }
}
const isFull = (e: unknown): boolean => (e as DOMException | null)?.name === 'QuotaExceededError';

const newest = (all: Kept[]): Kept[] => [...all].sort((a, b) => b.at - a.at);

/** Reads the list, once. */
let reading: Promise<Kept[] | null> | undefined;
export function list(): Promise<Kept[] | null> {
  reading ??= use((db) => db.getAll('runs')).then((all) => (kept.value = all && newest(all)));
  return reading;
}

/** Keeps a run, in place of an older state of the same; a result that was kept at this very step stays where none is given. */
export async function save(run: Omit<Kept, 'id' | 'name' | 'made' | 'at'>, curves: Omit<Curves, 'id'>): Promise<void> {
  const all = await list();
  if (!all) return;
  const same = runsOf(run.spec);
  const old = kept.peek()!.find((k) => runsOf(k.spec) === same);
  const now = Date.now();
  const one: Kept = { ...run, id: old?.id ?? `${now.toString(36)}-${Math.floor(Math.random() * 1e9).toString(36)}`, name: '', made: old?.made ?? now, at: now };
  const done = await use(async (db) => {
    const t = db.transaction(['runs', 'curves'], 'readwrite');
    const before = await t.objectStore('runs').get(one.id);
    one.name = before?.name ?? ''; // it may have been named meanwhile
    const result = curves.result ?? (before?.step === one.step ? (await t.objectStore('curves').get(one.id))?.result : undefined);
    await Promise.all([t.objectStore('runs').put(one), t.objectStore('curves').put({ ...curves, ...(result && { result }), id: one.id }), t.done]);
    return true;
  });
  if (!done) return;
  kept.value = newest([one, ...kept.peek()!.filter((k) => k.id !== one.id)]);
  const spare = kept.peek()!.filter((k) => !k.name).slice(MOST);
  if (spare.length) await remove(spare.map((k) => k.id));
}

/** The run of this Spec, however it is written. */
export async function find(spec: RunSpec): Promise<Kept | null> {
  await list();
  const same = runsOf(spec);
  return kept.peek()?.find((k) => runsOf(k.spec) === same) ?? null;
}
export const curvesOf = async (id: string): Promise<Curves | null> => (await use((db) => db.get('curves', id))) ?? null;

export async function rename(id: string, name: string): Promise<void> {
  const k = kept.peek()?.find((o) => o.id === id);
  if (!k || k.name === name) return;
  await use(async (db) => {
    const t = db.transaction('runs', 'readwrite');
    const stored = await t.store.get(id); // it may have gone on meanwhile
    await Promise.all([stored && t.store.put({ ...stored, name }), t.done]);
  });
  kept.value = kept.peek()!.map((o) => (o.id === id ? { ...o, name } : o));
  if (name) void navigator.storage?.persist?.().catch(() => {}); // a name is a wish to keep it
}

/** Drops runs. They leave the list once they are gone from the device, so that no reload brings back what was seen to go. */
export async function remove(ids: string[]): Promise<void> {
  await use(async (db) => {
    await drop(db, ids);
    await sweep(db);
  });
}
async function drop(db: IDBPDatabase<Schema>, ids: string[]): Promise<void> {
  const t = db.transaction(['runs', 'curves'], 'readwrite');
  await Promise.all([...ids.flatMap((id) => [t.objectStore('runs').delete(id), t.objectStore('curves').delete(id)]), t.done]);
  kept.value = (kept.peek() ?? []).filter((k) => !ids.includes(k.id));
}

/** Drops the older half of the runs without a name. */
async function makeRoom(db: IDBPDatabase<Schema>): Promise<void> {
  const spare = (kept.peek() ?? []).filter((k) => !k.name);
  const go = spare.slice(Math.max(1, spare.length >> 1)).map((k) => k.id);
  await drop(db, go);
  await sweep(db);
}

/** Drops files that nothing names any more. */
async function sweep(db: IDBPDatabase<Schema>): Promise<void> {
  const now = (await db.get('now', 'files'))?.files ?? [];
  const named = new Set([...(kept.peek() ?? []).flatMap((k) => k.files), ...now].map((f) => f.key));
  const t = db.transaction('files', 'readwrite');
  for (const key of await t.store.getAllKeys()) if (!named.has(key)) await t.store.delete(key);
  await t.done;
}

// Files

const keys = new WeakMap<ArrayBuffer, string>();
/** A file's key: of its contents where the browser tells, so that the same file is kept once. */
async function keyOf(name: string, bytes: ArrayBuffer): Promise<string> {
  let key = keys.get(bytes);
  if (!key) {
    const digest = await crypto.subtle?.digest('SHA-256', bytes).catch(() => null);
    const word = digest ? [...new Uint8Array(digest, 0, 12)].map((b) => b.toString(16).padStart(2, '0')).join('') : `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    keys.set(bytes, (key = `${name} ${word}`));
  }
  return key;
}

/** Keeps the files of the Network room, and gives how a run names them; none where they are too large. */
export async function saveFiles(files: Record<string, ArrayBuffer>): Promise<FileRef[]> {
  const all = Object.entries(files);
  const total = all.reduce((n, [, b]) => n + b.byteLength, 0);
  if (total > MOST_BYTES) {
    tell('large', t.places.large, t.places.largeText(int(total / 1e6), MOST_BYTES / 1e6), []);
    return [];
  }
  const refs = await Promise.all(all.map(async ([name, bytes]) => ({ name, key: await keyOf(name, bytes), bytes })));
  const there = await use(async (db) => {
    const known = new Set(await db.getAllKeys('files'));
    const t = db.transaction(['files', 'now'], 'readwrite');
    const puts = refs.filter((r) => !known.has(r.key)).map((r) => t.objectStore('files').put({ key: r.key, name: r.name, bytes: r.bytes }));
    await Promise.all([...puts, t.objectStore('now').put({ key: 'files', files: refs.map(({ name, key }) => ({ name, key })) }), t.done]);
    return true;
  });
  return there ? refs.map(({ name, key }) => ({ name, key })) : [];
}

/** The bytes of kept files by name; null unless all are there. */
export async function filesBy(refs: FileRef[]): Promise<Record<string, ArrayBuffer> | null> {
  const all = await use((db) => Promise.all(refs.map((r) => db.get('files', r.key))));
  if (!all || all.some((f) => !f)) return null;
  for (const f of all) keys.set(f!.bytes, f!.key);
  return Object.fromEntries(all.map((f) => [f!.name, f!.bytes]));
}
/** The files that the Network room had last. */
export const filesNow = async (): Promise<FileRef[]> => (await use((db) => db.get('now', 'files')))?.files ?? [];
