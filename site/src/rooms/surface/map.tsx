// The contour map: heights in viridis, contour lines, critical points, and the runs' paths with their dashes. Click sets the start.
import { useEffect, useRef } from 'preact/hooks';
import { effect } from '@preact/signals';
import { num } from '../../format.js';
import { surface, themed } from '../../store.js';
import { anatomy, drawAnatomy } from './anatomy.js';
import { basins, picture } from './basins.js';
import { cloud } from './cloud.js';
import { drawField, field, which } from './field.js';
import { pictureOf, strict } from './strict.js';
import { drawCloud, drawGround, drawPoints, drawRuns, placer } from './draw.js';
import { grid, heightAt, held, histories, hover, layers, meansAt, shown, startAt, startPlace, version } from './run.js';
import { t } from '../../words/words.js';
import { SAYS } from './says.js';

export function SurfaceMap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const keyed = useRef(false);

  useEffect(() => {
    const el = canvas.current!;
    const ground = document.createElement('canvas');
    let of: unknown = null;
    const small = document.createElement('canvas');
    let drawnOf: unknown = null;
    const regions = document.createElement('canvas');
    let strictOf: unknown = null;
    let asked = 0;
    const draw = () => {
      asked = 0;
      const px = Math.min(3, devicePixelRatio || 1);
      const size = Math.max(1, Math.round(el.clientWidth * px));
      if (el.width !== size) el.width = el.height = size;
      const g = grid.peek();
      const key = `${size} ${JSON.stringify(layers.peek())}`;
      if (of !== g || ground.dataset.key !== key) {
        ground.width = ground.height = size;
        ground.dataset.key = key;
        of = g;
        if (g) drawGround(ground.getContext('2d')!, g, layers.peek(), size, px);
      }
      const c = el.getContext('2d')!;
      c.clearRect(0, 0, size, size);
      c.drawImage(ground, 0, 0);
      if (!g) return;
      const spec = surface.peek();
      const b = basins.peek();
      if (b && b.of === JSON.stringify(spec.surface)) {
        if (drawnOf !== b) {
          small.width = small.height = b.n;
          small.getContext('2d')!.putImageData(picture(b, g), 0, 0);
          drawnOf = b;
        }
        c.imageSmoothingEnabled = false;
        c.drawImage(small, 0, 0, size, size);
        drawPoints(c, g, size, px);
      }
      const st = strict.peek();
      if (st) {
        if (strictOf !== st) {
          regions.width = regions.height = st.n;
          regions.getContext('2d')!.putImageData(pictureOf(st), 0, 0);
          strictOf = st;
        }
        c.imageSmoothingEnabled = false;
        const h = size / (st.n - 1);
        c.drawImage(regions, -h / 2, -h / 2, size + h, size + h); // the grid's points are the middles of its pixels
        drawPoints(c, g, size, px);
      }
      const f = field.peek();
      if (f) drawField(c, g, f, size, px);
      const cl = cloud.peek();
      if (cl) drawCloud(c, g, cl, size, px);
      const runs = histories.slice(0, spec.runs.length).map((h) => ({ xs: h.column('x'), ys: h.column('y'), end: Math.min(shown.peek(), h.length - 1) }));
      drawRuns(c, g, { key: `room ${held}`, runs, means: meansAt(shown.peek()), start: startPlace(), hover: hover.peek() }, size, px);
      drawAnatomy(c, placer(g, size), px);
    };
    const ask = () => void (asked ||= requestAnimationFrame(draw));
    const stop = effect(() => {
      version.value; shown.value; grid.value; hover.value; layers.value; surface.value; themed.value; anatomy.value; basins.value; strict.value; field.value; which.value; cloud.value;
      ask();
    });
    const watch = new ResizeObserver(ask);
    watch.observe(el);
    return () => {
      stop();
      watch.disconnect();
      cancelAnimationFrame(asked);
      hover.value = null;
    };
  }, []);

  const at = (e: { clientX: number; clientY: number }) => {
    const g = grid.peek();
    const r = canvas.current!.getBoundingClientRect();
    if (!g) return null;
    const [x0, x1, y0, y1] = g.box;
    return { x: x0 + ((e.clientX - r.left) / r.width) * (x1 - x0), y: y1 - ((e.clientY - r.top) / r.height) * (y1 - y0) };
  };
  const key = (e: KeyboardEvent) => {
    const g = grid.peek();
    if (!g) return;
    const [x0, x1, y0, y1] = g.box;
    const [sx, sy] = startPlace();
    const h = hover.peek() ?? { x: sx, y: sy };
    const by = e.shiftKey ? 0.005 : 0.02;
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[e.key];
    if (move) {
      keyed.current = true;
      hover.value = { x: Math.min(x1, Math.max(x0, h.x + move[0]! * by * (x1 - x0))), y: Math.min(y1, Math.max(y0, h.y + move[1]! * by * (y1 - y0))) };
    } else if (e.key === 'Enter') startAt(h.x, h.y);
    else return;
    e.preventDefault();
  };
  return (
    <div class="mapbox">
      <canvas ref={canvas} tabIndex={0} role="application" aria-roledescription={t.surface.mapRole} aria-label={t.surface.mapLabel} aria-describedby={SAYS}
        onPointerMove={(e) => e.pointerType === 'mouse' && (hover.value = at(e))} onPointerLeave={() => (hover.value = null)}
        onClick={(e) => { const p = at(e); if (p) startAt(p.x, p.y); }} onKeyDown={key} onBlur={() => keyed.current && (hover.value = null)} />
      <ReadOut />
    </div>
  );
}

function ReadOut() {
  const h = hover.value;
  const g = grid.value;
  if (!h || !g) return null;
  const [x0, x1, y0, y1] = g.box;
  const u = (h.x - x0) / (x1 - x0), v = 1 - (h.y - y0) / (y1 - y0);
  const style = { [u > 0.6 ? 'right' : 'left']: `calc(${100 * (u > 0.6 ? 1 - u : u)}% + 8px)`, [v > 0.75 ? 'bottom' : 'top']: `calc(${100 * (v > 0.75 ? 1 - v : v)}% + 8px)` };
  return <div class="pill num" style={style}>x {num(h.x, 3)} &nbsp;y {num(h.y, 3)}<br />f {num(heightAt(g, h.x, h.y))}</div>;
}
