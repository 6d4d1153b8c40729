// What the network says everywhere in the plane of two-dimensional data, with the training points on top.
import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Boundary } from '../../engine.js';
import { num } from '../../format.js';
import { dark, phone, themed } from '../../store.js';
import { ClassMark, palette } from './palette.js';
import { fit, points } from './scatter.js';
import { t } from '../../words/words.js';

/** Regions as a picture of n × n pixels: the class's colour, fading towards paper where the network is unsure. */
function regions(b: Boundary, classes: number, el: Element): HTMLCanvasElement {
  const c = document.createElement('canvas');
  c.width = c.height = b.n;
  const g = c.getContext('2d')!;
  const p = palette(el, dark.peek());
  const colours = Array.from({ length: classes }, (_, k) => p.region(k));
  const image = g.createImageData(b.n, b.n);
  const chance = 1 / Math.max(2, classes);
  for (let j = 0; j < b.n; j++) {
    for (let i = 0; i < b.n; i++) {
      const from = j * b.n + i;
      const to = ((b.n - 1 - j) * b.n + i) * 4; // y upwards
      const full = colours[b.cls[from]!] ?? p.paper;
      const sure = Math.max(0, (b.conf[from]! - chance) / (1 - chance)) ** 0.8;
      for (let k = 0; k < 3; k++) image.data[to + k] = p.paper[k]! + (full[k]! - p.paper[k]!) * sure;
      image.data[to + 3] = 255;
    }
  }
  g.putImageData(image, 0, 0);
  return c;
}

function draw(canvas: HTMLCanvasElement, b: Boundary, classes: number): void {
  const size = fit(canvas);
  if (!size) return;
  const g = canvas.getContext('2d')!;
  g.imageSmoothingEnabled = true;
  g.imageSmoothingQuality = 'high';
  g.drawImage(regions(b, classes, canvas), 0, 0, size, size);
  const r = (size / 400) * Math.max(2, Math.min(4, 56 / Math.sqrt(b.points.length / 3)));
  points(g, canvas, b.points, b.box, size, classes, r);
}

export function BoundaryView({ b, classes }: { b: Boundary | null; classes: string[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const last = useRef(b);
  last.current = b;
  const again = () => {
    if (canvas.current && last.current) draw(canvas.current, last.current, classes.length);
  };
  useEffect(again, [b, classes, themed.value]);
  useEffect(() => {
    const watch = new ResizeObserver(again);
    watch.observe(canvas.current!);
    return () => watch.disconnect();
  }, [classes]);

  const look = (e: TargetedPointerEvent<HTMLCanvasElement>) => {
    const box = e.currentTarget.getBoundingClientRect();
    setAt({ x: (e.clientX - box.left) / box.width, y: 1 - (e.clientY - box.top) / box.height });
  };
  // Without a pointer: arrow keys move the place that is read.
  const key = (e: KeyboardEvent) => {
    const d = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] } as Record<string, [number, number]>)[e.key];
    if (!d) return;
    e.preventDefault();
    e.stopPropagation();
    const by = e.shiftKey ? 0.01 : 0.05, from = at ?? { x: 0.5, y: 0.5 };
    setAt({ x: Math.max(0, Math.min(1, from.x + by * d[0])), y: Math.max(0, Math.min(1, from.y + by * d[1])) });
  };
  const under = at && b ? cell(b, at) : null;
  const name = (axis: 0 | 1) => b?.features?.[axis] || (axis ? 'y' : 'x');
  return (
    <div class="bound">
      <div class="inputplane">
        <canvas ref={canvas} tabIndex={0} role="application" aria-roledescription={t.surface.mapRole} aria-label={t.network.boundaryLabel(name(0), name(1), classes.length)} onKeyDown={key}
          onPointerMove={look} onPointerDown={look}
          onPointerLeave={(e) => e.pointerType === 'mouse' && setAt(null)} />
        {at && <i class="crosshair" style={{ left: `${100 * at.x}%`, bottom: `${100 * at.y}%` }} aria-hidden="true" />}
        <span class="axis x">{name(0)}</span>
        <span class="axis y">{name(1)}</span>
      </div>
      <div class="beside">
        <ul class="legend">{classes.map((c, i) => <li key={c}><ClassMark cls={i} />{/^-?[\d.]+$/.test(c) ? t.network.classNamed(c) : c}</li>)}</ul>
        <p class="cap">{t.network.boundaryHelp}</p>
        <dl class="facts says" aria-live="polite">
          <dt>{t.network.at}</dt><dd class="num">{under ? `${num(under.x, 3)}, ${num(under.y, 3)}` : phone.value ? t.network.touchPicture : t.network.pointPicture}</dd>
          <dt>{t.network.says}</dt><dd class="num">{under ? t.network.saysSure(classes[under.cls] ?? under.cls, under.conf) : '–'}</dd>
        </dl>
      </div>
    </div>
  );
}

function cell(b: Boundary, at: { x: number; y: number }) {
  const index = (t: number) => Math.max(0, Math.min(b.n - 1, Math.round(t * (b.n - 1))));
  const k = index(at.y) * b.n + index(at.x);
  const [x0, x1, y0, y1] = b.box;
  return { x: x0 + at.x * (x1 - x0), y: y0 + at.y * (y1 - y0), cls: b.cls[k]!, conf: b.conf[k]! };
}
