// The basins of the double well: each half of the map in its own colour, made by the pool, and taken away again.
import { assert } from '../lab.mjs';
import { surface } from '../specs.mjs';

const spec = { ...surface, steps: 300, surface: { id: 'double-well' }, start: [0.5, 0.5], runs: [{ optimizer: 'sgd', lr: 0.1 }] };
const pixel = (lab, u, v) => lab.eval((a, b) => {
  const c = document.querySelector('.pv-map canvas');
  return [...c.getContext('2d').getImageData(Math.round(a * c.width), Math.round(b * c.height), 1, 1).data];
}, u, v);
const apart = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);

export const tests = {
  async 'the basins of the double well are its two halves'({ lab, page, site }) {
    await lab.open(site.url, spec);
    await lab.until('the map', () => document.querySelector('.pv-map canvas')?.width > 100);
    await lab.until('its heights', () => document.querySelector('.pv-map canvas').getContext('2d').getImageData(40, 40, 1, 1).data[3] > 0);
    const plain = await pixel(lab, 0.3, 0.3);
    const toggle = () => lab.click('.switch.basins input');
    await toggle();
    await lab.until('the whole map', () => document.querySelector('.switch.basins input').checked && !document.querySelector('.switch.basins').textContent.includes('%'));
    const left = [await pixel(lab, 0.3, 0.3), await pixel(lab, 0.3, 0.7), await pixel(lab, 0.12, 0.5)];
    const right = [await pixel(lab, 0.7, 0.3), await pixel(lab, 0.7, 0.7), await pixel(lab, 0.88, 0.5)];
    for (const p of left) for (const q of right) assert(apart(p, q) > 40, `left ${p}, right ${q}`);
    assert(apart(left[0], left[1]) < 12, `two points of one basin are ${left[0]} and ${left[1]}`);
    await toggle();
    await lab.until('the heights again', async (p) => {
      await new Promise(requestAnimationFrame);
      const c = document.querySelector('.pv-map canvas');
      const d = c.getContext('2d').getImageData(Math.round(0.3 * c.width), Math.round(0.3 * c.height), 1, 1).data;
      return Math.hypot(d[0] - p[0], d[1] - p[1], d[2] - p[2]) < 3;
    }, plain);
  },
};
