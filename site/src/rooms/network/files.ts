// Files of the user, held in memory by name: a Spec names them, and their bytes never leave the device.
import { signal } from '@preact/signals';

const held = new Map<string, ArrayBuffer>();
/** Counts the files taken in, for those who wait for one. */
export const taken = signal(0);

export function keep(name: string, bytes: ArrayBuffer): void {
  held.set(name, bytes);
  taken.value++;
}
export const bytesOf = (name: string): ArrayBuffer | undefined => held.get(name);

/** Megabytes as people say them: 12 MB, 0.4 MB, 2.1 GB. */
export function size(bytes: number): string {
  const mb = bytes / 1e6;
  return mb >= 1000 ? `${(mb / 1000).toFixed(1)} GB` : mb >= 10 ? `${Math.round(mb)} MB` : mb >= 0.1 ? `${mb.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1000))} kB`;
}
