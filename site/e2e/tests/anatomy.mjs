// Anatomy of a step: the parts are the engine's, and stand on the map.
import { assert } from '../lab.mjs';

const spec = { v: 1, kind: 'surface', seed: 7, steps: 40, surface: { id: 'himmelblau' }, start: [-1, 1], runs: [{ optimizer: 'adam', lr: 0.125, eps: 1e-12 }] };
const rows = (lab) => lab.eval(() => [...document.querySelectorAll('.anatomy tbody tr')].map((r) => [...r.children].map((c) => c.textContent)));
const ink = (lab) => lab.eval(() => {
  const c = document.querySelector('.pv-map canvas');
  return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.reduce((n, v, i, d) => n + (i % 4 === 0 && v === 0x14 && d[i + 1] === 0x16 && d[i + 2] === 0x1c ? 1 : 0), 0);
});

export const tests = {
  async "Adam's first step is the step size in each coordinate, and is drawn"({ lab, site }) {
    await lab.open(site.url, spec);
    await lab.until('the map', () => document.querySelector('.pv-map canvas')?.width > 100);
    await lab.press('One step');
    await lab.shows('step 1', (t) => t.at === 1);
    const before = await ink(lab);
    await lab.click('#tbl-tab-anatomy');
    await lab.until('the parts', () => document.querySelectorAll('.anatomy tbody tr').length === 4);
    const first = await rows(lab);
    const step = first[3];
    assert(/step$/.test(step[0]) && /^.?0\.125$/.test(step[1]) && /^.?0\.125$/.test(step[2]), `the step is ${step}`);
    assert(/mean gradient/.test(first[1][0]) && /preconditioned/.test(first[2][0]), `parts ${first.map((r) => r[0])}`);
    await lab.until('the arrows', async () => { await new Promise(requestAnimationFrame); return true; });
    const after = await ink(lab);
    assert(after > before + 100, `${before} dark pixels before, ${after} with arrows`);
    await lab.press('One step');
    await lab.until('another step', (old) => document.querySelector('.anatomy tbody tr').textContent !== old, first[0].join(''));
  },
};
