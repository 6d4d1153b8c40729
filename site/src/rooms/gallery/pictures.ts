// The drawings of the gallery, made by site/gallery.mjs from runs of the engine; fetched when the gallery is first opened.
import { signal } from '@preact/signals';
import { galleryPictures } from '../../assets.js';

/** One path or marker in a picture of 240 × 180: a level of f (o: from the lowest, 0, to the highest, 1), a run, its end, its start, an axis. */
export interface Shape { k: string; d?: string; o?: number; x?: number; y?: number }

/** By the id of the exhibit; null until they are here. A gallery without them is a list with its words. */
export const pictures = signal<Record<string, Shape[]> | null>(null);
export function loadPictures(): void {
  if (!pictures.peek()) galleryPictures().then((p) => (pictures.value = p as Record<string, Shape[]>), () => {});
}
