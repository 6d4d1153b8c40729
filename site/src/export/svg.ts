// Charts as SVG: the rooms' curves from what uPlot has laid out, the course's from what stands on the page. Colours and type are written
// into the picture, so that it looks the same wherever it is opened.
import type uPlot from 'uplot';
import { type ChartProps, drawnCharts } from '../ui/chart.js';
import { markerPath } from '../ui/icon.js';

export interface Picture { name: string; svg(): string }

/** Every chart that is on the page now, by name. */
export function chartsHere(): Picture[] {
  const rooms = [...drawnCharts].map((c) => ({ name: headingOf(c.plot.root) ?? nameOf(c.props().label), svg: () => ofPlot(c.plot, c.props(), headingOf(c.plot.root) ?? '') }));
  const course = [...document.querySelectorAll<SVGSVGElement>('main svg.chart')].map((e) => ({ name: nameOf(e.closest('[aria-label]')?.getAttribute('aria-label') ?? ''), svg: () => ofElement(e) }));
  return [...rooms, ...course];
}

/** "Gradient norm" of "Gradient norm of 2 runs against the step …". */
const nameOf = (label: string): string => label.split(/ of | against |[,.:;]/)[0]!.trim().slice(0, 40) || 'Chart';

/** The heading that stands over a chart, or the name of its pane. */
function headingOf(e: Element): string | undefined {
  const box = e.closest('.plot')?.parentElement;
  return (box?.querySelector(':scope > h2')?.firstChild?.textContent ?? box?.closest('section[aria-label]')?.getAttribute('aria-label'))?.trim();
}

const esc = (s: string): string => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const at = (v: number): string => String(Math.round(v * 100) / 100);

/** What uPlot knows of an axis once it is laid out; its types leave these two out. */
type LaidOut = uPlot.Axis & { _splits?: number[]; _values?: (string | null)[] };

function ofPlot(u: uPlot, p: ChartProps, name: string): string {
  const css = reader();
  const px = devicePixelRatio || 1;
  const box = { x: u.bbox.left / px, y: u.bbox.top / px, w: u.bbox.width / px, h: u.bbox.height / px };
  const keys = p.series.length > 1 ? places(p.series.map((s) => 46 + 7 * [...s.label].length), box.x, u.width) : [];
  const [w, h] = [u.width, u.height + (keys.length ? 10 + ROW * (keys[keys.length - 1]!.row + 1) : 0)];
  const X = (v: number) => box.x + u.valToPos(v, 'x');
  const Y = (v: number) => box.y + u.valToPos(v, 'y');
  const [ax, ay] = u.axes as [LaidOut, LaidOut];
  const out: string[] = [];
  const ticks = (a: LaidOut, draw: (v: number, text: string) => void) => a._splits?.forEach((v, i) => draw(v, a._values?.[i] ?? ''));
  ticks(ax, (v, text) => {
    const x = X(v);
    if (x < box.x - 1 || x > box.x + box.w + 1) return;
    out.push(`<line x1="${at(x)}" x2="${at(x)}" y1="${at(box.y)}" y2="${at(box.y + box.h)}" stroke="${css('--grid')}"/>`, `<text x="${at(x)}" y="${at(box.y + box.h + 16)}" text-anchor="middle">${esc(text)}</text>`);
  });
  ticks(ay, (v, text) => {
    const y = Y(v);
    if (y < box.y - 1 || y > box.y + box.h + 1) return;
    out.push(`<line x1="${at(box.x)}" x2="${at(box.x + box.w)}" y1="${at(y)}" y2="${at(y)}" stroke="${css('--grid')}"/>`, `<text x="${at(box.x - 6)}" y="${at(y + 4)}" text-anchor="end">${esc(text)}</text>`);
  });
  out.push(`<line x1="${at(box.x)}" x2="${at(box.x + box.w)}" y1="${at(box.y + box.h)}" y2="${at(box.y + box.h)}" stroke="${css('--axis')}"/>`);
  out.push(`<clipPath id="c"><rect x="${at(box.x)}" y="${at(box.y - 2)}" width="${at(box.w)}" height="${at(box.h + 4)}"/></clipPath>`);
  const xs = u.data[0];
  const ends: string[] = [];
  p.series.forEach((s, i) => {
    const ys = u.data[i + 1] ?? [];
    let path = '', pen = false, last: [number, number] | null = null;
    for (let k = 0; k < Math.min(xs.length, ys.length); k++) {
      const v = ys[k];
      const y = v === null || v === undefined ? NaN : Y(v);
      if (!Number.isFinite(y)) {
        pen = false;
        continue;
      }
      const x = X(xs[k]!);
      path += `${pen ? 'L' : 'M'}${at(x)} ${at(y)}`;
      pen = true;
      last = [x, y];
    }
    const colour = css(s.color);
    out.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="${s.width ?? 2}" stroke-linejoin="round"${s.dash ? ` stroke-dasharray="${s.dash.join(' ')}"${s.dash[0]! < 1 ? ' stroke-linecap="round"' : ''}` : ''} clip-path="url(#c)"/>`);
    if (last && s.marker) ends.push(`<path d="${markerPath(s.marker, last[0], last[1], 4.5)}" fill="${s.marker === 7 ? css('--raised') : colour}" stroke="${s.marker === 7 ? colour : css('--raised')}" stroke-width="1.5"/>`);
  });
  out.push(...ends);
  keys.forEach(({ x, row }, i) => {
    const s = p.series[i]!, y = u.height + ROW * row + 9;
    out.push(`<line x1="${at(x)}" x2="${at(x + 26)}" y1="${at(y)}" y2="${at(y)}" stroke="${css(s.color)}" stroke-width="${s.width ?? 2}"${s.dash ? ` stroke-dasharray="${s.dash.join(' ')}"${s.dash[0]! < 1 ? ' stroke-linecap="round"' : ''}` : ''}/>`);
    if (s.marker) out.push(`<path d="${markerPath(s.marker, x + 13, y, 4)}" fill="${s.marker === 7 ? css('--raised') : css(s.color)}" stroke="${s.marker === 7 ? css(s.color) : 'none'}"/>`);
    out.push(`<text x="${at(x + 32)}" y="${at(y + 4)}">${esc(s.label)}</text>`);
  });
  return wrap(w, h + HEAD, p.label, css, `<text x="${at(box.x)}" y="16" font-weight="600" fill="${css('--ink')}">${esc(name)}</text>\n<g transform="translate(0 ${HEAD})">\n${out.join('\n')}\n</g>`);
}

const HEAD = 18;
const ROW = 20;
/** Where the keys of a legend stand: one after the other, in as many rows as the width asks for. */
function places(widths: number[], left: number, right: number): { x: number; row: number }[] {
  let [x, row] = [left, 0];
  return widths.map((w) => {
    if (x > left && x + w > right) [x, row] = [left, row + 1];
    const at = { x, row };
    x += w;
    return at;
  });
}

/** A reader of the page's custom properties. */
function reader(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(name).trim();
}

function wrap(w: number, h: number, title: string, css: (name: string) => string, body: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${at(w)}" height="${at(h)}" viewBox="0 0 ${at(w)} ${at(h)}" font-family="${esc(css('--sans'))}" font-size="12" fill="${css('--ink-3')}">\n<title>${esc(title)}</title>\n<rect width="100%" height="100%" fill="${css('--raised')}"/>\n${body}\n</svg>\n`;
}

/** What of an element's style a picture has to carry along. */
const STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-style', 'font-weight', 'text-anchor', 'paint-order'];

/** An SVG of the page with its styles written into it. */
function ofElement(e: SVGSVGElement): string {
  const copy = e.cloneNode(true) as SVGSVGElement;
  const from = [e, ...e.querySelectorAll<SVGElement>('*')], to = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  from.forEach((a, i) => {
    const style = getComputedStyle(a);
    for (const name of STYLES) {
      const v = style.getPropertyValue(name);
      if (v) to[i]!.style.setProperty(name, v);
    }
    to[i]!.removeAttribute('class');
  });
  const css = reader();
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', css('--raised'));
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.removeAttribute('aria-hidden');
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}
