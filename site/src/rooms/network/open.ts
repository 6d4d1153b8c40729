// Files come in here: dropped, chosen or pasted. What was read is shown first; the training that is there goes on untouched.
import { batch, signal } from '@preact/signals';
import { canHold } from '../../device.js';
import { catalog } from '../../catalog.js';
import type { DataSpec, NetworkSpec } from '../../spec.js';
import { edit, engineFor, go, network, room, sheet } from '../../store.js';
import { onData } from './data.js';
import { bytesOf, filesOf, keep, keepAll, size } from './files.js';
import { describe, remember } from './info.js';
import { missing } from './run.js';
import type { Table } from './table.js';
import { t } from '../../words/words.js';

/** More than this is refused before a byte of it is read. */
const MAX_BYTES = Math.min(catalog.limits.file_bytes ?? 64e6, (canHold() ?? Infinity) / 4);

/** How a file is read, as the Spec says it; what is absent is found out. */
export type Reading = Pick<DataSpec, 'label' | 'header' | 'separator' | 'missing' | 'task' | 'test'>;

export type Open =
  | { at: 'empty' }
  | { at: 'paste' }
  | { at: 'reading'; name: string }
  | { at: 'refused'; name: string; why: string; reading?: Reading }
  | { at: 'table'; name: string; table: Table; reading: Reading }
  | { at: 'arrays'; name: string; found: Found; reading: Reading };

/** What an array file, or a folder of pictures, holds. */
export interface Found { /** The file of the inputs, or the folder. */ file: string; n: number; shape: number[]; task: string; classes: { name: string; count: number }[]; /** The file of the labels. */ labels: string }

/** A file with the folders that it came from: "pets/cats/1.png". */
export interface Named { name: string; file: File }
const PICTURE = /\.(png|jpe?g)$/i;
const ARRAY = /(\.(npy|npz|idx|gz)|ubyte)$/i;

/** What stands in place of the pictures while a file is being looked at. */
export const openPreview = signal<Open | null>(null);
export const waiting = signal(false);

let bytes: ArrayBuffer | undefined;
let opened: Record<string, ArrayBuffer> = {};
let turn = 0;

/** Takes in what was dropped or chosen: a table, an array file with its labels, or folders of pictures. */
export async function acceptFiles(all: Named[]): Promise<void> {
  const pictures = all.filter((f) => PICTURE.test(f.name));
  const arrays = all.filter((f) => ARRAY.test(f.name));
  const first = all[0];
  if (!first) return;
  if (pictures.length === 0 && arrays.length === 0) return acceptFile(first.file);
  if (room.peek() !== 'network') go('network');
  sheet.value = false;
  const mine = ++turn;
  const use = pictures.length ? pictures : arrays;
  const total = use.reduce((t, f) => t + f.file.size, 0);
  const roots = new Set(use.map((f) => f.name.split('/').length > 2 ? f.name.split('/')[0]! : ''));
  const root = roots.size === 1 && !roots.has('') ? [...roots][0]! : 'pictures';
  const name = pictures.length ? `${root}/` : [...arrays].sort((a, b) => b.file.size - a.file.size)[0]!.name;
  if (total > MAX_BYTES * 4) {
    openPreview.value = { at: 'refused', name, why: t.network.tooMuch(size(total), size(MAX_BYTES * 4)) };
    return;
  }
  openPreview.value = { at: 'reading', name };
  try {
    const got: Record<string, ArrayBuffer> = {};
    for (const f of use) {
      const path = !pictures.length || f.name.startsWith(name) ? f.name : name + f.name;
      got[path] = await f.file.arrayBuffer();
      if (mine !== turn) return;
    }
    // One array alone may belong to one that was opened before it.
    await look(name, { ...(!pictures.length && arrays.length === 1 ? opened : {}), ...got }, {});
  } catch (e) {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: e instanceof Error ? e.message : String(e) };
  }
}

/** Has the engine say what arrays or pictures hold. */
async function look(name: string, files: Record<string, ArrayBuffer>, reading: Reading): Promise<void> {
  const mine = ++turn;
  opened = files;
  bytes = undefined;
  waiting.value = true;
  const engine = engineFor('network');
  try {
    await engine.files(files);
    const { test: _, ...options } = reading;
    const found = await engine.call<Found>('examples', { name, among: Object.keys(files), options });
    if (mine === turn) openPreview.value = { at: 'arrays', name: found.file, found, reading };
  } catch (e) {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: e instanceof Error ? e.message : String(e), reading };
  } finally {
    if (mine === turn) waiting.value = false;
  }
}

/** Takes in a dropped or chosen file. */
export async function acceptFile(file: File): Promise<void> {
  if (room.peek() !== 'network') go('network');
  sheet.value = false;
  const mine = ++turn;
  const name = file.name || 'table.csv';
  if (file.size > MAX_BYTES) {
    openPreview.value = { at: 'refused', name, why: t.network.tooLarge(name, size(file.size), size(MAX_BYTES)) };
    return;
  }
  if (file.size === 0) {
    openPreview.value = { at: 'refused', name, why: t.network.emptyFile(name) };
    return;
  }
  openPreview.value = { at: 'reading', name };
  try {
    const b = await file.arrayBuffer();
    if (mine === turn) await read(name, b, {});
  } catch {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: t.network.unreadable(name) };
  }
}

/** Takes in pasted text as a file. */
export function acceptText(text: string): void {
  void acceptFile(new File([text], 'pasted.csv', { type: 'text/csv' }));
}

/** Reads the bytes in the engine and shows what is in them. */
async function read(name: string, b: ArrayBuffer, reading: Reading): Promise<void> {
  const mine = ++turn;
  bytes = b;
  waiting.value = true;
  try {
    const { test: _, ...options } = reading;
    const table = await engineFor('network').call<Table>('csv', { name, options }, b);
    if (mine === turn) openPreview.value = { at: 'table', name, table, reading };
  } catch (e) {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: e instanceof Error ? e.message : String(e), reading };
  } finally {
    if (mine === turn) waiting.value = false;
  }
}

/** Reads the same file another way. */
export function reread(change: Reading): void {
  const p = openPreview.peek();
  if (p?.at === 'arrays') {
    openPreview.value = { ...p, reading: { ...p.reading, ...change } };
    if (change.task) void look(p.name, opened, { ...p.reading, ...change });
    return;
  }
  if (!bytes || !p || (p.at !== 'table' && p.at !== 'refused')) return;
  const reading = { ...p.reading, ...change };
  // The share of test examples does not change what was read.
  if (p.at === 'table' && Object.keys(change).join() === 'test') openPreview.value = { ...p, reading };
  else void read(p.name, bytes, reading);
}

/** Opens the preview: of the file that is trained on, or of none yet. */
export function open(): void {
  sheet.value = false;
  const { file, ...data } = network.peek().data;
  const b = file === undefined ? undefined : bytesOf(file);
  const all = file === undefined ? null : filesOf(network.peek().data);
  if (file !== undefined && all && (file.endsWith('/') || ARRAY.test(file))) void look(file, all, data as Reading);
  else if (file === undefined || !b) openPreview.value = { at: 'empty' };
  else {
    openPreview.value = { at: 'reading', name: file };
    void read(file, b, data as Reading);
  }
}

export function close(): void {
  turn++;
  bytes = undefined;
  waiting.value = false;
  openPreview.value = null;
}

/** Trains on what the preview shows. */
export async function train(): Promise<void> {
  const p = openPreview.peek();
  if (p?.at === 'arrays' && !waiting.peek()) {
    const use = Object.entries(opened).filter(([n]) => p.name.endsWith('/') || n === p.name || n === p.found.labels);
    return trainOn(p.name, Object.fromEntries(use), { file: p.name, ...p.reading, ...(p.found.labels && { labels: p.found.labels }) }, p.reading);
  }
  if (p?.at !== 'table' || !bytes || waiting.peek()) return;
  return trainOn(p.name, { [p.name]: bytes }, { file: p.name, ...p.reading }, p.reading);
}

async function trainOn(name: string, files: Record<string, ArrayBuffer>, data: DataSpec, reading: Reading): Promise<void> {
  waiting.value = true;
  const mine = turn;
  try {
    await engineFor('network').files(files);
    const s: NetworkSpec = { ...network.peek(), data };
    const i = await describe(s);
    if (mine !== turn) return;
    batch(() => {
      keepAll(name, files);
      const next = onData(network.peek(), data, i);
      remember(next, i);
      edit(next);
      openPreview.value = null;
      missing.value = null;
    });
  } catch (e) {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: e instanceof Error ? e.message : String(e), reading };
  } finally {
    if (mine === turn) waiting.value = false;
  }
}

/** A file for a Spec that came by a link: under the Spec's name it is read as the Spec says; under another it is a new one. */
export async function supply(name: string, file: File): Promise<void> {
  if (file.name !== name || file.size > MAX_BYTES) return acceptFiles([{ name: file.name, file }]);
  keep(name, await file.arrayBuffer());
}

/** The room's file input, which stays in the document so that every browser and every tool finds it. */
export const fileInput: { current: HTMLInputElement | null } = { current: null };
let wanted: string | null = null;

/** Lets the user choose a file; one of a certain name when a Spec waits for it. */
export function choose(name: string | null = null): void {
  if (name?.endsWith('/')) return chooseFolder();
  wanted = name;
  fileInput.current?.click();
}
/** Lets the user choose a folder, of pictures in folders. */
export function chooseFolder(): void {
  const input = fileInput.current;
  if (!input) return;
  wanted = null;
  input.webkitdirectory = true;
  input.click();
  input.webkitdirectory = false;
}
export function chosen(input: HTMLInputElement): void {
  const all = [...(input.files ?? [])];
  const f = all[0];
  if (f && wanted !== null && all.length === 1 && !wanted.endsWith('/')) void supply(wanted, f);
  else void acceptFiles(all.map((file) => ({ name: file.webkitRelativePath || file.name, file })));
  wanted = null;
  input.value = ''; // the same file again is a choice too
}

/** The files of a drop, those in folders too, with their paths. */
export async function droppedFiles(data: DataTransfer): Promise<Named[]> {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => !!e);
  if (!entries.some((e) => e.isDirectory)) return [...data.files].map((file) => ({ name: file.name, file }));
  const all: Named[] = [];
  const walk = async (e: FileSystemEntry): Promise<void> => {
    if (e.isFile) {
      const file = await new Promise<File>((done, failed) => (e as FileSystemFileEntry).file(done, failed));
      all.push({ name: e.fullPath.replace(/^\//, ''), file });
      return;
    }
    const reader = (e as FileSystemDirectoryEntry).createReader();
    for (;;) { // a reader gives a part at a time
      const part = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
      if (part.length === 0) return;
      for (const c of part) await walk(c);
    }
  };
  for (const e of entries) await walk(e);
  return all;
}
