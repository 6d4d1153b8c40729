// The strict-saddle property as a layer of the map: where the gradient is large, where the function curves down, where it is near a
// strongly convex minimum, and what is left over.
import { effect, signal } from '@preact/signals';
import type { Param } from '../../catalog.js';
import { num } from '../../format.js';
import type { Analyse } from '../../spec.js';
import { complain, engineFor, surface } from '../../store.js';
import { Switch } from '../../ui/choose.js';
import { Slider } from '../../ui/slider.js';
import { annotate } from './run.js';
import { t } from '../../words/words.js';

interface Strict {
  n: number;
  /** A bit each: 1 large gradient, 2 curves down, 4 near a minimum, 8 no value; 0 violates the property. */
  regions: Uint8Array;
  shares: { gradient: number; curvature: number; convex: number; left: number };
  holds: boolean;
  /** The largest constants that the grid allows, the others kept; null where there is no bound. */
  alpha: number | null;
  epsilon: number | null;
  convex: boolean[];
}
type Ask = NonNullable<Analyse['strict_saddle']>;

const FIRST: Ask = { alpha: 0.05, gamma: 0.5, epsilon: 0.15, delta: 0.2 };
const param = (name: string, label: string, help: string, max: number): Param => ({ name, label, help, min: max * 1e-3, default: FIRST[name as 'alpha'] ?? 0, max, log: true });
const params = () => [
  param('epsilon', t.surface.epsilon, t.surface.epsilonHelp, 10),
  param('gamma', t.surface.gamma, t.surface.gammaHelp, 10),
  param('delta', t.surface.delta, t.surface.deltaHelp, 2),
  param('alpha', t.surface.alpha, t.surface.alphaHelp, 10),
];
const COLORS: Record<'convex' | 'curvature' | 'gradient' | 'left', [number, number, number]> = { convex: [0, 158, 115], curvature: [230, 159, 0], gradient: [86, 180, 233], left: [20, 22, 28] };

/** What was found for the Spec; null while the layer is off. */
export const strict = signal<Strict | null>(null);
let asked = '';

effect(() => {
  const s = surface.value;
  const ask = s.analyse?.strict_saddle;
  if (!ask) {
    asked = '';
    strict.value = null;
    return;
  }
  const key = JSON.stringify([s.surface, ask]);
  if (key === asked) return;
  asked = key;
  engineFor('surface').call<Strict>('strict', { spec: s }).then(
    (r) => { if (asked === key) strict.value = r; },
    (e: unknown) => {
      if (asked !== key) return;
      annotate({ analyse: { ...surface.peek().analyse, strict_saddle: undefined } });
      complain(e, t.surface.strictFailed);
    },
  );
});

export function StrictLayer() {
  const ask = surface.value.analyse?.strict_saddle;
  const r = strict.value;
  const set = (strict_saddle: Ask | undefined) => {
    const { strict_saddle: _, ...rest } = surface.peek().analyse ?? {};
    annotate({ analyse: strict_saddle ? { ...rest, strict_saddle } : rest });
  };
  return (
    <>
      <Switch label={t.surface.strictMap} checked={!!ask} onChange={(on) => set(on ? FIRST : undefined)} />
      {ask && (
        <div class="stricts">
          {params().map((p) => <Slider key={p.name} param={p} owner={t.surface.strict} value={ask[p.name as 'alpha']} onChange={(v) => set({ ...ask, [p.name]: v })} />)}
          {r && (
            <>
              <ul class="regions">
                <Region of="gradient" share={r.shares.gradient}>‖∇<i class="sym">f</i>‖ ≥ ε</Region>
                <Region of="curvature" share={r.shares.curvature}>λ min ≤ −γ</Region>
                <Region of="convex" share={r.shares.convex}>{t.surface.nearMinimum}</Region>
                <Region of="left" share={r.shares.left}>{t.surface.noneOfThese}</Region>
              </ul>
              <p class="help">{r.holds ? t.surface.strictHolds : t.surface.strictFails}
                {t.surface.strictBounds(r.epsilon, r.alpha !== null && r.alpha > 0 ? r.alpha : null)}
                {r.convex.some((c) => !c) && t.surface.notConvex(r.convex.filter((c) => !c).length, r.convex.length)}</p>
            </>
          )}
        </div>
      )}
    </>
  );
}

function Region({ of, share, children }: { of: keyof typeof COLORS; share: number; children: preact.ComponentChildren }) {
  return <li><span class="chipbox" style={{ background: `rgb(${COLORS[of].join(' ')})` }} /><span>{children}</span><span class="num u">{num(100 * share, 3)} %</span></li>;
}

/** A picture of the regions, n × n, north up. What is left over is chequered, so that colour is not all that tells it. */
export function pictureOf(r: Strict): ImageData {
  const image = new ImageData(r.n, r.n);
  for (let j = 0; j < r.n; j++) {
    for (let i = 0; i < r.n; i++) {
      const v = r.regions[j * r.n + i]!;
      if (v & 8) continue;
      const c = v & 4 ? COLORS.convex : v & 2 ? COLORS.curvature : v & 1 ? COLORS.gradient : (i >> 1) + (j >> 1) & 1 ? COLORS.left : [255, 255, 255];
      image.data.set([...c, v ? 190 : 235], 4 * ((r.n - 1 - j) * r.n + i));
    }
  }
  return image;
}
