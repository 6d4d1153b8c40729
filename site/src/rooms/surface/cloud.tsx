// A cloud of starts: many runs of one method at once, drawn where they are at the step that is shown.
import { effect, signal } from '@preact/signals';
import { catalog } from '../../catalog.js';
import { Engine } from '../../engine.js';
import type { SurfaceSpec } from '../../spec.js';
import { complain, surface } from '../../store.js';
import { Select, Switch } from '../../ui/choose.js';
import { Slider } from '../../ui/slider.js';
import { annotate, computedSteps, nameOf, shown, state } from './run.js';
import { t } from '../../words/words.js';

interface Places { step: number; run: number; /** x, y of each start's iterate; NaN where it has diverged. */ places: Float32Array; census?: Record<string, number> }
export const cloud = signal<Places | null>(null);

type Ask = NonNullable<SurfaceSpec['cloud']>;
const FIRST: Ask = { run: 0, starts: 200, radius: 0.5 };
const starts = () => ({ name: 'starts', label: t.surface.starts, help: t.surface.startsHelp, min: 1, default: FIRST.starts, max: catalog.limits.starts ?? 2000, log: true, int: true });
const radius = () => ({ name: 'radius', label: t.surface.radius, help: t.surface.radiusHelp, min: 1e-3, default: FIRST.radius, max: 10, log: true });

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
        if (surface.peek() === spec) complain(e, t.surface.cloudFailed);
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
      <Switch label={t.surface.cloudOfStarts} checked={!!c} onChange={(on) => annotate({ cloud: on ? FIRST : undefined })} />
      {c && (
        <>
          {s.runs.length > 1 && <Select label={t.surface.cloudOf} options={s.runs.map((_, i) => ({ id: String(i), name: `${i + 1}: ${nameOf(i)}` }))} value={String(Math.min(c.run, s.runs.length - 1))} onChange={(id) => annotate({ cloud: { ...c, run: +id } })} />}
          <Slider param={starts()} owner={t.surface.cloud} value={c.starts} onChange={(starts) => annotate({ cloud: { ...c, starts } })} />
          <Slider param={radius()} owner={t.surface.cloud} value={c.radius} onChange={(radius) => annotate({ cloud: { ...c, radius } })} />
          <p class="help" role="status">{computedSteps.value === 0 ? t.surface.cloudEmpty : t.surface.cloudAt(now?.step ?? 0, ends)}</p>
        </>
      )}
    </>
  );
}
