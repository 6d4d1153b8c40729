// Files come in here: dropped, chosen or pasted. What was read is shown first; the training that is there goes on untouched.
import { batch, signal } from '@preact/signals';
import { catalog } from '../../catalog.js';
import type { DataSpec, NetworkSpec } from '../../spec.js';
import { edit, engineFor, go, network, room, sheet } from '../../store.js';
import { onData } from './data.js';
import { bytesOf, keep, size } from './files.js';
import { describe, remember } from './info.js';
import { missing } from './run.js';
import type { Table } from './table.js';

/** More than this is refused before a byte of it is read. */
const MAX_BYTES = catalog.limits.file_bytes ?? 64e6;

/** How a file is read, as the Spec says it; what is absent is found out. */
export type Reading = Pick<DataSpec, 'label' | 'header' | 'separator' | 'missing' | 'task' | 'test'>;

export type Open =
  | { at: 'empty' }
  | { at: 'paste' }
  | { at: 'reading'; name: string }
  | { at: 'refused'; name: string; why: string; reading?: Reading }
  | { at: 'table'; name: string; table: Table; reading: Reading };

/** What stands in place of the pictures while a file is being looked at. */
export const openPreview = signal<Open | null>(null);
export const waiting = signal(false);

let bytes: ArrayBuffer | undefined;
let turn = 0;

/** Takes in a dropped or chosen file. */
export async function acceptFile(file: File): Promise<void> {
  if (room.peek() !== 'network') go('network');
  sheet.value = false;
  const mine = ++turn;
  const name = file.name || 'table.csv';
  if (file.size > MAX_BYTES) {
    openPreview.value = { at: 'refused', name, why: `${name} has ${size(file.size)}; a page takes files of up to ${size(MAX_BYTES)}. Nothing of it was read. Leave out rows or columns and open it again.` };
    return;
  }
  if (file.size === 0) {
    openPreview.value = { at: 'refused', name, why: `${name} is empty: there is nothing in it to train on.` };
    return;
  }
  openPreview.value = { at: 'reading', name };
  try {
    const b = await file.arrayBuffer();
    if (mine === turn) await read(name, b, {});
  } catch {
    if (mine === turn) openPreview.value = { at: 'refused', name, why: `${name} could not be read: it may be a folder, or gone by now.` };
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
  if (file === undefined || !b) openPreview.value = { at: 'empty' };
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
  if (p?.at !== 'table' || !bytes || waiting.peek()) return;
  waiting.value = true;
  const mine = turn;
  const b = bytes;
  const data: DataSpec = { file: p.name, ...p.reading };
  try {
    await engineFor('network').call('file', { name: p.name }, b);
    const s: NetworkSpec = { ...network.peek(), data };
    const i = await describe(s);
    if (mine !== turn) return;
    batch(() => {
      keep(p.name, b);
      const next = onData(network.peek(), data, i);
      remember(next, i);
      edit(next);
      openPreview.value = null;
      missing.value = null;
    });
  } catch (e) {
    if (mine === turn) openPreview.value = { at: 'refused', name: p.name, why: e instanceof Error ? e.message : String(e), reading: p.reading };
  } finally {
    if (mine === turn) waiting.value = false;
  }
}

/** A file for a Spec that came by a link: under the Spec's name it is read as the Spec says; under another it is a new one. */
export async function supply(name: string, file: File): Promise<void> {
  if (file.name !== name || file.size > MAX_BYTES) return acceptFile(file);
  keep(name, await file.arrayBuffer());
}

/** The room's file input, which stays in the document so that every browser and every tool finds it. */
export const fileInput: { current: HTMLInputElement | null } = { current: null };
let wanted: string | null = null;

/** Lets the user choose a file; one of a certain name when a Spec waits for it. */
export function choose(name: string | null = null): void {
  wanted = name;
  fileInput.current?.click();
}
export function chosen(input: HTMLInputElement): void {
  const f = input.files?.[0];
  if (f) void (wanted === null ? acceptFile(f) : supply(wanted, f));
  wanted = null;
  input.value = ''; // the same file again is a choice too
}

/** Takes tables and files from the clipboard, except where text is being typed. */
export function attachPaste(): () => void {
  const paste = (e: ClipboardEvent) => {
    if ((e.target as Element | null)?.closest?.('input, textarea, [contenteditable]')) return;
    const file = e.clipboardData?.files[0];
    const text = e.clipboardData?.getData('text/plain') ?? '';
    if (file) void acceptFile(file);
    else if (/\n/.test(text.trim()) && /[,;\t]/.test(text)) acceptText(text);
    else return;
    e.preventDefault();
  };
  addEventListener('paste', paste);
  return () => removeEventListener('paste', paste);
}
