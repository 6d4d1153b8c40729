// Pictures for people to look at: every room, wide and narrow, light and dark.   node site/e2e/shots.mjs <folder>
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from './drivers/puppeteer.mjs';
import { Lab } from './lab.mjs';
import { csv, glyphs, surface } from './specs.mjs';
import { Site } from './server.mjs';

const out = process.argv[2] ?? '.build/shots';
mkdirSync(out, { recursive: true });
const site = await new Site('dist').up();
const browser = await chromium.launch();
const run = async (lab) => {
  await lab.press('Run');
  await lab.done();
};
const rooms = {
  front: [null, (lab) => lab.until('the page', () => !!document.querySelector('h1'))],
  surface: [{ ...surface, steps: 300 }, async (lab) => {
    await run(lab);
    await lab.surfaceSeen();
  }],
  network: [glyphs, run],
  spirals: [{ ...glyphs, data: { id: 'two-spirals' }, epochs: 30, model: [{ dense: 32 }, { act: 'tanh' }, { dense: 32 }, { act: 'tanh' }, { dense: 2 }] }, run],
  csv: [glyphs, async (lab) => {
    await lab.press('Run');
    await lab.moved();
    await lab.drop('rings.csv', csv);
    await lab.words(/Rows, columns/);
  }],
  refused: [glyphs, async (lab) => {
    await lab.drop('ragged.csv', csv.replace('outer', 'outer,5'));
    await lab.words(/line/);
  }],
};
for (const [room, [spec, prepare]] of Object.entries(rooms))
  for (const [w, h] of [[1280, 800], [390, 844]])
    for (const theme of ['light', 'dark']) {
      const page = await browser.page();
      await page.setViewport(w, h);
      await page.goto(site.url);
      await page.eval((t) => localStorage.setItem('saddlelab.theme', t), theme);
      await page.goto('about:blank');
      const lab = new Lab(page);
      const name = `${room}-${w}x${h}-${theme}.png`;
      try {
        await lab.open(site.url, spec);
        await prepare(lab);
        await lab.until('transitions', () => document.getAnimations().every((a) => a.playState !== 'running'));
      } catch (e) {
        console.log(`${name}: ${e.message}`);
      }
      await page.screenshot(join(out, name));
      console.log(name);
      await page.close();
    }
await browser.close();
await site.down();
