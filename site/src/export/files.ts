// Files that leave the page: what the engine writes, byte for byte as `saddlelab export` does, and what the page itself draws.
import { filesOf } from '../rooms/network/files.js';
import type { Spec } from '../spec.js';
import { engineFor } from '../store.js';

/** The formats of core/export that the page offers. */
export type Format = 'py' | 'ipynb' | 'csv' | 'json' | 'npz' | 'safetensors' | 'bib' | 'cite';
const NAMES: Record<Format, [name: string, type: string]> = {
  py: ['run.py', 'text/x-python'], ipynb: ['run.ipynb', 'application/x-ipynb+json'], csv: ['run.csv', 'text/csv'], json: ['run.json', 'application/json'],
  npz: ['weights.npz', 'application/octet-stream'], safetensors: ['weights.safetensors', 'application/octet-stream'], bib: ['saddlelab.bib', 'application/x-bibtex'], cite: ['citation.txt', 'text/plain'],
};

/** A Spec, or the run of it that is there, in a format. Rejects with a sentence for the user. */
export async function written(format: Format, spec: Spec, run = 0): Promise<Uint8Array<ArrayBuffer>> {
  const engine = engineFor(spec.kind);
  const files = spec.kind === 'network' ? filesOf(spec.data) : null;
  if (files) await engine.files(files);
  const { bytes } = await engine.call<{ bytes: Uint8Array<ArrayBuffer> }>('export', { format, spec, run, page: location.href.replace(/#.*$/, '') });
  return bytes;
}

/** Writes it and gives it to the user. */
export async function download(format: Format, spec: Spec, run = 0): Promise<void> {
  const [name, type] = NAMES[format];
  save(name, await written(format, spec, run), type);
}

/** Gives the user a file. */
export function save(name: string, content: BlobPart, type: string): void {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(new Blob([content], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}
