// The built site as a visitor meets it: what is transferred until the first picture is there, and how long that takes; how soon the
// landscape of a trained network is there, and what it costs a training to be looked at.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Site } from '../site/e2e/server.mjs';

/** {bytes: all files asked for until the first picture, gzip, requests, ms: from navigation to the first picture, the best of several with a warm cache}. */
export async function firstPicture(browser, dist, { windows }) {
  const site = await new Site(dist, '/').up();
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const seen = async () => {
      await page.goto(site.url);
      return page.evaluate(() => new Promise((done) => {
        const look = () => (document.querySelector('.view3d-labels span') ? done(performance.now()) : requestAnimationFrame(look));
        look();
      }));
    };
    await seen();
    const files = [...site.counts.keys()].filter((f) => !['sw.js', 'favicon.ico'].includes(f)); // the cache for offline use comes after
    const bytes = files.reduce((sum, f) => sum + gzipSync(readFileSync(join(dist, f === '.' || f === './' ? 'index.html' : f)), { level: 9 }).length, 0);
    let ms = Infinity;
    for (let k = 0; k < windows; k++) ms = Math.min(ms, await seen());
    return { bytes, files, ms };
  } finally {
    await context.close();
    await site.down();
  }
}

const mlp = { v: 1, kind: 'network', seed: 7, batch: 32, data: { id: 'digits', n: 2000 }, model: [{ dense: 128 }, { act: 'relu' }, { dense: 10 }], init: { id: 'he' }, loss: 'softmax-ce', runs: [{ optimizer: 'sgd', lr: 0.1 }] };

/** A page with a Spec, and what is done in it. */
async function withSpec(browser, dist, spec, use) {
  const site = await new Site(dist, '/').up();
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(`${site.url}#s=${Buffer.from(JSON.stringify(spec)).toString('base64url')}`);
    await until(page, () => !!document.querySelector('#pic-tab-landscape'));
    return await use(page);
  } finally {
    await context.close();
    await site.down();
  }
}

/** Waits until f says yes; every 20 ms, since waiting in the page would need what its rules forbid. */
async function until(page, f) {
  for (const end = performance.now() + 120_000; !(await page.evaluate(f)); await rest(20)) if (performance.now() > end) throw new Error(`still waiting: ${f}`);
}
const done = (page) => until(page, () => {
  const bar = document.querySelector('.time [role=progressbar]');
  return document.querySelector('.time button').getAttribute('aria-label') === 'Run' && +bar.getAttribute('aria-valuenow') > 0 && bar.getAttribute('aria-valuenow') === bar.getAttribute('aria-valuemax');
});
const rest = (ms) => new Promise((r) => setTimeout(r, ms));

/** {first, whole}: seconds from the click on the tab to the first picture of a landscape of 101² cells on 1000 examples, and to the last; the best of several. */
export async function landscape(browser, dist, { windows }) {
  const best = { first: Infinity, whole: Infinity };
  for (let k = 0; k < windows; k++) {
    const one = await withSpec(browser, dist, { ...mlp, epochs: 4, landscape: { plane: 'random', grid: 101, examples: 1000 } }, async (page) => {
      await page.click('.time button');
      await done(page);
      await rest(3000); // what is kept for later visits is being fetched
      return page.evaluate(() => new Promise((end) => {
        document.querySelector('#pic-tab-landscape').click();
        const began = performance.now();
        let first = 0;
        const look = () => {
          if (!first && document.querySelector('.lensframe canvas, .lensframe .view3d-labels span')) first = performance.now() - began;
          if (/^101² cells/.test(document.querySelector('.lensat')?.textContent ?? '')) end({ first: first / 1000, whole: (performance.now() - began) / 1000 });
          else requestAnimationFrame(look);
        };
        look();
      }));
    });
    best.first = Math.min(best.first, one.first);
    best.whole = Math.min(best.whole, one.whole);
  }
  return best;
}

/** By which part a training of 120 epochs takes longer while both ends of its Hessian's spectrum are followed: the quickest of each, in turn. */
export function followed(browser, dist, { windows }) {
  return withSpec(browser, dist, { ...mlp, epochs: 120 }, async (page) => {
    const best = { norms: Infinity, spectrum: Infinity };
    for (let k = 0; k < windows; k++)
      for (const tab of Object.keys(best)) {
        await page.click(`#pic-tab-${tab}`);
        await page.click('.time button:nth-of-type(3)'); // back to the start
        await until(page, () => document.querySelector('.time [role=progressbar]').getAttribute('aria-valuenow') === '0');
        await rest(500);
        if (tab === 'spectrum') await until(page, () => /at step 0/.test(document.querySelector('.lensat')?.textContent ?? '')); // all of it is measured while nothing runs
        const began = performance.now();
        await page.click('.time button');
        await done(page);
        best[tab] = Math.min(best[tab], (performance.now() - began) / 1000);
        await rest(tab === 'spectrum' ? 8000 : 500); // its end is being looked at
      }
    return { value: best.spectrum / best.norms - 1, ...best };
  });
}
