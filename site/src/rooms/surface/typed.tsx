// The function that is typed: its formula, its box, the numbers it names. What is wrong is said under the field and changes nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Engine } from '../../engine.js';
import type { SurfaceRef, SurfaceSpec } from '../../spec.js';
import { engineFor, surface } from '../../store.js';
import { NumberField, Slider } from '../../ui/slider.js';
import { change } from './run.js';
import { t } from '../../words/words.js';

/** What one finds on choosing to type a function. */
export const firstTyped: SurfaceRef = { id: 'formula', formula: 'x^2 - a y^2 + y^4/2', box: [-2, 2, -2, 2], constants: { a: 1 } };

const FIRST = 1;
/** Single letters that a formula holds besides x, y and e: a number each. */
const letters = (formula: string): string[] => (formula.match(/[A-Za-z_]\w*/g) ?? []).filter((n) => n.length === 1 && !'xyez'.includes(n));

/** The constants that a formula names, with the values they have had. */
function constantsOf(formula: string, had: Record<string, number>): Record<string, number> | undefined {
  const names = [...new Set(letters(formula))].sort();
  return names.length ? Object.fromEntries(names.map((n) => [n, had[n] ?? FIRST])) : undefined;
}

/** How many variables a formula has: the highest of x1, x2, …, or x and y. */
const variables = (f: SurfaceRef): number => Math.max(2, ...[...(f.formula ?? '').matchAll(/\bx(\d)\b/g)].map((m) => +m[1]!));

export function Typed() {
  const s = surface.value;
  const f = s.surface;
  const [text, setText] = useState(f.formula ?? '');
  const [wrong, setWrong] = useState<string | null>(null);
  const turn = useRef(0);
  const accepted = useRef(f.formula);
  useEffect(() => { // what came from elsewhere; what was typed here has gone on meanwhile
    if (f.formula === accepted.current) return;
    accepted.current = f.formula;
    setText(f.formula ?? '');
    setWrong(null);
  }, [f.formula]);
  const box = f.box ?? [-2, 2, -2, 2];

  /** Takes a function once the engine has accepted it; the newest wins. */
  const offer = async (next: SurfaceRef) => {
    const mine = ++turn.current;
    const now = surface.peek();
    const spec: SurfaceSpec = { ...now, surface: next };
    if (variables(next) !== variables(now.surface)) { // a start of as many numbers; the function has its own
      delete spec.start;
      delete spec.surface.slice;
      delete spec.analyse;
    }
    try {
      await (engineFor('surface') as Engine).call('validate', { spec });
      if (mine !== turn.current) return;
      setWrong(null);
      accepted.current = next.formula;
      change(spec);
    } catch (e) {
      if (mine === turn.current) setWrong((e instanceof Error ? e.message : String(e)).replace(/^surface\.formula: /, ''));
    }
  };
  const type = (formula: string) => {
    setText(formula);
    void offer({ ...f, formula, constants: constantsOf(formula, f.constants ?? {}) });
  };
  const many = variables(f) > 2;
  const side = (i: number) => (v: number) => void offer({ ...f, box: box.map((b, k) => (k === i ? v : b)) as SurfaceRef['box'] });
  return (
    <div class="typed">
      <label class="lb" for="typed-f">{many ? 'f(x1, x2, …) =' : 'f(x, y) ='}</label>
      <input id="typed-f" class={`field${wrong ? ' bad' : ''}`} value={text} spellcheck={false} autocomplete="off" autocapitalize="off" aria-invalid={wrong !== null} aria-describedby="typed-said"
        onInput={(e) => type(e.currentTarget.value)} />
      <p id="typed-said" class={wrong ? 'help wrong' : 'help'} role="status">{wrong ?? t.surface.typedHelp}</p>
      {Object.entries(f.constants ?? {}).map(([name, v]) => (
        <Slider key={name} owner={t.surface.constant} param={{ name, label: name, help: '', min: Math.min(-5, v), default: FIRST, max: Math.max(5, v) }} value={v} onChange={(x) => void offer({ ...f, constants: { ...f.constants, [name]: x } })} />
      ))}
      {!many && <><div class="row boxes">
        <NumberField label={t.surface.xFrom} symbol="x" value={box[0]} onChange={side(0)} />
        <NumberField label={t.surface.xTo} symbol="…" value={box[1]} onChange={side(1)} />
      </div>
      <div class="row boxes">
        <NumberField label={t.surface.yFrom} symbol="y" value={box[2]} onChange={side(2)} />
        <NumberField label={t.surface.yTo} symbol="…" value={box[3]} onChange={side(3)} />
      </div></>}
    </div>
  );
}
