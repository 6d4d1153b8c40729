// Formulas: a tree of MathML from the catalog, with numbers put in place of @name leaves.
import { type ComponentChildren, createElement, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Formula, MathNode } from '../catalog.js';
import { num } from '../format.js';

/** A box that scrolls sideways when its formula is too long, and can be reached by the keyboard only then. */
export function Aside({ class: name, label, children }: { class: string; label: string; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  // Before the first paint, so that no one meets a box that scrolls and cannot be reached; a formula changes neither the
  // box's size nor its own when its font arrives or its numbers change, so each of these is watched.
  useLayoutEffect(() => reach(box.current!));
  useEffect(() => {
    const el = box.current!;
    const measure = () => reach(el);
    const watch = new ResizeObserver(measure);
    watch.observe(el);
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, []);
  return <div class={name} ref={box} role="group" aria-label={label}>{children}</div>;
}

function reach(el: HTMLElement) {
  if (el.scrollWidth > el.clientWidth + 1) el.tabIndex = 0;
  else el.removeAttribute('tabindex');
}

export interface MathProps {
  formula: Formula;
  /** Numbers for the leaves @lr, @noise, …; a leaf without one shows its name. */
  values?: Record<string, number>;
  block?: boolean;
  /** Begins with f(x, y) =, or, of any number of variables, with f =. */
  f?: boolean | 'many';
}

export function MathML({ formula, values, block, f }: MathProps) {
  const tree = formula.mathml;
  const kids: MathNode[] = Array.isArray(tree) && tree[0] === 'math' ? tree.slice(2) as MathNode[] : [tree];
  return <math display={block ? 'block' : 'inline'}><mrow>{f && (f === 'many' ? OF_X : OF_XY).map((n, i) => build(n, {}, i))}{kids.map((n, i) => build(n, values ?? {}, 100 + i))}</mrow></math>;
}
const OF_X: MathNode[] = [['mi', null, 'f'], ['mo', null, '=']];
const OF_XY: MathNode[] = [['mi', null, 'f'], ['mo', { stretchy: 'false' }, '('], ['mi', null, 'x'], ['mo', null, ','], ['mi', null, 'y'], ['mo', { stretchy: 'false' }, ')'], ['mo', null, '=']];

function build(n: MathNode, values: Record<string, number>, key: number): VNode | string {
  if (typeof n === 'string') return n;
  const [tag, attrs, ...kids] = n;
  const only = kids.length === 1 ? kids[0] : undefined;
  if (typeof only === 'string' && only.trim().startsWith('@')) return leaf(only.trim().slice(1), values, key);
  return createElement(tag, { ...attrs, key }, ...kids.map((k, i) => build(k, values, i)));
}

/** 0.05 as itself, 1e-8 as 10 to the −8. */
function leaf(name: string, values: Record<string, number>, key: number): VNode {
  const v = values[name];
  if (v === undefined) return <mi key={key} mathvariant="normal">{name}</mi>;
  const a = Math.abs(v);
  if (v !== 0 && (a < 1e-4 || a >= 1e6)) {
    const [m = '1', e = '0'] = v.toExponential().split('e');
    const power = <msup><mn>10</mn><mn>{e.replace('-', '−').replace('+', '')}</mn></msup>;
    return m === '1' ? <mrow key={key}>{power}</mrow> : <mrow key={key}><mn>{m.replace('-', '−')}</mn><mo>·</mo>{power}</mrow>;
  }
  return <mn key={key}>{num(v, 6)}</mn>;
}
