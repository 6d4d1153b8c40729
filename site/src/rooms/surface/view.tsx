// The 3-D view of the Surface room: fed from the signals, restarted when its context is lost, replaced by the map where WebGL 2 is missing.
import { computed, effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { loadModule, onProgress, runExec } from '../../assets.js';
import { say, surface } from '../../store.js';
import { Icon } from '../../ui/icon.js';
import { flat } from '../../ui/solid.js';
import { View3D } from '../../view.js';
import { cloud } from './cloud.js';
import { sliceText } from './family.js';
import { pathOf } from './paths.js';
import { computedSteps, grid, heightAt, histories, hover, layers, meansAt, shown, startAt, startPlace, target, version } from './run.js';
import { t } from '../../words/words.js';
import { SAYS } from './says.js';

/** Whether there is no 3-D view. Asked once: the answer does not change while the page is open. */
export { flat };

const loading = signal<{ loaded: number; total: number } | null>({ loaded: 0, total: 0 });
const failed = signal<string | null>(null);
let ready = false;
const means = computed(() => {
  version.value;
  return meansAt(shown.value);
});
/** Where the pointer is on the map; the view itself shows no mark under its own pointer. */
const mapped = computed(() => (hover.value === own.value ? null : hover.value));
const own = signal<{ x: number; y: number } | null>(null);

let shownIn: View3D | null = null;
/** Where the camera is; null while there is no view. */
export const camera = () => shownIn?.camera ?? null;
/** The view that is there, for who takes its picture. */
export const viewNow = (): View3D | null => shownIn;

export function SurfaceView({ label }: { label: string }) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<View3D | null>(null);

  useEffect(() => {
    const el = host.current!;
    failed.value = null;
    const stopProgress = onProgress((p) => p.name === 'view' && !ready && (loading.value = p));
    const v = new View3D(el, {
      module: () => loadModule('view'),
      wasmExec: runExec,
      label,
      describedBy: SAYS,
      onPick: startAt,
      onHover: (p) => (hover.value = own.value = p && { x: p.x, y: p.y }),
      onReady: () => {
        ready = true;
        loading.value = null;
      },
      onLost: () => say({ kind: 'note', title: t.surface.restarted, text: t.surface.restartedText(computedSteps.peek()) }),
      onError: (m) => {
        loading.value = null;
        failed.value = m;
      },
    });
    view.current = shownIn = v;
    const stops = [
      effect(() => {
        const g = grid.value;
        if (g) v.setSurface({ n: g.n, box: g.box, heights: g.heights, zmin: g.zmin, zmax: g.zmax, log: g.logHeight });
      }),
      effect(() => {
        version.value;
        const head = shown.value;
        const n = surface.value.runs.length;
        v.setPaths(histories.slice(0, n).flatMap((h, i) => (h.length > 0 ? [{ style: i + 1, ...pathOf(i, head) }] : [])));
      }),
      effect(() => {
        const g = grid.value;
        const [x, y] = startPlace();
        v.setMarks([
          ...(g?.critical ?? []).map((c) => ({ x: c.x, y: c.y, f: c.f, kind: c.kind as 'minimum' })),
          ...(g ? [{ x, y, f: startHeight(x, y), kind: 'start' as const }] : []),
          ...(g ? means.value.map((m) => ({ x: m.x, y: m.y, f: m.f, kind: `mean${m.k}` as const })) : []),
          ...(g && cloud.value ? dots(cloud.value) : []),
          ...(g && mapped.value ? [{ ...mapped.value, f: heightAt(g, mapped.value.x, mapped.value.y), kind: 'hover' as const }] : []),
        ]);
      }),
      effect(() => v.setLayers(layers.value)),
      effect(() => {
        const to = target.value;
        if (to) v.flyTo(to.x, to.y);
        target.value = null;
      }),
    ];
    return () => {
      stops.forEach((s) => s());
      stopProgress();
      v.destroy();
      view.current = shownIn = null;
    };
  }, []);

  useEffect(() => view.current?.describe(label), [label]);

  return (
    <>
      <div class="fitbox"><div class="view" ref={host} /></div>
      {loading.value && <Loading {...loading.value} />}
      {failed.value && <p class="loading" role="status">{t.surface.noView(failed.value)}</p>}
      {grid.value?.slice && <p class="slicenote help" title={sliceText()}>{surface.value.surface.slice?.id === 'coordinates' ? t.surface.planeOf(grid.value.slice.d) : t.surface.planeFitted(grid.value.slice.d, grid.value.slice.explained)}</p>}
      <div class="viewtools">
        <button type="button" class="b q ic" aria-label={t.surface.cameraHome} title={t.surface.cameraHomeKey} onClick={() => view.current?.home(true)}><Icon name="home" /></button>
        <button type="button" class="b q ic" aria-label={t.surface.fullScreen} title={t.surface.fullScreen} onClick={() => void fullScreen(host.current!.closest('.pane')!)}><Icon name="full" /></button>
      </div>
    </>
  );
}

/** At most this many of a cloud are drawn in space: each is a mark of its own. */
const MOST = 500;
function dots(c: { run: number; places: Float32Array }) {
  const n = c.places.length / 2;
  const every = Math.ceil(n / MOST);
  return Array.from({ length: Math.ceil(n / every) }, (_, k) => ({ x: c.places[2 * k * every]!, y: c.places[2 * k * every + 1]!, f: 0, kind: `dot${c.run + 1}` as const }));
}

function Loading({ loaded, total }: { loaded: number; total: number }) {
  const part = total > 0 ? Math.min(1, loaded / total) : 0;
  return (
    <div class="loading">
      <div class="bars" role="progressbar" aria-label={t.surface.loadingView} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(100 * part)}><i style={{ width: `${100 * part}%` }} /></div>
      <p class="num">{t.surface.loadingText(loaded, total)}</p>
    </div>
  );
}

async function fullScreen(el: Element): Promise<void> {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : el.requestFullscreen());
  } catch {
    // some browsers refuse it in frames; the button then does nothing worse
  }
}

/** f at the start: of the first run's first row where there is one, else from the grid. */
function startHeight(x: number, y: number): number {
  const h = histories[0]!;
  if (h.length > 0 && h.at(0, 'x') === x && h.at(0, 'y') === y) return h.at(0, 'f');
  const g = grid.peek();
  return g ? heightAt(g, x, y) : 0;
}
