// Experiments run to their end: the same numbers in every browser, in the native command, after a reload, from one file.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, native, same } from '../lab.mjs';
import { csv, glyphs, surface } from '../specs.mjs';

const files = () => mkdtempSync(join(tmpdir(), 'saddlelab-'));

export const tests = {
  async 'a surface run ends with the numbers of the native command, and its URL reloads to the same'({ lab, page, site }) {
    await lab.open(site.url, surface);
    await lab.press('Run');
    await lab.done();
    const want = native(surface);
    same(await lab.result(), want, 'result');
    await page.reload();
    await lab.press('Run');
    await lab.done();
    same(await lab.result(), want, 'result after a reload');
  },

  async 'the glyph network reaches 95 % training accuracy with the numbers of the native command'({ lab, site }) {
    await lab.open(site.url, glyphs);
    await lab.press('Run');
    await lab.done();
    const got = await lab.result();
    assert(got.runs[0].end.train_acc >= 0.95, `training accuracy ${got.runs[0].end.train_acc}`);
    same(got, native(glyphs), 'result');
  },

  async 'a CSV file dropped is shown, trained on, and gives the numbers of the native command'({ lab, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    await lab.drop('rings.csv', csv);
    const text = await lab.words(/Rows, columns/);
    assert(/240/.test(text) && /inner/.test(text) && /outer/.test(text), `the preview lacks rows or classes: ${text}`);
    await lab.clickText('Train on it');
    const spec = await lab.until('the Spec to name the file', () => window.saddlelab.spec()?.data.file && window.saddlelab.spec());
    await lab.press('Run');
    await lab.done();
    const dir = files();
    writeFileSync(join(dir, 'rings.csv'), csv);
    const got = await lab.result();
    assert(got.runs[0].end.train_acc > 0.9, `training accuracy ${got.runs[0].end.train_acc}`);
    same(got, native(spec, dir), 'result');
    rmSync(dir, { recursive: true });
  },

  async 'a CSV file is chosen by the file input'({ lab, page, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('#open-file'));
    const dir = files();
    writeFileSync(join(dir, 'chosen.csv'), csv);
    await page.setFiles('#open-file', join(dir, 'chosen.csv'));
    await lab.words(/chosen\.csv.*Rows, columns/s);
    rmSync(dir, { recursive: true });
  },

  async 'the single file from file: runs a surface and a network, and draws'({ lab, page }) {
    const dir = files(); // alone in a folder: nothing beside it can help
    mkdirSync(join(dir, 'stick'));
    const file = join(dir, 'stick', 'saddlelab.html');
    copyFileSync('dist/saddlelab.html', file);
    await lab.open(pathToFileURL(file).href, surface);
    await lab.press('Run');
    await lab.done();
    same(await lab.result(), native(surface), 'surface');
    await lab.surfaceSeen();
    const short = { ...glyphs, epochs: 3 };
    await page.goto('about:blank');
    await lab.open(pathToFileURL(file).href, short);
    await lab.press('Run');
    await lab.done();
    same(await lab.result(), native(short), 'network');
    rmSync(dir, { recursive: true });
  },

  'after one visit the site reloads and runs with its server gone': {
    engines: ['chromium', 'firefox'],
    async run({ lab, page, site }) {
      await lab.open(site.url, surface);
      await lab.until('the service worker', async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
      await site.down();
      try {
        await page.reload();
        await lab.press('Run');
        await lab.done();
        same(await lab.result(), native(surface), 'result');
        await lab.surfaceSeen();
      } finally {
        await site.up();
      }
    },
  },
};
