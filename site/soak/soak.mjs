// Random use of the built site in Chromium for some minutes, by a seed: what it does is a person's wandering through all rooms. What
// the page holds is counted on the way and has to level off; an error anywhere ends it.   node site/soak/soak.mjs [minutes] [seed]
import { Lab } from '../e2e/lab.mjs';
import { chromium } from '../e2e/drivers/puppeteer.mjs';
import { Site } from '../e2e/server.mjs';
import { csv, glyphs, surface } from '../e2e/specs.mjs';
import { held } from './held.mjs';
import { levels } from './levels.mjs';

const minutes = Number(process.argv[2] ?? 5);
const seed = Number(process.argv[3] ?? 1);

let state = seed >>> 0;
const next = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const one = (list) => list[Math.floor(next() * list.length)];

const site = await new Site('dist').up();
const browser = await chromium.launch();
const page = await browser.page();
const lab = new Lab(page);
const problems = [];
page.page.on('console', (m) => m.type() === 'error' && problems.push(`console: ${m.text()}`));

/** Clicks what is there and can be clicked; says whether there was anything. */
const click = (selector, n = Math.floor(next() * 1e6)) => lab.eval((s, k) => {
  const all = [...document.querySelectorAll(s)].filter((e) => !e.disabled && e.getClientRects().length);
  all[k % all.length]?.click();
  return all.length > 0;
}, selector, n);
const slide = () => lab.eval((n, to) => {
  const all = [...document.querySelectorAll('#main input[type=range]:not([disabled])')].filter((e) => e.getClientRects().length);
  const e = all[n % all.length];
  if (!e) return false;
  e.value = String(+e.min + to * (+e.max - +e.min));
  e.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}, Math.floor(next() * 1e6), next());
const open = (hash) => lab.eval((h) => void (location.hash = h), hash);
const link = (spec) => open(`s=${Buffer.from(JSON.stringify(spec)).toString('base64url')}`);
const optimizers = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad', 'nadam'];
const surfaces = ['nesterov', 'himmelblau', 'rosenbrock', 'monkey', 'ackley'];
const pages = ['E18', 'E14', 'E31', 'E09', 'E16', 'E31b'];

// What may happen next, and how often of each hundred times.
const acts = {
  'open a room': [10, () => open(one(['surface', 'network', 'learn', 'learn/trust', '']))],
  'open a page of the course': [10, () => open(`learn/${one(pages)}`)],
  'run, pause or cancel': [18, () => page.key(' ')],
  'run by its button': [10, () => click('.time button, .fig-top .b.p', 0)],
  'one step': [6, () => page.key('ArrowRight')],
  'reset': [5, () => page.key('r')],
  'another seed': [6, () => page.key('n')],
  'move a slider': [12, slide],
  'another tab of a room': [7, () => click('[role=tab]')],
  'light or dark': [3, () => page.key('t')],
  'a dialog, opened and closed': [3, async () => {
    await page.key(one(['s', '?']));
    await page.key('Escape');
  }],
  'a surface by its link': [3, () => link({ ...surface, seed: Math.floor(next() * 1e4), steps: 300, surface: { id: one(surfaces) }, start: undefined, runs: [{ optimizer: one(optimizers), lr: 0.01 }, { optimizer: one(optimizers), lr: 0.02 }] })],
  'a network by its link': [3, () => link({ ...glyphs, seed: Math.floor(next() * 1e4), epochs: 20, runs: [{ optimizer: one(optimizers), lr: 0.01 }] })],
  'drop a table': [1, () => lab.drop('rings.csv', csv)],
  'lose the graphics card': [1, () => lab.eval(() => {
    const gl = document.querySelector('iframe')?.contentDocument?.querySelector('canvas')?.getContext('webgl2');
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
  })],
  'end a worker': [1, async () => {
    const w = one(page.workers());
    if (w) await Promise.race([w.evaluate(() => self.close()).catch(() => {}), new Promise((yes) => setTimeout(yes, 5000))]); // one that has just ended may never answer
  }],
  'another size of window': [1, () => page.setViewport(...one([[1280, 800], [390, 844], [820, 1180]]))],
};
const drawn = Object.entries(acts).flatMap(([name, [n]]) => Array(n).fill(name));
const done = Object.fromEntries(Object.keys(acts).map((a) => [a, 0]));

/** The same short run as at the start has to give the same numbers: nothing of what went before reaches it. */
async function check() {
  await link(surface);
  await lab.until('the room', (n) => window.saddlelab.spec()?.steps === n && !!document.querySelector('.time'), surface.steps);
  const got = await lab.eval(async (s) => {
    const { engine } = window.saddlelab;
    for (let tries = 0; tries < 20; tries++) {
      await engine.start(s);
      for (const end = performance.now() + 3000; performance.now() < end;) {
        const r = await engine.result();
        if (r.done === s.steps) return JSON.stringify(r.runs);
        await new Promise((ok) => setTimeout(ok, 50));
      } // the room has stopped it: what was pressed before is carried out a moment later
    }
    throw new Error('the run does not come to its end');
  }, surface);
  return got;
}

const samples = [];
let lost = 0;
const began = Date.now();
const end = began + minutes * 60_000;
try {
  await lab.open(site.url, surface);
  await lab.until('the room', () => !!document.querySelector('.time'));
  const want = await check();
  let last = 0;
  while (Date.now() < end && !problems.length && !page.errors.length) {
    const name = one(drawn);
    await acts[name][1]();
    done[name]++;
    if (next() < 0.25) await new Promise((r) => setTimeout(r, next() * 400));
    if (Date.now() - last < Math.max(10_000, (minutes * 60_000) / 30)) continue;
    if ((await check()) !== want) lost++;
    samples.push({ at: (Date.now() - began) / 1000, ...(await held(browser, page)) });
    last = Date.now();
    console.log(Object.entries(samples.at(-1)).map(([k, v]) => `${k} ${Math.round(v)}`).join('  '));
    await lab.eval(() => document.querySelectorAll('.msgs button[aria-label]').forEach((b) => void b.click()));
  }
} catch (e) {
  problems.push(e.message);
}
problems.push(...page.errors);
console.log(`\n${'what was tried'.padEnd(32)}how often`);
for (const [name, n] of Object.entries(done)) console.log(`${name.padEnd(32)}${n}`);
console.log(`${'the same run as at the start'.padEnd(32)}${samples.length}, of which ${lost} with other numbers`);
console.log(`lost: ${lost ? `${lost} results` : 'nothing'}\n`);
const rising = levels(samples);
for (const r of rising.table) console.log(r);
for (const p of problems) console.log(`ERROR: ${p}`);
await browser.close();
await site.down();
const bad = problems.length + rising.bad.length + lost + (samples.length < 2 ? 1 : 0);
console.log(bad ? `soak: FAILED after ${((Date.now() - began) / 60_000).toFixed(1)} minutes (seed ${seed})` : `soak: ${((Date.now() - began) / 60_000).toFixed(1)} minutes, all level (seed ${seed})`);
process.exit(bad ? 1 : 0);
