// Pointer, wheel and keyboard of the view, turned into a few gestures. The overlay lets vertical swipes scroll the page.

export interface Gestures {
  /** By radians. */
  orbit(yaw: number, pitch: number): void;
  /** The distance is multiplied by k. */
  zoom(k: number): void;
  /** A click or tap at the css position in the view. */
  tap(x: number, y: number): void;
  /** Where a pointer rests that is not pressed; null: nowhere. */
  hover(x: number, y: number): void;
  leave(): void;
  home(): void;
}

const PER_PIXEL = 0.0085; // radians; a drag over 370 px turns half round
const STEP = Math.PI / 36; // of an arrow key
const STILL = 6; // px a finger may move within a tap
const DOUBLE = 280; // ms between the taps of a double tap

/** Listens on el until the returned function is called. */
export function listen(el: HTMLElement, g: Gestures): () => void {
  const off = new AbortController();
  const signal = off.signal;
  const down = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let several = false;
  let waiting = 0; // timer of a tap that may become a double tap

  const place = (e: PointerEvent) => {
    const r = el.getBoundingClientRect();
    return { x: e.clientX - r.left, y: e.clientY - r.top };
  };
  const spread = () => {
    const [a, b] = [...down.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };

  el.addEventListener('pointerdown', (e) => {
    if (e.button !== 0) return;
    if (down.size === 0) {
      moved = 0;
      several = false;
    }
    down.set(e.pointerId, place(e));
    if (down.size > 1) several = true;
    el.setPointerCapture(e.pointerId);
    el.classList.add('held');
    g.leave();
  }, { signal });

  el.addEventListener('pointermove', (e) => {
    const p = place(e);
    const last = down.get(e.pointerId);
    if (!last) {
      if (e.pointerType === 'mouse' && down.size === 0) g.hover(p.x, p.y);
      return;
    }
    const before = spread();
    down.set(e.pointerId, p);
    moved += Math.hypot(p.x - last.x, p.y - last.y);
    if (down.size === 2) {
      const after = spread();
      if (before > 0 && after > 0) g.zoom(before / after);
    } else if (down.size === 1 && (moved > STILL || several)) {
      g.orbit(-(p.x - last.x) * PER_PIXEL, (p.y - last.y) * PER_PIXEL);
    }
  }, { signal });

  const up = (e: PointerEvent) => {
    if (!down.delete(e.pointerId) || down.size > 0) return;
    el.classList.remove('held');
    if (e.type === 'pointercancel' || moved > STILL || several) return;
    const p = place(e);
    if (e.pointerType === 'mouse') {
      g.tap(p.x, p.y);
      return;
    }
    if (waiting) {
      clearTimeout(waiting);
      waiting = 0;
      g.home();
      return;
    }
    waiting = window.setTimeout(() => {
      waiting = 0;
      g.tap(p.x, p.y);
    }, DOUBLE);
  };
  el.addEventListener('pointerup', up, { signal });
  el.addEventListener('pointercancel', up, { signal });
  el.addEventListener('pointerleave', () => g.leave(), { signal });

  // The page scrolls over the view until it has been clicked; ctrl is what a touchpad's pinch sends.
  el.addEventListener('wheel', (e) => {
    if (!e.ctrlKey && document.activeElement !== el) return;
    e.preventDefault();
    const lines = e.deltaMode === 1 ? 16 : e.deltaMode === 2 ? 400 : 1;
    g.zoom(Math.exp(Math.min(60, Math.max(-60, e.deltaY * lines)) * (e.ctrlKey ? 0.01 : 0.0025)));
  }, { signal, passive: false });

  el.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => g.orbit(STEP, 0), ArrowRight: () => g.orbit(-STEP, 0),
      ArrowUp: () => g.orbit(0, STEP), ArrowDown: () => g.orbit(0, -STEP),
      '+': () => g.zoom(0.9), '=': () => g.zoom(0.9), '-': () => g.zoom(1 / 0.9), '−': () => g.zoom(1 / 0.9),
      '0': () => g.home(), Home: () => g.home(),
    };
    const act = keys[e.key];
    if (!act) return;
    e.preventDefault();
    e.stopPropagation(); // the page has shortcuts of its own
    act();
  }, { signal });

  return () => {
    off.abort();
    clearTimeout(waiting);
  };
}
