// Run or pause, one step, reset, new seed, the scrubber with the runners' events, the step, the speed. Widths are fixed: nothing jumps.
import type { ComponentChildren } from 'preact';
import { embedded, shows } from '../embed.js';
import { phone, sheet } from '../store.js';
import { Icon, Marker } from './icon.js';
import { Select } from './choose.js';
import { t } from '../words/words.js';

/** Something that happened to a run at a step: it settled, left the box, diverged. */
export interface TransportEvent { k: number; step: number; label: string }
export interface Speed { id: string; name: string; rate: number }
/** Steps per second at 1× are the room's own; 0 is as fast as possible. */
export const speeds = (unit: number): Speed[] => [
  ...[0.1, 0.25, 0.5, 1, 2, 5, 10].map((x) => ({ id: String(x), name: `${x}×`, rate: unit * x })),
  { id: 'max', name: 'max', rate: 0 },
];

export interface TransportProps {
  running: boolean;
  onToggle(): void;
  onStep(): void;
  onReset(): void;
  onSeed(): void;
  /** Where the picture stands, what has been computed, where the run ends; in steps. */
  at: number;
  computed: number;
  total: number;
  /** What is said in place of "step 3 of 400". */
  where?: string;
  /** No scrubber handle to drag where absent. */
  onScrub?(at: number): void;
  events?: TransportEvent[];
  speeds: Speed[];
  speed: string;
  onSpeed(id: string): void;
  /** Text of the phone's button that opens the sheet. */
  adjust?: string;
  /** The engine is being loaded: said in place of the step. */
  busy?: boolean;
  seed?: number;
  children?: ComponentChildren;
}

export function Transport(p: TransportProps) {
  const part = p.total > 0 ? (100 * p.at) / p.total : 0;
  const where = p.where ?? t.ui.stepOf(p.at, p.total);
  return (
    <div class="time" role="group" aria-label={t.ui.transport}>
      {shows('run') && <button type="button" class="b p ic" aria-label={p.running ? t.ui.pause : t.ui.runGo} title={p.running ? t.ui.pauseKey : t.ui.runKey} onClick={p.onToggle} aria-busy={p.busy}><Icon name={p.running ? 'pause' : 'play'} /></button>}
      {shows('step') && <button type="button" class="b ic" aria-label={t.ui.oneStep} title={t.ui.oneStepKey} onClick={p.onStep}><Icon name="step" /></button>}
      {shows('reset') && <button type="button" class="b ic" aria-label={t.ui.reset} title={t.ui.resetKey} onClick={p.onReset}><Icon name="reset" /></button>}
      {shows('seed') && <button type="button" class="b ic" aria-label={t.ui.newSeed} title={p.seed === undefined ? t.ui.newSeedKey : t.ui.newSeedNow(p.seed)} onClick={p.onSeed}><Icon name="seed" /></button>}
      {shows('scrub') && <div class="scrub">
        <div class="ev" aria-hidden="true">
          {p.events?.map((e) => <i key={`${e.k} ${e.label}`} style={{ left: `${(100 * e.step) / p.total}%` }} title={e.label}><Marker k={e.k} /></i>)}
        </div>
        {p.onScrub
          ? <input type="range" min="0" max={p.total} step="1" value={p.at} style={{ '--p': `${part}%` }} aria-label={t.ui.shownStep} aria-valuetext={where} onInput={(e) => {
            const v = Math.min(+e.currentTarget.value, p.computed);
            e.currentTarget.value = String(v);
            p.onScrub!(v);
          }} />
          : <div class="bars" role="progressbar" aria-label={t.ui.doneSteps} aria-valuemin={0} aria-valuemax={p.total} aria-valuenow={p.at}><i style={{ width: `${part}%` }} /></div>}
      </div>}
      {phone.value && !embedded && <button type="button" class="b sp" aria-haspopup="dialog" onClick={() => (sheet.value = true)}><Icon name="adjust" />{p.adjust ?? t.ui.adjust}</button>}
      <span class="step num u">{p.busy ? t.ui.loadingEngine : where}</span>
      {shows('speed') && <Select class="speed" label={t.ui.speed} options={p.speeds} value={p.speed} onChange={p.onSpeed} />}
      {p.children}
    </div>
  );
}
