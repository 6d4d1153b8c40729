// Lecture mode: the question, one figure, the numbers, and keys; nothing else is on the screen.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { catalog } from '../../catalog.js';
import { num, plain } from '../../format.js';
import { experiment } from '../../store.js';
import { at, place } from '../../ui/slider.js';
import { Picture } from './figure.js';
import { digits, Verdict } from './results.js';
import { done, entry, report, reset, set, state, toggle } from './run.js';
import { t } from '../../words/words.js';

export const lecturing = signal(false);

/** Fills the screen where the browser allows it; lecture mode is there either way. */
export async function lecture(on: boolean): Promise<void> {
  lecturing.value = on;
  document.documentElement.classList.toggle('lecturing', on);
  try {
    if (on) await document.documentElement.requestFullscreen?.();
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // a frame may forbid it: the page then fills its window
  }
}

const page = (by: number): void => {
  const to = catalog.experiments[catalog.experiments.indexOf(entry.peek()) + by];
  if (to) location.hash = `learn/${to.id}`;
};

/** Moves the first parameter by a notch of a twentieth of its slider. */
function nudge(by: number): void {
  const p = entry.peek().params[0];
  if (!p) return;
  const v = experiment.peek().params[p.name] ?? p.default;
  const to = p.int && p.max - p.min <= 20 ? Math.min(p.max, Math.max(p.min, v + by)) : at(p, Math.min(1, Math.max(0, place(p, v) + by / 20)));
  if (to !== v) set({ [p.name]: to });
}

export function Lecture() {
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const act = { ' ': toggle, ArrowRight: () => page(1), PageDown: () => page(1), ArrowLeft: () => page(-1), PageUp: () => page(-1), ArrowUp: () => nudge(1), ArrowDown: () => nudge(-1), r: reset, R: reset, Escape: () => void lecture(false) }[e.key];
      if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      act();
    };
    const left = () => {
      if (!document.fullscreenElement) void lecture(false);
    };
    addEventListener('keydown', key, true);
    document.addEventListener('fullscreenchange', left);
    return () => {
      removeEventListener('keydown', key, true);
      document.removeEventListener('fullscreenchange', left);
      document.documentElement.classList.remove('lecturing');
    };
  }, []);
  const e = entry.value;
  const r = report.value;
  const m = r?.measures[0];
  const s = experiment.value;
  const type = Math.max(16, Math.round(0.0205 * Math.min(innerWidth, innerHeight)));
  const first = e.params[0];
  return (
    <main id="main" class="lecture" tabIndex={-1}>
      <header><h1>{e.question}</h1></header>
      <div class="stage">
        <div>{r?.figures[0] && <Picture figure={r.figures[0]} type={type} />}</div>
        {m && (
          <div class="big">
            {m.predicted !== null && <div><div class="k">{t.learn.predictedBig(m.name, m.relation)}</div><div class="x num">{digits(m.predicted)} {m.unit && <small>{m.unit}</small>}</div></div>}
            <div><div class="k">{t.learn.measuredBig}</div><div class="x m num">{m.measured === null ? '…' : digits(m.measured)} {m.ci95 !== null && m.measured !== null && <small>± {num(m.ci95, 2)}</small>}</div></div>
            <Verdict m={m} state={state.value} />
          </div>
        )}
      </div>
      <footer>
        <span class="params num">{e.params.slice(0, 5).map((p) => <span key={p.name}><b>{p.label.split(' ')[0]}</b> {plain(s.params[p.name] ?? p.default)} </span>)}</span>
        <span class="sp">{state.value === 'running' && `${Math.round((100 * done.value) / Math.max(1, r?.pieces ?? 1))} %`}</span>
        <span><kbd>{t.learn.spaceKey}</kbd> {t.learn.keyRun}</span>{first && <span><kbd>↑</kbd> <kbd>↓</kbd> {first.label.split(' ')[0]}</span>}<span><kbd>R</kbd> {t.learn.keyReset}</span><span><kbd>→</kbd> {t.learn.keyNext}</span><span><kbd>Esc</kbd> {t.learn.keyLeave}</span>
      </footer>
    </main>
  );
}
