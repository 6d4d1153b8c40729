// Measures everybody on the same cases in this one page, window by window in turn, and keeps each one's best window: other load
// on the machine only slows, and hits all alike. run.mjs calls what stands on globalThis.

import * as convnet from './convnet.js';
import * as jax from './jaxjs.js';
import * as ours from './ours.js';
import * as tfjs from './tfjs.js';
import * as alone from './alone.js';
import { pause, warm } from './window.js';

const everybody = [
  ['ours', ours.train, ours.multiply],
  ['TF.js wasm', tfjs.train('wasm'), tfjs.multiply('wasm')],
  ['TF.js cpu', tfjs.train('cpu'), null],
  ['TF.js webgl', tfjs.train('webgl'), tfjs.multiply('webgl')],
  ['jax-js wasm', jax.train, jax.multiply],
  ['ConvNetJS', convnet.train, null],
  ['128-bit peak', null, ours.ceiling],
];

let running = [];

/** Prepares a case; gives name → why it cannot take part. */
globalThis.prepare = async (c, { warmup, window }) => {
  const out = {};
  running = [];
  for (const [name, train, multiply] of everybody) {
    const make = c.side ? multiply : train;
    if (!make) continue;
    try {
      const m = await make(c.side ?? c);
      running.push({ name, m, per: await warm(m, warmup, window), unit: m.unit ?? (c.side ? 2 * c.side ** 3 : c.rows) });
    } catch (e) {
      out[name] = String(e?.message ?? e).slice(0, 200);
    }
  }
  return out;
};

/** A window of each: name → units a second. */
globalThis.round = async () => {
  const rates = {};
  for (const r of running) {
    await r.m.before?.();
    const t = performance.now();
    await r.m.run(r.per);
    rates[r.name] = (r.unit * r.per * 1000) / (performance.now() - t);
    await pause();
  }
  return rates;
};

/** Ends a case: name → the last loss. */
globalThis.finish = async () => {
  const losses = {};
  for (const r of running) {
    await r.m.before?.();
    if (r.m.loss) losses[r.name] = await r.m.loss();
    r.m.done?.();
  }
  running = [];
  return losses;
};

globalThis.alone = (what, o) => alone[what](o);
globalThis.loaded = true;
