// The end-to-end tests, in three engines on the built site:
//   node site/e2e/run.mjs [--browser chromium,firefox,webkit] [--grep words] [--counts file]
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closeDisplay } from './drivers/process.mjs';
import { chromium, firefox } from './drivers/puppeteer.mjs';
import { webkit } from './drivers/webkit.mjs';
import { Lab } from './lab.mjs';
import { Site } from './server.mjs';

const { values: options } = parseArgs({ options: { browser: { type: 'string' }, grep: { type: 'string' }, counts: { type: 'string' } } });
const suites = await Promise.all(readdirSync('site/e2e/tests').filter((f) => f.endsWith('.mjs')).sort().map((f) => import(`./tests/${f}`)));
const tests = suites
  .flatMap((s) => Object.entries(s.tests))
  .map(([name, t]) => ({ name, ...(typeof t === 'function' ? { run: t } : t) }))
  .filter((t) => !options.grep || t.name.includes(options.grep));
const wanted = options.browser?.split(',');
const drivers = [chromium, firefox, webkit].filter((d) => !wanted || wanted.includes(d.name));
const shots = '.build/e2e';
mkdirSync(shots, { recursive: true });

const installed = (command) => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
};
const timeout = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error(`no end after ${ms / 1000} s`)), ms).unref());

let passed = 0;
let failed = 0;
async function one(test, browser, site, again = false) {
  const began = Date.now();
  let page;
  let note = '';
  let error;
  try {
    page = await browser.page();
    note = (await Promise.race([test.run({ lab: new Lab(page), page, site, browser }), timeout(300_000)])) || '';
    if (page.errors.length) throw new Error(`uncaught in the page: ${page.errors[0]}`);
  } catch (e) {
    error = e;
    await page?.screenshot(`${shots}/${browser.name}-${test.name.replace(/\W+/g, '-').slice(0, 60)}.png`)?.catch(() => {});
  }
  await page?.close().catch(() => {});
  if (error?.driver && !again) {
    console.log(`again ${browser.name} ${test.name}: ${error.message}`);
    return one(test, browser, site, true);
  }
  error ? failed++ : passed++;
  console.log(`${error ? 'FAIL' : 'ok  '} ${browser.name.padEnd(8)} ${test.name} (${((Date.now() - began) / 1000).toFixed(1)} s)${note && `: ${note}`}`);
  if (error) console.log(`     ${error.message}${page?.errors.length ? `\n     page errors: ${page.errors.join(' | ')}` : ''}`);
}

const site = await new Site('dist').up();
for (const d of drivers) {
  const mine = tests.filter((t) => !t.engines || t.engines.includes(d.name));
  if (!installed(d.needs)) {
    if (process.env.CI === 'true') failed += mine.length;
    console.log(`${process.env.CI === 'true' ? 'FAIL' : 'NOT RUN'}: ${mine.length} tests in ${d.name}: ${d.needs} is not installed`);
    continue;
  }
  let browser;
  try {
    browser = await d.launch();
  } catch (e) {
    failed += mine.length;
    console.log(`FAIL ${d.name} does not start: ${e.message}`);
    continue;
  }
  for (const t of mine) await one(t, browser, site);
  await browser.close().catch(() => {});
}
await site.down();
await closeDisplay();
if (options.counts) writeFileSync(options.counts, `${passed} ${failed}\n`);
console.log(`end to end: ${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
