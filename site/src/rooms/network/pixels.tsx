// A small picture of the data: height × width brightnesses, or three planes of them, drawn pixel by pixel and enlarged by the browser.
import { useEffect, useRef } from 'preact/hooks';

export interface PixelsProps { pixels: Float32Array; h: number; w: number; /** 3 for colours, else only the first plane is drawn. */ channels?: number; lo: number; hi: number; label?: string }

/** lo is drawn black, hi white. */
export function Pixels({ pixels, h, w, channels = 1, lo, hi, label }: PixelsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const n = w * h;
    if (n === 0) return; // what is known is still of a set before this one, which had no pictures
    const g = canvas.current!.getContext('2d')!;
    const image = g.createImageData(w, h);
    const at = (i: number) => 20 + 225 * Math.max(0, Math.min(1, (pixels[i]! - lo) / (hi - lo || 1)));
    for (let i = 0; i < n; i++) image.data.set(channels === 3 ? [at(i), at(n + i), at(2 * n + i), 255] : [at(i), at(i), at(i) + 6, 255], 4 * i);
    g.putImageData(image, 0, 0);
  }, [pixels, h, w, channels, lo, hi]);
  return <canvas ref={canvas} class="px" width={w} height={h} style={{ aspectRatio: `${w} / ${h}` }} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })} />;
}

/** What to draw black and what white in a batch: most of the background's noise is dark, and a few bright pixels do not set the scale. */
export function span(pixels: Float32Array): [number, number] {
  const sorted = Float32Array.from(pixels).sort();
  const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
  return [at(0.12), at(0.985)];
}
