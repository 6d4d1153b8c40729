// Bad input: each gets a sentence, and the experiment that was running goes on.
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, hashOf } from '../lab.mjs';
import { csv, endless, glyphs } from '../specs.mjs';

async function running({ lab, site }) {
  await lab.open(site.url, endless);
  await lab.press('Run');
  await lab.moved();
}
async function goesOn(lab) {
  const { at, button } = await lab.transport();
  assert(button === 'Pause', `the run has stopped: the button says ${button}`);
  await lab.moved(at);
}

const whole = hashOf(endless);
const links = {
  'an unknown field': [hashOf({ ...endless, epoch: 3 }), /epoch.*unknown|unknown.*epoch/i],
  'an unknown optimizer': [hashOf({ ...endless, runs: [{ optimizer: 'adamm' }] }), /adamm.*have .*adam/i],
  'a NaN': [hashOf(JSON.stringify(endless).replace('"lr":0.05', '"lr":NaN')), /NaN|not complete|cannot be/i],
  'a number out of range': [hashOf({ ...endless, batch: 0 }), /batch/],
  'an address cut in the middle': [whole.slice(0, whole.length >> 1), /cut|complete/i],
};

const rows = csv.split('\n');
const tables = {
  'one class': [rows.filter((r) => !r.endsWith('outer')).join('\n'), /one class|only.*inner/i],
  'a ragged row': [[...rows.slice(0, 5), '1,2,3,inner', ...rows.slice(5)].join('\n'), /line 6/i],
  'no numbers': ['a,b,kind\nred,big,yes\ngreen,small,no\n'.replace(/red|green/g, (c) => c) + Array.from({ length: 60 }, (_, i) => `w${i},v${i},${i % 2 ? 'yes' : 'no'}`).join('\n'), /number/i],
  'nothing in it': ['', /empty/i],
};

export const tests = {
  async 'a bad link gets a sentence and the training goes on'(t) {
    const { lab } = t;
    await running(t);
    for (const [what, [hash, says]] of Object.entries(links)) {
      await lab.eval((h) => void (location.hash = h), hash);
      await lab.words(says).catch((e) => {
        throw new Error(`${what}: ${e.message}`);
      });
      await goesOn(lab);
      await lab.click('.msgs button[aria-label="Dismiss this message"]');
      await lab.until('the message to go', () => !document.querySelector('.msgs [role=alert]'));
    }
  },

  async 'a bad table gets a sentence and the training goes on'(t) {
    const { lab } = t;
    await running(t);
    for (const [what, [text, says]] of Object.entries(tables)) {
      await lab.drop(`${what.replaceAll(' ', '-')}.csv`, text);
      await lab.words(says).catch((e) => {
        throw new Error(`${what}: ${e.message}`);
      });
      await goesOn(lab);
    }
  },

  async 'a file of 2 GB gets a sentence and the training goes on'(t) {
    const { lab, page } = t;
    await running(t);
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    const big = join(dir, 'big.csv');
    const fd = openSync(big, 'w');
    ftruncateSync(fd, 2 ** 31); // sparse: takes no room
    closeSync(fd);
    await page.setFiles('#open-file', big);
    await lab.words(/big\.csv.*2\.1 GB/s);
    await goesOn(lab);
    rmSync(dir, { recursive: true });
  },

  async 'a Spec that the controls made wrong leaves the training alone'(t) {
    const { lab } = t;
    await running(t);
    await lab.eval((s) => window.saddlelab.engine.start(s).then(() => { throw new Error('accepted'); }, (e) => { window.said = e.message; }), { ...glyphs, runs: [{ optimizer: 'sgd', lr: -1 }] });
    const said = await lab.eval(() => window.said);
    assert(/lr/.test(said), `the engine says ${said}`);
    await goesOn(lab);
  },

  async 'a link to what takes long to start asks first'({ lab, site }) {
    const layers = [{ dense: 512 }, { act: 'tanh' }, { dense: 512 }, { act: 'tanh' }, { dense: 3 }];
    const heavy = { ...glyphs, batch: 8192, data: { id: 'blobs', n: 50000, d: 500 }, model: layers, runs: Array(7).fill({ optimizer: 'trust-region' }) };
    await lab.open(site.url, heavy);
    await lab.words(/About \d+ (s|min) on this device before its first step/);
    const { button, at } = await lab.transport();
    assert(button === 'Run' && at === 0, `it has begun: ${button}, step ${at}`);
    await lab.until('the refusal', () => { // the Spec is asked about once more when its defaults are written out
      document.querySelector('.msgs button[aria-label="Dismiss this message"]')?.click();
      return /Not started: it would take about/.test(document.body.textContent);
    });
    await lab.press('Run'); // asks again; another experiment takes the question away
    await lab.until('the question', () => [...document.querySelectorAll('.msgs button')].some((b) => b.textContent === 'Start it'));
    await lab.eval((h) => void (location.hash = h), hashOf({ ...glyphs, epochs: 1 }));
    await lab.until('the question to go', () => !document.querySelector('.msgs [role=alert]'));
    await lab.press('Run');
    await lab.done();
  },
};
