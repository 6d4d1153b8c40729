// The small pictures on the cards of the rooms.
import { useEffect, useRef } from 'preact/hooks';
import { drawGround } from '../surface/draw.js';
import { card } from './hero.js';

/** Himmelblau's function from above, painted once the engine has computed it. */
export function SurfacePicture() {
  const el = useRef<HTMLCanvasElement>(null);
  const g = card.value;
  useEffect(() => {
    if (!g || !el.current) return;
    const size = Math.round(el.current.clientWidth * (devicePixelRatio || 1));
    el.current.width = el.current.height = Math.max(1, size);
    drawGround(el.current.getContext('2d')!, g, { contours: true, critical: false }, size, devicePixelRatio || 1);
  }, [g]);
  return <canvas class="pic" ref={el} aria-hidden="true" />;
}

/** Two interleaved spirals, as the data set of that name has them. */
export function SpiralsPicture() {
  const dots = [];
  for (let k = 0; k < 44; k++) {
    const r = 6 + 1.9 * k, a = 0.17 * k + 0.6;
    const x = r * Math.cos(a), y = r * Math.sin(a);
    dots.push(<circle key={`a${k}`} cx={100 + x} cy={100 - y} r="3.4" fill="var(--r1)" />, <rect key={`b${k}`} x={100 - x - 3} y={100 + y - 3} width="6" height="6" fill="var(--r2)" />);
  }
  return <svg class="pic" viewBox="0 0 200 200" aria-hidden="true">{dots}</svg>;
}
