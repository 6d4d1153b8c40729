// The site as something installed: what a browser asks for to install it, a new version beside an open page, the whole of it in one file.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, native, same } from '../lab.mjs';
import { Site } from '../server.mjs';
import { surface } from '../specs.mjs';

/** The caches of the site's versions, the oldest first. */
const kept = async () => (await caches.keys()).filter((k) => k.startsWith('saddlelab http')); // not that of the unpacked modules

/** Makes the next version of a built site: its page says which it is. */
function publish(dir, n) {
  const page = join(dir, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(/<html lang="en"[^>]*>/, `<html lang="en" data-version="${n}">`));
  const sw = join(dir, 'sw.js');
  const text = readFileSync(sw, 'utf8');
  const version = /version:"([^"]+)"/.exec(text)[1];
  writeFileSync(sw, text.replaceAll(version, `version${n}`));
}

export const tests = {
  'the manifest and its icons are what a browser installs from': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      await lab.open(site.url);
      await lab.until('the service worker', async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
      const { errors, manifest } = await page.command('Page.getAppManifest', {});
      same(errors, [], 'errors of the manifest');
      same([manifest.startUrl, manifest.scope], [site.url, site.url], 'start and scope');
      const { installabilityErrors } = await page.command('Page.getInstallabilityErrors', {});
      same(installabilityErrors.filter((e) => e.errorId !== 'in-incognito'), [], 'what keeps it from being installed');
      for (const i of JSON.parse(readFileSync('dist/manifest.webmanifest', 'utf8')).icons) {
        const size = await lab.eval(async (src) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }, i.src);
        assert(i.sizes === 'any' || size === i.sizes, `${i.src} is ${size}`);
      }
    },
  },

  'a new version is told beside an open page, comes with a reload, and the one before the last is removed': {
    engines: ['chromium', 'firefox'],
    async run({ lab, page }) {
      const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
      cpSync('dist', dir, { recursive: true });
      const site = await new Site(dir).up();
      try {
        await lab.open(site.url, surface);
        await lab.until('the service worker', async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
        await page.reload(); // from now on it answers
        await lab.press('Run');
        await lab.done();
        const want = native(surface);
        for (const n of [1, 2]) {
          publish(dir, n);
          await lab.eval(async () => void (await (await navigator.serviceWorker.ready).update()));
          await lab.words(/A new version is here/);
          same(await lab.result(), want, 'result beside the notice');
          assert((await lab.eval(() => document.documentElement.dataset.version ?? '')) !== String(n), 'the page has changed by itself');
          await lab.clickText('Reload');
          await lab.until('the new version', (v) => document.documentElement.dataset.version === String(v) && !!document.querySelector('.time'), n);
          same(await lab.eval(() => window.saddlelab.spec().start), surface.start, 'the experiment after the reload');
          await lab.press('Run');
          await lab.done();
          same(await lab.result(), want, 'result of the new version');
        }
        const names = await lab.eval(kept);
        assert(names.length === 2 && names.every((k, i) => k.endsWith(` version${i + 1}`)), `caches: ${names}`);
        await site.down();
        await page.reload();
        await lab.until('the page without its server', () => document.documentElement.dataset.version === '2' && !!document.querySelector('.time'));
      } finally {
        await site.down().catch(() => {});
        rmSync(dir, { recursive: true });
      }
    },
  },

  async 'the single file from file: holds every room, the course and its tests of itself'({ lab, page }) {
    const file = pathToFileURL('dist/saddlelab.html').href;
    const { size } = statSync('dist/saddlelab.html');
    assert(size < 8e6, `it has ${size} bytes`);
    await page.goto(`${file}#learn`);
    const pages = await lab.until('the contents', () => new Set([...document.querySelectorAll('a[href^="#learn/E"]')].map((a) => a.hash)).size);
    same(pages, JSON.parse(readFileSync('.build/catalog.raw.json', 'utf8')).experiments.length, 'pages of the course');
    await lab.eval(() => void (location.hash = '#learn/E18'));
    await lab.until('the text', () => document.querySelector('.prose')?.textContent.length > 200);
    await lab.click('.fig-top .b.p');
    await lab.until('the verdict', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
    same((await lab.result()).measures, native({ v: 1, kind: 'experiment', seed: 7, id: 'E18' }).measures, 'measures');
    for (const hash of ['#surface', '#network', '#learn/trust', '']) {
      await lab.eval((h) => void (location.hash = h), hash);
      await lab.until(`the page ${hash}`, () => !!document.querySelector('#main h1, .time'));
    }
    const asked = await lab.eval(() => performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !/^(blob|data):/.test(n)));
    same(asked, [], 'what it asks for besides itself');
    return `${(size / 1e6).toFixed(2)} MB`;
  },
};
