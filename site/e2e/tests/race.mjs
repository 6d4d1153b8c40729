// The fair race: the worker pool comes to what the native command comes to, and can be cancelled.
import { assert, native, same } from '../lab.mjs';
import { surface } from '../specs.mjs';

const spec = { ...surface, oracle: { id: 'gaussian', sigma: 0.3 }, runs: [{ optimizer: 'sgd' }, { optimizer: 'sam', rho: 0.05 }] };
const network = {
  v: 1, kind: 'network', seed: 3, epochs: 1, batch: 32, data: { id: 'circles' },
  model: [{ dense: 8 }, { act: 'tanh' }, { dense: 2 }], init: { id: 'xavier' }, loss: 'softmax-ce', runs: [{ optimizer: 'sgd' }, { optimizer: 'adam' }],
};

async function field(lab, page, name, text) {
  await lab.click(`#race input[aria-label="${name}"]`);
  await page.key('End');
  for (let i = 0; i < 6; i++) await page.key('Backspace');
  await page.type(text);
  await page.key('Tab');
}

const begin = async (lab, page, rates, seeds) => {
  // What stands above the button may still grow and push it away from where it is clicked: wait until it stays.
  await lab.until('the controls to rest', async () => {
    const y = () => document.querySelector('.racego')?.getBoundingClientRect().y;
    const before = y();
    for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame);
    return before !== undefined && before === y();
  });
  for (let opened = false; !opened; ) {
    await lab.click('.racego');
    opened = await lab.eval(async () => {
      for (let i = 0; i < 60 && !document.querySelector('#race').open; i++) await new Promise((r) => setTimeout(r, 50));
      return document.querySelector('#race').open;
    });
  }
  await field(lab, page, 'Step sizes', String(rates));
  await field(lab, page, 'Seeds', String(seeds));
  await lab.click('#race .racebar button');
};

export const tests = {
  async 'a race on the pool has the numbers of the native command, in both rooms'({ lab, page, site }) {
    for (const s of [spec, network]) {
      await lab.open('about:blank');
      await lab.open(site.url, s);
      await begin(lab, page, 3, 2);
      const race = await lab.until('the end of the race', () => window.saddlelab.race());
      same(race, native({ ...s, race: { from: 0.001, to: 1, rates: 3, seeds: 2 } }).race, 'race');
      const text = await lab.eval(() => document.querySelector('#race').textContent);
      assert(/Tuning budget: 12 trainings/.test(text), `the budget is not told: ${text}`);
      same((await lab.eval(() => window.saddlelab.spec())).race, { from: 0.001, to: 1, rates: 3, seeds: 2 }, 'race in the Spec');
    }
  },

  async 'a race can be cancelled and begun again'({ lab, page, site }) {
    await lab.open(site.url, { ...network, epochs: 200 });
    await begin(lab, page, 9, 3);
    await lab.until('progress', () => +(document.querySelector('#race progress')?.value ?? 0) > 0);
    await lab.click('#race .racebar button');
    await lab.until('the race to stop', () => /was cancelled/.test(document.querySelector('#race').textContent));
    assert((await lab.eval(() => window.saddlelab.race())) === null, 'a cancelled race has a result');
    await field(lab, page, 'Step sizes', '2');
    await field(lab, page, 'Seeds', '1');
    await lab.click('#race .racebar button');
    const race = await lab.until('the end of the race', () => window.saddlelab.race());
    assert(race.cells === 4, `${race.cells} cells`);
  },
};
