// Measures this project against its peers in headless Chromium: node bench/run.mjs [--only=mlp/32] [--windows=60] [--conditions='shared by others'].
// Prints a table and writes bench/results.json (unless --only).

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import { firstPicture, followed, landscape } from './site.mjs';
import { startTorch } from './native.mjs';

const here = fileURLToPath(new URL('.', import.meta.url)), root = join(here, '..'), out = join(root, '.build/bench');
const { values: args } = parseArgs({ options: { only: { type: 'string' }, windows: { type: 'string', default: '60' }, conditions: { type: 'string' } } });
const windows = +args.windows, torchName = 'PyTorch, one thread';

// An aim is a multiple of somebody's speed; of "browser", of the fastest of the others in the page.
const mlp = (method, ...ratios) => [10, 32, 128].map((rows, i) => ({ name: `mlp/${rows}/${method}`, net: 'mlp', rows, method, aims: { browser: ratios[i], ...(method === 'sgd' && rows < 128 && { [torchName]: 1 }) } }));
const cases = [
  ...mlp('sgd', 10, 4, 2),
  ...mlp('adam', 7, 5, 2.5),
  { name: 'tiny/10/sgd', net: 'tiny', rows: 10, method: 'sgd', aims: { ConvNetJS: 10 } },
  ...[10, 32].map((rows) => ({ name: `cnn/${rows}/sgd`, net: 'cnn', rows, method: 'sgd', aims: { browser: 70, [torchName]: 1 } })),
  ...[64, 128, 256, 512].map((side) => ({ name: `gemm/${side}`, side, aims: { 'TF.js wasm': 1.3, '128-bit peak': 0.7 } })),
];

// What has no peer: in its unit, at most or at least so much.
const alone = [
  { name: 'hessian-vector', what: 'curvature', unit: "gradients' time, of 784-128-10 at batch 32", most: 3 },
  { name: 'landscape', what: 'landscape', options: { side: 128 }, unit: 's at 40 GFLOP/s of products: 784-128-10, 1000 examples, 128² points', most: 3, of: 'at40' },
  { name: 'digits', what: 'digits', unit: 's until LeNet reads 97 of 100 rendered digits that it has not seen', most: 60 },
  { name: 'chains', what: 'chains', unit: 'updates/s of scalar chains', least: 2e7 },
  { name: 'yielding', what: 'yielding', unit: 'of the time, yielding every 8 ms', most: 0.02 },
  { name: 'workers', what: 'workers', unit: 'times one worker’s speed, by as many as there are processors', least: (r) => 0.85 * r.workers },
  { name: 'transfer', unit: 'MB until the first picture, gzip', most: 4.6 },
  { name: 'first-picture', unit: 's from navigation to the first picture, warm', most: 1 },
  { name: 'look', unit: 's from a click to the first cells of a landscape: 784-128-10, 1000 examples, 101² points', most: 0.5, of: 'first' },
  { name: 'look-whole', unit: 's from that click to the last', most: 3, of: 'whole' },
  { name: 'followed', unit: 'longer takes a training while both ends of its spectrum are followed', most: 0.2 },
];

const chosen = (c) => !args.only || c.name.startsWith(args.only);
if (![...cases, ...alone].some(chosen)) throw new Error(`--only=${args.only}: no such case; have ${[...cases, ...alone].map((c) => c.name).join(', ')}`);

const env = { ...process.env, GOTOOLCHAIN: 'go1.27.4', GOEXPERIMENT: 'simd,nojsonv2' };
const sh = (cmd, argv, o = {}) => execFileSync(cmd, argv, { cwd: root, env, encoding: 'utf8', ...o });

/** Installs the peers, builds our wasm and the page. */
async function prepare() {
  const stamp = join(here, 'node_modules/.package-lock.json'), lock = join(here, 'package-lock.json');
  if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) sh('npm', ['ci', '--no-fund', '--no-audit'], { cwd: here, stdio: 'inherit' });
  mkdirSync(out, { recursive: true });
  sh('go', ['build', '-ldflags=-s -w', '-o', join(out, 'ours.wasm'), './bench/ours'], { env: { ...env, GOOS: 'js', GOARCH: 'wasm' }, stdio: 'inherit' });
  writeFileSync(join(out, 'wasm_exec.js'), readFileSync(join(sh('go', ['env', 'GOROOT']).trim(), 'lib/wasm/wasm_exec.js')));
  const bundle = { bundle: true, minify: true, logLevel: 'error', external: ['crypto', 'fs', 'path', 'util', 'os', 'worker_threads', 'perf_hooks', 'node-fetch', 'string_decoder'], define: { global: 'globalThis' } };
  await build({ ...bundle, entryPoints: [join(here, 'page/main.js')], format: 'esm', outfile: join(out, 'main.js') });
  await build({ ...bundle, entryPoints: [join(here, 'page/worker.js')], format: 'iife', outfile: join(out, 'worker.js') });
  writeFileSync(join(out, 'index.html'), '<!doctype html><meta charset="utf-8"><title>bench</title><script src="/wasm_exec.js"></script><script type="module" src="/main.js"></script>');
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

function serve() {
  const server = createServer((q, a) => {
    const path = normalize(decodeURIComponent(new URL(q.url, 'http://localhost').pathname));
    const file = path.startsWith('/npm/') ? join(here, 'node_modules', path.slice(5)) : join(out, path === '/' ? 'index.html' : path);
    if (!existsSync(file) || !statSync(file).isFile()) return void a.writeHead(404).end();
    a.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  return new Promise((done) => { server.listen(0, '127.0.0.1', () => done(server)); });
}

const short = (v) => (v >= 1e9 ? `${(v / 1e9).toFixed(1)} G` : v >= 1e6 ? `${(v / 1e6).toFixed(2)} M` : v >= 1e4 ? `${(v / 1e3).toFixed(0)} k` : v >= 1e3 ? `${(v / 1e3).toFixed(1)} k` : v.toFixed(v < 10 ? 2 : 0));
const line = (...columns) => console.log(columns.map((c, i) => (i === 2 ? c.padStart(9) : c.padEnd([14, 20][i] ?? 0))).join(' ').trimEnd());

/** One case against all who can take part, window by window in turn. */
async function duel(page, torch, c) {
  const o = { warmup: 500, window: 25 }; // short windows: on a machine that is shared some of them are undisturbed
  const failed = await page.evaluate((a, b) => globalThis.prepare(a, b), c, o);
  if (failed.ours) throw new Error(`${c.name}: ${failed.ours}`);
  if (torch && c.net) await torch.prepare(c, o);
  const best = {};
  for (let k = 0; k < windows; k++) {
    const rates = await page.evaluate(() => globalThis.round());
    if (torch && c.net) rates[torchName] = await torch.round(c.rows);
    for (const [name, rate] of Object.entries(rates)) best[name] = Math.max(best[name] ?? 0, rate);
  }
  const losses = await page.evaluate(() => globalThis.finish());
  const others = Object.entries(best).filter(([name]) => name !== 'ours').map(([name, rate]) => ({ name, rate, ratio: best.ours / rate, loss: losses[name] ?? null }));
  const inPage = others.filter((p) => p.name !== torchName && p.name !== '128-bit peak');
  const browser = inPage.length ? inPage.reduce((a, b) => (b.rate > a.rate ? b : a)) : null;
  const aims = Object.entries(c.aims).flatMap(([name, aim]) => {
    const p = name === 'browser' ? browser : others.find((q) => q.name === name);
    return p ? [{ against: p.name, ratio: p.ratio, aim, reached: p.ratio >= aim }] : [];
  });
  line(c.name, 'ours', short(best.ours));
  for (const p of others) {
    const aim = aims.find((a) => a.against === p.name);
    line('', p.name, short(p.rate), ` ${p.ratio.toFixed(2)}×`, aim ? ` aim ${aim.aim}×${aim.reached ? '' : ', missed'}` : '');
  }
  for (const [name, why] of Object.entries(failed)) line('', name, '–', ` ${why}`);
  return { case: c.name, unit: c.side ? 'flop/s' : 'examples/s', ours: best.ours, loss: losses.ours ?? null, aims, others, failed };
}

/** Something of ours that has no peer. */
function judge(c, got) {
  const value = got[c.of ?? 'value'], limit = c.most ?? (typeof c.least === 'function' ? c.least(got) : c.least);
  const reached = c.most ? value <= limit : value >= limit;
  line(c.name, 'ours', short(value), ` ${c.unit}; aim ${c.most ? 'at most' : 'at least'} ${short(limit)}${reached ? '' : ', missed'}`);
  return { case: c.name, unit: c.unit, ...got, ours: value, aim: { [c.most ? 'most' : 'least']: limit, reached } };
}

async function main() {
  await prepare();
  const server = await serve(), torch = await startTorch();
  const launch = () => puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, protocolTimeout: 600_000, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'] });
  let browser = await launch();
  try {
    const page = await browser.newPage();
    page.on('pageerror', (e) => console.error(`page: ${e.message}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('globalThis.loaded', { timeout: 60_000 });
    const conditions = {
      date: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, load: loadavg()[0], ...(args.conditions && { machine: args.conditions }),
      chromium: await browser.version(), go: sh('go', ['version']).trim(), peers: JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies, torch: torch?.about ?? null, windows,
    };
    console.log(`${conditions.cpu}, ${conditions.chromium}, ${conditions.go}, PyTorch ${torch ? `${torch.about.version} with ${torch.about.blas.join(', ')}` : 'not installed'}\nBest of ${windows} interleaved windows; examples/s, or flop/s for gemm; ratio = ours : theirs.\n`);
    const results = [];
    for (const c of cases.filter(chosen)) results.push(await duel(page, torch, c));
    for (const c of alone.filter((a) => a.what && chosen(a))) results.push(judge(c, await page.evaluate((w, o) => globalThis.alone(w, o), c.what, { windows, ...c.options })));
    await page.close();
    const site = alone.filter((a) => !a.what && chosen(a));
    if (site.length && !existsSync(join(root, 'dist/index.html'))) console.log('transfer: no dist/; ./build.sh build makes it');
    else if (site.length) {
      await browser.close();
      browser = await launch(); // a visitor's has not trained with five libraries before
      const dist = join(root, 'dist'), some = Math.min(5, windows), known = {};
      const first = () => (known.first ??= firstPicture(browser, dist, { windows: some }));
      const look = () => (known.look ??= landscape(browser, dist, { windows: some }));
      const measure = {
        transfer: async () => ({ value: (await first()).bytes / 1e6, files: (await first()).files }),
        'first-picture': async () => ({ value: (await first()).ms / 1000 }),
        look, 'look-whole': look,
        followed: () => followed(browser, dist, { windows: Math.min(3, windows) }),
      };
      for (const c of site) results.push(judge(c, await measure[c.name]()));
    }
    conditions.loadAfter = loadavg()[0];
    if (!args.only) writeFileSync(join(here, 'results.json'), `${JSON.stringify({ conditions, results }, null, 2)}\n`);
  } finally {
    await browser.close();
    torch?.close();
    server.close();
  }
}

await main();
