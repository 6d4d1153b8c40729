// A network's function of one number, with the examples that it is trained on.
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import type { Fit } from '../../engine.js';
import { themed } from '../../store.js';
import { num } from '../../format.js';
import { Numbers, saying } from '../../ui/numbers.js';
import { language, t } from '../../words/words.js';

export function FitView({ f }: { f: Fit | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef(f);
  last.current = f;
  const id = useId();
  const all = useMemo(() => ({ names: ['x', t.network.says], columns: f ? [f.x, f.y] : [[], []] }), [f, language.value]);
  const draw = () => {
    const el = canvas.current, d = last.current;
    if (!el || !d) return;
    const px = Math.min(3, devicePixelRatio || 1);
    const [w, h] = [el.clientWidth, el.clientHeight];
    el.width = w * px;
    el.height = h * px;
    const c = el.getContext('2d')!;
    const css = getComputedStyle(el);
    const get = (n: string) => css.getPropertyValue(n).trim();
    c.scale(px, px);
    let lo = Infinity, hi = -Infinity;
    for (let k = 1; k < d.points.length; k += 2) { // the data set the scale: a network may be anywhere
      lo = Math.min(lo, d.points[k]!);
      hi = Math.max(hi, d.points[k]!);
    }
    const pad = 0.3 * (hi - lo || 1);
    lo -= pad;
    hi += pad;
    const x0 = d.x[0]!, x1 = d.x[d.x.length - 1]!;
    const X = (x: number) => 44 + ((x - x0) / (x1 - x0)) * (w - 54);
    const Y = (y: number) => h - 22 - ((y - lo) / (hi - lo)) * (h - 32);
    c.font = `12px ${css.fontFamily}`;
    c.fillStyle = get('--ink-3');
    c.strokeStyle = get('--line');
    c.lineWidth = 1;
    for (const t of [0, 0.25, 0.5, 0.75, 1]) {
      const v = lo + t * (hi - lo);
      c.beginPath();
      c.moveTo(44, Y(v));
      c.lineTo(w - 10, Y(v));
      c.stroke();
      c.textAlign = 'right';
      c.fillText(num(v, 2), 38, Y(v) + 4);
      c.textAlign = 'center';
      c.fillText(num(x0 + t * (x1 - x0), 2), X(x0 + t * (x1 - x0)), h - 6);
    }
    c.save();
    c.beginPath();
    c.rect(44, 0, w - 54, h - 22);
    c.clip();
    c.strokeStyle = get('--r1');
    c.lineWidth = 2;
    c.beginPath();
    d.x.forEach((x, k) => (k ? c.lineTo(X(x), Y(d.y[k]!)) : c.moveTo(X(x), Y(d.y[k]!))));
    c.stroke();
    c.fillStyle = get('--r2');
    for (let k = 0; k < d.points.length; k += 2) {
      c.beginPath();
      c.arc(X(d.points[k]!), Y(d.points[k + 1]!), 3, 0, 2 * Math.PI);
      c.fill();
    }
    c.restore();
  };
  useEffect(draw, [f, themed.value]);
  useEffect(() => {
    const watch = new ResizeObserver(draw);
    watch.observe(canvas.current!);
    return () => watch.disconnect();
  }, []);
  return (
    <>
      <div class="plot fittedbox">
        <canvas ref={canvas} class="fitted" role="img" aria-label={t.network.fitLabel} aria-describedby={id} />
        <p class="vh" id={id}>{saying(all)}</p>
        <Numbers label={t.network.fitLabel} {...all} sound="linear" />
      </div>
      <p class="help">{t.network.fitHelp}</p>
    </>
  );
}
