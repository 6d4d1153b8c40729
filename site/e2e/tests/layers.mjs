// Functions of many variables with their plane, and the layers: regions, directions, a cloud, curves along the run, a flight to a saddle.
import { assert, native, same } from '../lab.mjs';
import { surface } from '../specs.mjs';

const layer = (lab, label) => lab.eval((l) => {
  const s = [...document.querySelectorAll('.switch')].find((e) => e.textContent.startsWith(l));
  s.querySelector('input').id = 'the-switch';
}, label).then(() => lab.click('#the-switch')).then(() => lab.eval(() => document.querySelector('#the-switch').removeAttribute('id')));

export const tests = {
  async 'a function of five variables runs in the fitted plane, and from where the map is clicked'({ lab, site }) {
    const spec = { ...surface, surface: { id: 'octopus', d: 5 }, start: undefined, runs: [{ optimizer: 'sgd', lr: 0.1 }, { optimizer: 'perturbed-gd', lr: 0.1 }] };
    await lab.open(site.url, spec);
    await lab.until('the plane', () => /Plane fitted in 5 dimensions: \d+ %/.test(document.querySelector('.slicenote')?.textContent));
    await lab.press('Run');
    await lab.done();
    same(await lab.result(), native(await lab.eval(() => window.saddlelab.spec())), 'result');
    await lab.until('the distance to the plane', () => /away from the plane/.test(document.querySelector('.reads')?.textContent));
    assert((await lab.eval(() => document.querySelectorAll('.row.many input').length)) === 5, 'there are not five numbers of the start');
    await lab.click('#tbl-tab-points');
    await lab.until('what theory says', () => document.querySelectorAll('.theory tbody tr').length === 6);
    await lab.click('.pv-map canvas');
    const moved = await lab.until('a start of five numbers', () => window.saddlelab.spec().start?.length === 5 && window.saddlelab.spec());
    await lab.until('the run from there', async (start) => JSON.stringify((await window.saddlelab.result())?.spec.start) === JSON.stringify(start), moved.start);
    await lab.done();
    same((await lab.result()).runs[0].path[0].length, 2, 'the path');
    same(await lab.result(), native(moved), 'result from the click');
  },

  async 'regions, directions and a cloud are drawn, are in the link, and in the result'({ lab, page, site }) {
    await lab.open(site.url, { ...surface, surface: { id: 'double-well' }, start: [0.02, 0.3], runs: [{ optimizer: 'sgd', lr: 0.1 }] });
    await lab.until('the map', () => document.querySelector('.pv-map canvas')?.getContext('2d').getImageData(40, 40, 1, 1).data[3] > 0);
    await layer(lab, 'Strict-saddle');
    await lab.until('a verdict', () => /the property holds here/.test(document.querySelector('.stricts')?.textContent));
    const shares = await lab.eval(() => [...document.querySelectorAll('.regions .num')].map((e) => e.textContent));
    assert(shares.length === 4 && shares[3] === '0 %', `shares ${shares}`);
    await layer(lab, 'Directions');
    await layer(lab, 'Cloud');
    await lab.press('Run');
    await lab.done();
    await lab.until('where the cloud ends', () => /At step 150: 200 at a minimum/.test(document.querySelector('aside.side').textContent));
    const spec = await lab.eval(() => window.saddlelab.spec());
    assert(spec.analyse.strict_saddle.gamma === 0.5 && spec.analyse.levels.field === 20 && spec.cloud.starts === 200, `the Spec has ${JSON.stringify(spec)}`);
    same(await lab.result(), native(spec), 'result');
    await page.reload();
    await lab.until('the layers of the link', () => document.querySelectorAll('.regions li').length === 4);
  },

  async 'curves along the run, and a flight to a saddle'({ lab, site }) {
    await lab.open(site.url, { ...surface, surface: { id: 'himmelblau' }, start: [0.1, 0.2], runs: [{ optimizer: 'sgd', lr: 0.01 }] });
    await lab.press('Run');
    await lab.done();
    await lab.click('#plot-tab-curvature');
    for (const name of ['λ max', 'Angle', 'Lipschitz', 'λ min']) {
      await lab.clickText(name);
      await lab.until(`${name} to be pressed`, (n) => [...document.querySelectorAll('.plotpane .seg button')].some((b) => b.textContent === n && b.ariaPressed === 'true'), name);
    }
    await lab.click('#tbl-tab-points');
    await lab.eval(() => ([...document.querySelectorAll('.t button')].find((b) => b.textContent === 'Look' && b.ariaLabel.includes('saddle')).id = 'look'));
    await lab.click('#look');
    await lab.until('the camera to have flown', () => window.saddlelab.camera()?.on === 1 && window.saddlelab.camera().dist === 0.5);
  },
};
