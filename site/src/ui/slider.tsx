// One number: its name, a field to type it, a track to drag it, a tick at its default. Logarithmic where the catalog says so.
import { useEffect, useId, useState } from 'preact/hooks';
import type { Param } from '../catalog.js';
import { parse, plain, tidy } from '../format.js';
import { t } from '../words/words.js';

const STEPS = 1000;

/** Where v stands on the track, 0 … 1. A logarithmic track that starts at 0 gives its first hundredth to 0. */
export function place(p: Param, v: number): number {
  if (p.max <= p.min) return 0;
  const c = Math.min(p.max, Math.max(p.min, v));
  if (!p.log) return (c - p.min) / (p.max - p.min);
  const lo = floor(p);
  const t = Math.log(Math.max(c, lo) / lo) / Math.log(p.max / lo);
  return p.min > 0 ? t : c < lo ? 0 : 0.01 + 0.99 * t;
}
/** The value at t of the track: place's inverse, rounded to what the track can tell apart. */
export function at(p: Param, t: number): number {
  if (t <= 0) return p.min;
  if (t >= 1) return p.max;
  let v: number;
  if (!p.log) v = p.min + t * (p.max - p.min);
  else {
    const lo = floor(p);
    const u = p.min > 0 ? t : (t - 0.01) / 0.99;
    if (u < 0) return p.min;
    v = lo * (p.max / lo) ** u;
  }
  if (p.int) return Math.round(v);
  const step = (p.max - p.min) / STEPS;
  const r = p.log ? tidy(v, 2) : Number((Math.round(v / step) * step).toFixed(Math.max(0, Math.ceil(-Math.log10(step)))));
  return Math.min(p.max, Math.max(p.min, r));
}
const floor = (p: Param): number => (p.min > 0 ? p.min : p.max * 1e-5);

/** What is wrong with v for p, as a sentence, or null. */
export function fault(p: Param, v: number): string | null {
  if (Number.isNaN(v)) return t.ui.notNumber;
  if (v < p.min || v > p.max) return t.ui.fromTo(p.min, p.max);
  if (p.int && !Number.isInteger(v)) return t.ui.wholeOnly;
  return null;
}

export interface SliderProps {
  param: Param;
  value: number;
  /** Called with valid values only. */
  onChange(v: number): void;
  /** Numbers at the ends of the track. */
  ends?: boolean;
  /** What goes before the label for screen readers, where several sliders share a label: "Run 2". */
  owner?: string;
  disabled?: boolean;
}

export function Slider({ param: p, value, onChange, ends, owner, disabled }: SliderProps) {
  const [text, setText] = useState(plain(value));
  const [wrong, setWrong] = useState<string | null>(null);
  const [told, setTold] = useState(false);
  const id = useId();
  const why = useId();
  useEffect(() => {
    setText(plain(value));
    setWrong(null);
  }, [value, p.name]);
  const name = owner ? `${owner}, ${p.label}` : p.label;
  const commit = (typed: string) => {
    const v = parse(typed);
    const f = fault(p, v);
    setWrong(f);
    if (f) return;
    setText(plain(v));
    if (v !== value) onChange(v);
  };
  const here = place(p, value);
  const slide = (e: Event) => {
    const v = at(p, +(e.currentTarget as HTMLInputElement).value / STEPS);
    if (v !== value) onChange(v);
  };
  // One press of an arrow key changes a whole number by one, whatever the track's own step.
  const key = (e: KeyboardEvent) => {
    const d = e.key === 'ArrowRight' || e.key === 'ArrowUp' ? 1 : e.key === 'ArrowLeft' || e.key === 'ArrowDown' ? -1 : 0;
    if (!d) return;
    e.preventDefault();
    let v = value;
    if (p.int) v = value + d;
    else for (let k = 1; v === value && k <= 20; k++) v = at(p, here + (d * k * 10) / STEPS);
    v = Math.min(p.max, Math.max(p.min, v));
    if (v !== value) onChange(v);
  };
  const home = place(p, p.default);
  return (
    <div class="ctl">
      {p.help ? <button type="button" class="n" title={p.help} aria-label={t.ui.whatIs(name)} aria-expanded={told} aria-controls={why} onClick={() => setTold(!told)}>{p.label}</button> : <span class="n">{p.label}</span>}
      <input class="v num" inputMode="decimal" value={text} aria-label={name} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? id : p.help ? why : undefined} disabled={disabled} autocomplete="off"
        onInput={(e) => setText(e.currentTarget.value)} onChange={(e) => commit(e.currentTarget.value)}
        onKeyDown={(e) => {
          e.stopPropagation();
          if (e.key === 'Escape') { setText(plain(value)); setWrong(null); }
          if (e.key === 'Enter') commit(e.currentTarget.value);
        }} />
      <span class="tr">
        <input type="range" min="0" max={STEPS} step="1" value={Math.round(here * STEPS)} style={{ '--p': `${100 * here}%` }} aria-label={t.ui.slider(name)} aria-valuetext={plain(value)} aria-describedby={p.help ? why : undefined} disabled={disabled} onInput={slide} onKeyDown={key} />
        <button type="button" class="dflt" tabIndex={-1} aria-hidden="true" style={{ left: `calc(8px + (100% - 16px) * ${home})` }} title={t.ui.backTo(p.default)} disabled={disabled} onClick={() => onChange(p.default)} />
      </span>
      {ends && <span class="ends num"><span>{plain(p.min)}</span><span>{plain(p.max)}</span></span>}
      {p.help && <span class="help why" id={why} hidden={!told}>{p.help}</span>}
      {wrong && <span class="wrongnum" id={id} role="alert">{wrong}</span>}
    </div>
  );
}

export interface NumberFieldProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  int?: boolean;
  onChange(v: number): void;
  /** Shown before the field, an italic symbol by default. */
  symbol?: string;
}
/** A number without a track. */
export function NumberField({ label, value, min = -Infinity, max = Infinity, int, onChange, symbol }: NumberFieldProps) {
  const [text, setText] = useState(plain(value));
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  useEffect(() => {
    setText(plain(value));
    setWrong(null);
  }, [value]);
  const commit = (typed: string) => {
    const v = parse(typed);
    const bad = Number.isNaN(v) ? t.ui.notNumber : v < min || v > max ? t.ui.fromTo(min, max) : int && !Number.isInteger(v) ? t.ui.wholeOnly : null;
    setWrong(bad);
    if (!bad && v !== value) onChange(v);
    else if (!bad) setText(plain(v));
  };
  return (
    <label class="numfield">
      {symbol && <i class="sym" aria-hidden="true">{symbol}</i>}
      <input class="field num" inputMode="decimal" value={text} aria-label={label} aria-invalid={wrong ? true : undefined} aria-describedby={wrong ? id : undefined} autocomplete="off"
        onInput={(e) => setText(e.currentTarget.value)} onChange={(e) => commit(e.currentTarget.value)}
        onKeyDown={(e) => {
          e.stopPropagation();
          if (e.key === 'Enter') commit(e.currentTarget.value);
        }} />
      {wrong && <span class="wrongnum" id={id} role="alert">{wrong}</span>}
    </label>
  );
}
