// Where the 3-D view looks from: moved at once, or flown there.
import type { ViewCamera } from './kinds.js';

export const HOME: ViewCamera = { yaw: -2.12, pitch: 0.74, dist: 1 };
const FLIGHT = 420; // ms
const calm = matchMedia('(prefers-reduced-motion: reduce)');

export class Camera {
  private frame = 0; // of the flight under way
  private place: ViewCamera = { ...HOME };

  constructor(private readonly changed: (at: ViewCamera) => void) {}

  get at(): ViewCamera { return this.place; }

  /** Is there at once; ends a flight. */
  move(to: ViewCamera): void {
    this.stop();
    this.put(to);
  }
  /** By angles in radians. */
  turn(yaw: number, pitch: number): void { this.move({ ...this.place, yaw: this.place.yaw + yaw, pitch: this.place.pitch + pitch }); }
  /** k times as far away. */
  zoom(k: number): void { this.move({ ...this.place, dist: this.place.dist * k }); }

  private put(to: ViewCamera): void {
    this.place = clamp(to);
    this.changed(this.place);
  }

  /** Flies the short way round; is there at once where nothing is to move by itself. */
  fly(to: ViewCamera, animated: boolean): void {
    this.stop();
    if (!animated || calm.matches) return this.put(to);
    const from = this.place;
    const turn = Math.atan2(Math.sin(to.yaw - from.yaw), Math.cos(to.yaw - from.yaw));
    const t0 = performance.now();
    const step = () => {
      const t = Math.min(1, (performance.now() - t0) / FLIGHT);
      const k = 1 - (1 - t) ** 3;
      const mix = (a = 0, b = 0) => a + k * (b - a);
      this.put({ yaw: from.yaw + k * turn, pitch: mix(from.pitch, to.pitch), dist: from.dist * (to.dist / from.dist) ** k, x: mix(from.x, to.x), y: mix(from.y, to.y), on: mix(from.on, to.on) });
      this.frame = t < 1 ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}

/** The limits of wasm/view/scene/camera.go. */
function clamp(c: ViewCamera): ViewCamera {
  const to = (v: number, lo: number, hi: number) => Math.min(hi, Math.max(lo, v));
  return { yaw: Math.atan2(Math.sin(c.yaw), Math.cos(c.yaw)), pitch: to(c.pitch, 0.03, Math.PI / 2 - 0.02), dist: to(c.dist, 0.25, 2.5), x: to(c.x ?? 0, -1, 1), y: to(c.y ?? 0, -1, 1), on: to(c.on ?? 0, 0, 1) };
}
