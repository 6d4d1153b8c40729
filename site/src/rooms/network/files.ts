// Files of the user, held in memory by name: a Spec names them, and their bytes never leave the device.
import { signal } from '@preact/signals';
import type { DataSpec } from '../../spec.js';

const held = new Map<string, ArrayBuffer>();
/** Counts the files taken in, for those who wait for one. */
export const taken = signal(0);

export function keep(name: string, bytes: ArrayBuffer): void {
  held.set(name, bytes);
  taken.value++;
}
/** Takes in the files that data are made of. A folder then holds these alone. */
export function keepAll(data: string, files: Record<string, ArrayBuffer>): void {
  if (data.endsWith('/')) for (const n of [...held.keys()]) if (n.startsWith(data) && !(n in files)) held.delete(n);
  for (const [n, b] of Object.entries(files)) keep(n, b);
}
export const bytesOf = (name: string): ArrayBuffer | undefined => held.get(name);

/** The files that data need, by name: none for a generated set; null when one is missing. */
export function filesOf(data: DataSpec): Record<string, ArrayBuffer> | null {
  const { file, labels } = data;
  if (file === undefined) return {};
  const names = file.endsWith('/') ? [...held.keys()].filter((n) => n.startsWith(file)) : [file, ...(labels ? [labels] : [])];
  const all = names.flatMap((n) => (held.has(n) ? [[n, held.get(n)!] as const] : []));
  return names.length > 0 && all.length === names.length ? Object.fromEntries(all) : null;
}

/** The first file that data need and that is not here. */
export function missingOf(data: DataSpec): string | null {
  const { file, labels } = data;
  if (file === undefined || filesOf(data)) return null;
  return held.has(file) && labels ? labels : file;
}

/** Megabytes as people say them: 12 MB, 0.4 MB, 2.1 GB. */
export function size(bytes: number): string {
  const mb = bytes / 1e6;
  return mb >= 1000 ? `${(mb / 1000).toFixed(1)} GB` : mb >= 10 ? `${Math.round(mb)} MB` : mb >= 0.1 ? `${mb.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
