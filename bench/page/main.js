// Measures everybody on the same cases in this one page, window by window in turn, and keeps each one's best window: other load
// on the machine only slows, and hits all alike.

import * as convnet from './convnet.js';
import * as jax from './jaxjs.js';
import * as ours from './ours.js';
import * as tfjs from './tfjs.js';

const everybody = [
  ['ours', ours.train, ours.multiply],
  ['TF.js wasm', tfjs.train('wasm'), tfjs.multiply('wasm')],
  ['TF.js cpu', tfjs.train('cpu'), null],
  ['TF.js webgl', tfjs.train('webgl'), tfjs.multiply('webgl')],
  ['jax-js wasm', jax.train, jax.multiply],
  ['ConvNetJS', convnet.train, null],
];

const pause = () => new Promise((done) => { setTimeout(done); });

/** Runs the doings until `ms` have passed; gives how many fit into a window of `window` ms. */
async function warm(m, ms, window) {
  await m.before?.();
  let n = 1, per = 1;
  const begin = performance.now();
  while (performance.now() - begin < ms) {
    const t = performance.now();
    await m.run(n);
    const took = performance.now() - t;
    per = Math.max(1, Math.round((n * window) / Math.max(took, 0.05)));
    if (took < window / 4) n *= 2;
  }
  return per;
}

/** One case: name → {rate: units per second, loss}, or {error}. */
globalThis.measure = async (c, { warmup, window, windows }) => {
  const out = {}, running = [];
  for (const [name, train, multiply] of everybody) {
    const make = c.side ? multiply : train;
    if (!make) continue;
    try {
      const m = await make(c.side ?? c);
      running.push({ name, m, per: await warm(m, warmup, window), best: 0 });
    } catch (e) {
      out[name] = { error: String(e?.message ?? e).slice(0, 200) };
    }
  }
  const unit = c.side ? 2 * c.side ** 3 : c.rows;
  for (let k = 0; k < windows; k++) {
    for (const r of running) {
      await r.m.before?.();
      const t = performance.now();
      await r.m.run(r.per);
      r.best = Math.max(r.best, (unit * r.per * 1000) / (performance.now() - t));
      await pause();
    }
  }
  for (const r of running) {
    await r.m.before?.();
    out[r.name] = { rate: r.best, loss: r.m.loss ? await r.m.loss() : null };
    r.m.done?.();
  }
  return out;
};
/** How many gradients' time our Hessian-vector product takes: each one's best window. */
globalThis.curvature = async () => {
  const m = await ours.train({ net: 'mlp', rows: 32, method: 'sgd' });
  const best = { run: Infinity, products: Infinity };
  for (let k = 0; k < 15; k++) {
    for (const what of ['run', 'products']) {
      const t = performance.now();
      m[what](60);
      best[what] = Math.min(best[what], performance.now() - t);
      await pause();
    }
  }
  return best.products / best.run;
};
globalThis.loaded = true;
