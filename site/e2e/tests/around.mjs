// What is done around a run's steps: averages, oracles, clipping, a step size changed by hand; the page and the native command agree.
import { assert, native, same } from '../lab.mjs';
import { surface } from '../specs.mjs';

const spec = {
  ...surface, steps: 400, oracle: { id: 'gaussian', sigma: 0.5 },
  runs: [
    { optimizer: 'sgd', lr: 0.05, average: { id: 'polyak' }, options: { clip_norm: 0.8 } },
    { optimizer: 'nadam', schedule: { id: 'cosine' } },
    { optimizer: 'saddle-free-newton' },
  ],
};

export const tests = {
  async 'averages, noise, clipping and curvature give the numbers of the native command'({ lab, site }) {
    await lab.open(site.url, { ...spec, steps: 300 });
    await lab.press('Run');
    await lab.done();
    same(await lab.result(), native({ ...spec, steps: 300 }), 'result');
    const text = await lab.eval(() => document.querySelector('#tbl-panel').textContent);
    assert(/its average/.test(text), `nothing is said of the average: ${text}`);
    assert(/clipped in \d+ of 300 steps/.test(text), `nothing is said of clipping: ${text}`);
  },

  async 'a step size changed by hand while running is in the Spec'({ lab, page, site }) {
    await lab.open(site.url, spec);
    await lab.click('.runner summary');
    await lab.press('Run');
    await lab.moved();
    await lab.press('Pause');
    await lab.shows('Run', (t) => t.button === 'Run');
    await lab.click('input[aria-label="Run 1, lr from now on"]');
    await page.key('End');
    await page.type('1');
    await page.key('Enter');
    const changes = await lab.until('the change', () => window.saddlelab.spec().runs[0].changes);
    assert(changes.length === 1 && changes[0].step > 0 && changes[0].lr === 0.051, `changes ${JSON.stringify(changes)}`);
    await lab.press('Run');
    await lab.done();
    const whole = await lab.eval(() => window.saddlelab.spec());
    same(await lab.result(), native(whole), 'result');
  },
};
