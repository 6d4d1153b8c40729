// Measures this project against its peers in headless Chromium: node bench/run.mjs [--only=mlp/32] [--windows=15].
// Prints a table and writes bench/results.json (unless --only).

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';

const here = fileURLToPath(new URL('.', import.meta.url)), root = join(here, '..'), out = join(root, '.build/bench');
const { values: args } = parseArgs({ options: { only: { type: 'string' }, windows: { type: 'string', default: '15' } } });

const cases = [
  ...['sgd', 'adam'].flatMap((method) => [10, 32, 128].map((rows) => ({ name: `mlp/${rows}/${method}`, net: 'mlp', rows, method }))),
  { name: 'tiny/10/sgd', net: 'tiny', rows: 10, method: 'sgd' },
  ...[10, 32].map((rows) => ({ name: `cnn/${rows}/sgd`, net: 'cnn', rows, method: 'sgd' })),
  ...[64, 128, 256, 512].map((side) => ({ name: `gemm/${side}`, side })),
].filter((c) => !args.only || c.name.startsWith(args.only));
if (cases.length === 0) throw new Error(`--only=${args.only}: no such case; have mlp/10/sgd … mlp/128/adam, tiny/10/sgd, cnn/10/sgd, cnn/32/sgd, gemm/64 … gemm/512`);

const env = { ...process.env, GOTOOLCHAIN: 'go1.27.4', GOEXPERIMENT: 'simd,nojsonv2' };
const sh = (cmd, argv, o = {}) => execFileSync(cmd, argv, { cwd: root, env, encoding: 'utf8', ...o });

/** Installs the peers, builds our wasm and the page. */
async function prepare() {
  const stamp = join(here, 'node_modules/.package-lock.json'), lock = join(here, 'package-lock.json');
  if (!existsSync(stamp) || statSync(stamp).mtimeMs < statSync(lock).mtimeMs) sh('npm', ['ci', '--no-fund', '--no-audit'], { cwd: here, stdio: 'inherit' });
  mkdirSync(out, { recursive: true });
  sh('go', ['build', '-ldflags=-s -w', '-o', join(out, 'ours.wasm'), './bench/ours'], { env: { ...env, GOOS: 'js', GOARCH: 'wasm' }, stdio: 'inherit' });
  writeFileSync(join(out, 'wasm_exec.js'), readFileSync(join(sh('go', ['env', 'GOROOT']).trim(), 'lib/wasm/wasm_exec.js')));
  await build({ entryPoints: [join(here, 'page/main.js')], bundle: true, format: 'esm', minify: true, outfile: join(out, 'main.js'), logLevel: 'error', external: ['crypto', 'fs', 'path', 'util', 'os', 'worker_threads', 'perf_hooks', 'node-fetch', 'string_decoder'], define: { global: 'globalThis' } });
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

const short = (v) => (v >= 1e9 ? `${(v / 1e9).toFixed(1)} G` : v >= 1e6 ? `${(v / 1e6).toFixed(2)} M` : v >= 1e4 ? `${(v / 1e3).toFixed(0)} k` : v >= 1e3 ? `${(v / 1e3).toFixed(1)} k` : v.toFixed(0));

async function main() {
  await prepare();
  const server = await serve();
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, protocolTimeout: 300_000, args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'] });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (e) => console.error(`page: ${e.message}`));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('globalThis.loaded', { timeout: 60_000 });
    const conditions = { date: new Date().toISOString(), cpu: cpus()[0].model, cores: cpus().length, chromium: await browser.version(), go: sh('go', ['version']).trim(), peers: JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies, windows: +args.windows };
    console.log(`${conditions.cpu}, ${conditions.chromium}, ${conditions.go}\nBest of ${args.windows} interleaved windows; examples/s, or flop/s for gemm; ratio = ours : peer.\n`);
    const results = [];
    for (const c of cases) {
      const got = await page.evaluate((a, o) => globalThis.measure(a, o), c, { warmup: 500, window: 100, windows: +args.windows });
      const mine = got.ours;
      if (!mine.rate) throw new Error(`${c.name}: ${mine.error}`);
      const peers = Object.entries(got).filter(([n]) => n !== 'ours').map(([name, p]) => ({ name, ...p, ratio: p.rate ? mine.rate / p.rate : null }));
      const rated = peers.filter((p) => p.ratio);
      const best = rated.length ? rated.reduce((a, b) => (b.rate > a.rate ? b : a)) : null;
      results.push({ case: c.name, unit: c.side ? 'flop/s' : 'examples/s', ours: mine.rate, loss: mine.loss, best_peer: best?.name ?? null, ratio: best?.ratio ?? null, peers });
      console.log(`${c.name.padEnd(13)} ours ${short(mine.rate).padStart(8)}   ${best ? `${best.ratio.toFixed(2)}× the best, ${best.name}` : 'no peer ran'}`);
      for (const p of peers) console.log(`${''.padEnd(13)} ${p.name.padEnd(12)} ${p.rate ? `${short(p.rate).padStart(8)}   ${p.ratio.toFixed(2)}×` : p.error}`);
    }
    if (!args.only) {
      const h = await page.evaluate(() => globalThis.curvature());
      results.push({ case: 'hessian-vector', unit: "gradients' time", ours: h });
      console.log(`hessian-vector ours takes ${h.toFixed(2)} gradients' time (784-128-10, batch 32)`);
    }
    if (!args.only) writeFileSync(join(here, 'results.json'), `${JSON.stringify({ conditions, results }, null, 2)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
}

await main();
