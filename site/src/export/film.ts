// A recording of a run: its steps are shown one after the other, as a person would scrub through them, and the view's pictures recorded.
import { signal } from '@preact/signals';
import { computedSteps, pinned } from '../rooms/surface/run.js';
import { viewNow } from '../rooms/surface/view.js';
import { complain, say } from '../store.js';
import { t } from '../words/words.js';
import { save } from './files.js';

/** How long a recording is at most, in seconds. */
export const SECONDS = 8;
const FORMATS = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];

/** The part that is recorded, 0 … 1; null while nothing is. */
export const recorded = signal<number | null>(null);
let stop: (() => void) | null = null;

/** What the browser records, or why it records nothing. */
export function recordable(): { type: string } | { why: string } {
  if (typeof MediaRecorder === 'undefined' || typeof HTMLCanvasElement.prototype.captureStream !== 'function') return { why: t.take.noVideo };
  const type = FORMATS.find((f) => MediaRecorder.isTypeSupported(f));
  return type ? { type } : { why: t.take.noFormat };
}

/** How many steps are shown in a second, in a film of at most SECONDS. */
const pace = (steps: number): number => Math.max(steps / SECONDS, 30);
export const length = (steps: number): number => steps / pace(steps);

/** Ends a recording, and saves what there is of it. */
export const endRecording = (): void => stop?.();

/** Records the run that is there, from its first step to its last, on the page's own ground. */
export async function record(): Promise<void> {
  const view = viewNow();
  const can = recordable();
  const steps = computedSteps.peek();
  if (recorded.peek() !== null || !view || steps === 0 || 'why' in can) return;
  const before = pinned.peek();
  const canvas = document.createElement('canvas');
  const k = Math.min(2, Math.max(1, devicePixelRatio || 1));
  const { w, h } = view.size;
  canvas.width = 2 * Math.round((w * k) / 2); // encoders want even sides
  canvas.height = 2 * Math.round((h * k) / 2);
  const c = canvas.getContext('2d')!;
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--raised').trim();
  const leave = view.follow((paint, ratio) => {
    c.setTransform(1, 0, 0, 1, 0, 0);
    c.fillStyle = ground;
    c.fillRect(0, 0, canvas.width, canvas.height);
    c.setTransform(k / ratio, 0, 0, k / ratio, 0, 0);
    paint(c);
  });
  try {
    const parts: Blob[] = [];
    const stream = canvas.captureStream(30);
    const r = new MediaRecorder(stream, { mimeType: can.type, videoBitsPerSecond: 8e6 });
    r.ondataavailable = (e) => e.data.size > 0 && parts.push(e.data);
    const over = new Promise<void>((done, failed) => {
      r.onstop = () => done();
      r.onerror = () => failed(new Error(t.take.recordingStopped));
    });
    recorded.value = 0;
    pinned.value = 0;
    r.start(500);
    await play(steps);
    r.stop();
    await over;
    for (const track of stream.getTracks()) track.stop();
    if (parts.length === 0) throw new Error(t.take.recordedNothing);
    const type = can.type.split(';')[0]!;
    const name = `run.${type.split('/')[1]}`;
    save(name, new Blob(parts, { type }), type);
    say({ kind: 'note', title: t.take.recorded, text: t.take.recordedAs(steps, name) });
  } catch (e) {
    complain(e, t.take.notRecorded);
  } finally {
    leave();
    recorded.value = null;
    stop = null;
    pinned.value = before;
  }
}

/** Shows step after step at an even pace, and the last one for a moment. */
function play(steps: number): Promise<void> {
  return new Promise((done) => {
    const rate = pace(steps);
    const t0 = performance.now();
    let asked = 0;
    stop = () => {
      cancelAnimationFrame(asked);
      done();
    };
    const next = () => {
      const at = ((performance.now() - t0) / 1000) * rate;
      pinned.value = Math.min(steps, Math.round(at));
      recorded.value = Math.min(1, at / steps);
      if (at >= steps + rate / 2) return done();
      asked = requestAnimationFrame(next);
    };
    asked = requestAnimationFrame(next);
  });
}
