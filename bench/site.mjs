// The built site as a visitor meets it: what is transferred until the first picture is there, and how long that takes.

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
