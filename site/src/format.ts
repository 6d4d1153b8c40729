// Numbers as people read them: − for minus, thin spaces between thousands, powers of ten written out.

const THIN = '\u202f';
const SUPER = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** n as a superscript: −9 → ⁻⁹. */
export const superscript = (n: number): string => (n < 0 ? '⁻' : '') + [...String(Math.abs(n))].map((d) => SUPER[+d]).join('');

/** 10 to the n: −9 → 10⁻⁹. */
export const power = (n: number): string => (n === 0 ? '1' : n === 1 ? '10' : `10${superscript(n)}`);

const minus = (s: string): string => s.replace('-', '−');
const group = (digits: string): string => (digits.length > 4 ? digits.replace(/\B(?=(\d{3})+$)/g, THIN) : digits);

function spaced(s: string): string {
  const [whole = '', part] = s.split('.');
  const sign = whole.startsWith('-') ? '−' : '';
  return sign + group(whole.replace('-', '')) + (part === undefined ? '' : `.${part}`);
}

/** A whole number: 10000 → 10 000. */
export const int = (v: number): string => (Number.isFinite(v) ? spaced(String(Math.round(v))) : odd(v));

/** Always d digits after the point, so that columns stand still. */
export const fixed = (v: number, d: number): string => (Number.isFinite(v) ? spaced((Math.abs(v) < 0.5 * 10 ** -d ? 0 : v).toFixed(d)) : odd(v));

/** A fraction as a percentage: 0.985 → 98.5 %. */
export const percent = (v: number, d = 1): string => (Number.isFinite(v) ? `${fixed(100 * v, d)}${THIN}%` : odd(v));

function odd(v: number): string {
  return Number.isNaN(v) ? '–' : v > 0 ? '∞' : '−∞';
}

/** Any number in about `digits` significant digits: 0.511, 13.31, 5.4 · 10⁻¹⁰. null and NaN give –. */
export function num(v: number | null | undefined, digits = 4): string {
  if (v === null || v === undefined || !Number.isFinite(v)) return odd(v ?? NaN);
  if (v === 0) return '0';
  const a = Math.abs(Number(v.toPrecision(digits))); // as it will be read: 0.00099999 is 0.001
  if (a < 1e-3 || a >= 1e6) {
    const [m = '', e = '0'] = v.toExponential(Math.min(1, digits - 1)).split('e');
    return `${minus(m)} · ${power(+e)}`;
  }
  const s = v.toPrecision(digits);
  return spaced(Number(s).toString().includes('e') ? s : String(Number(s)));
}

/** The shortest text that reads back as v, for fields that can be edited. */
export const plain = (v: number): string => (Number.isFinite(v) ? minus(minus(String(v))) : '');

/** Reads what people type: −, a comma for the point, spaces, 3e-4, 10^-3. NaN when it is no number. */
export function parse(text: string): number {
  const t = text.trim().replace(/[−–]/g, '-').replace(/[\s\u202f\u00a0]/g, '').replace(',', '.');
  const p = /^(?:([-+]?\d*\.?\d+)[·*x])?10\^(-?\d+)$/.exec(t);
  if (p) return Number(p[1] ?? 1) * 10 ** Number(p[2]);
  return t === '' ? NaN : Number(t);
}

/** v rounded to the number of digits that a slider can tell apart. */
export const tidy = (v: number, digits = 3): number => Number(v.toPrecision(digits));

/** A moment as people say it: "14:05" today, "26 November, 14:05" before. */
export function when(ms: number, now = Date.now()): string {
  const [d, today] = [new Date(ms), new Date(now)];
  const time = `${String(d.getHours()).padStart(2, '0')}:${String(d.getMinutes()).padStart(2, '0')}`;
  if (d.toDateString() === today.toDateString()) return time;
  const year = d.getFullYear() === today.getFullYear() ? undefined : ('numeric' as const);
  return `${d.toLocaleDateString(document.documentElement.lang || 'en', { day: 'numeric', month: 'long', year })}, ${time}`;
}
