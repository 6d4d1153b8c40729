// A cloud of starts: many runs of one method at once, drawn where they are at the step that is shown.
import { effect, signal } from '@preact/signals';
import { catalog } from '../../catalog.js';
import { Engine } from '../../engine.js';
import { int } from '../../format.js';
import type { SurfaceSpec } from '../../spec.js';
import { complain, surface } from '../../store.js';
import { Select, Switch } from '../../ui/choose.js';
import { Slider } from '../../ui/slider.js';
import { annotate, computedSteps, nameOf, shown, state } from './run.js';

interface Places { step: number; run: number; /** x, y of each start's iterate; NaN where it has diverged. */ places: Float32Array; census?: Record<string, number> }
export const cloud = signal<Places | null>(null);

type Ask = NonNullable<SurfaceSpec['cloud']>;
const FIRST: Ask = { run: 0, starts: 200, radius: 0.5 };
const STARTS = { name: 'starts', label: 'starts', help: 'How many.', min: 1, default: FIRST.starts, max: catalog.limits.starts ?? 2000, log: true, int: true };
const RADIUS = { name: 'radius', label: 'radius', help: 'How far around the start they are spread.', min: 1e-3, default: FIRST.radius, max: 10, log: true };

let engine: Engine | undefined;
let busy = false;
let failed: unknown = null;

/** One request at a time, for what is shown then; the newest wins. */
async function ask(): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (;;) {
      const spec = surface.peek();
      const step = shown.peek();
      if (!spec.cloud || failed === spec) return;
      engine ??= new Engine('aux');
      const census = state.peek() !== 'running';
      try {
        const r = await engine.call<Omit<Places, 'run'>>('cloud', { spec, step, census });
        if (surface.peek().cloud) cloud.value = { ...r, run: spec.cloud.run };
      } catch (e) {
        failed = spec; // an invalid Spec is said where it is edited
        if (surface.peek() === spec) complain(e, 'The cloud could not be made');
        return;
      }
      if (surface.peek() === spec && shown.peek() === step && (census || state.peek() === 'running')) return;
    }
  } finally {
    busy = false;
  }
}

effect(() => {
  shown.value; state.value;
  if (surface.value.cloud) void ask();
  else {
    cloud.value = null;
    engine?.close();
    engine = undefined;
  }
});

export function CloudLayer() {
  const s = surface.value;
  const c = s.cloud;
  const now = cloud.value;
  const ends = Object.entries(now?.census ?? {}).sort((a, b) => b[1] - a[1]);
  return (
    <>
      <Switch label="Cloud of starts" checked={!!c} onChange={(on) => annotate({ cloud: on ? FIRST : undefined })} />
      {c && (
        <>
          {s.runs.length > 1 && <Select label="Cloud of" options={s.runs.map((_, i) => ({ id: String(i), name: `${i + 1}: ${nameOf(i)}` }))} value={String(Math.min(c.run, s.runs.length - 1))} onChange={(id) => annotate({ cloud: { ...c, run: +id } })} />}
          <Slider param={STARTS} owner="Cloud" value={c.starts} onChange={(starts) => annotate({ cloud: { ...c, starts } })} />
          <Slider param={RADIUS} owner="Cloud" value={c.radius} onChange={(radius) => annotate({ cloud: { ...c, radius } })} />
          <p class="help" role="status">{computedSteps.value === 0 ? 'Spread around the start. Run to see where they go.' : ends.length ? `At step ${int(now!.step)}: ${ends.map(([kind, n]) => `${int(n)} ${kind === 'moving' ? 'moving' : kind === 'diverged' ? 'gone to infinity' : `at a ${kind === 'degenerate' ? 'degenerate point' : kind}`}`).join(', ')}.` : `At step ${int(now?.step ?? 0)}.`}</p>
        </>
      )}
    </>
  );
}
