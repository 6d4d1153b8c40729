// What has no peer: each is measured against something of its own, in turn.

import * as ours from './ours.js';
import { shortest, warm } from './window.js';

/** Our Hessian-vector product, in gradients' time. */
export async function curvature({ windows }) {
  const m = await ours.train({ net: 'mlp', rows: 32, method: 'sgd' });
  await warm(m, 300, 50);
  m.products(20);
  const [gradients, steps, products] = await shortest(windows, () => m.gradients(100), () => m.run(100), () => m.products(100));
  return { value: products / gradients, steps: products / steps };
}

/** The landscape of 784-128-10, 1000 examples, side² points: seconds by the best row, and at which speed products run at the same time. */
export async function landscape({ side, windows }) {
  const e = await ours.exports();
  e.plane(side);
  e.squares(256);
  for (let k = 0; k < 4; k++) { e.row(k); e.products(20); }
  let k = 0;
  const [row, products, slice] = await shortest(windows, () => e.row(k++ % side), () => e.products(20), () => e.slice());
  const seconds = (side * row + slice) / 1000, gemm = ((20 * 2 * 256 ** 3) / products) * 1000;
  return { value: seconds, gemm, at40: (seconds * gemm) / 40e9 };
}

/** Seconds in which the LeNet preset learns to read the rendered digits, evaluations included, and how many of 1000 others it then reads. */
export async function digits() {
  const e = await ours.exports();
  let seconds = Infinity, accuracy;
  for (let k = 0; k < 3; k++) {
    e.digits();
    const t = performance.now();
    accuracy = e.read();
    seconds = Math.min(seconds, (performance.now() - t) / 1000);
  }
  return { value: accuracy < 0.97 ? Infinity : seconds, accuracy };
}

/** Updates a second of scalar chains. */
export async function chains({ windows }) {
  const e = await ours.exports();
  e.chains(10_000);
  const [ms] = await shortest(4 * windows, () => e.chains(1000));
  return { value: (1000 * 110) / (ms / 1000) };
}

const ask = (w, what) => new Promise((done) => { w.onmessage = (e) => done(e.data); w.postMessage(what); });

/** What yielding to the event loop every 8 ms by a message costs, as a share of the time without. */
export async function yielding({ windows }) {
  const w = new Worker('/worker.js'), rows = 10, steps = 1500;
  await ask(w, { rows, steps, slice: steps });
  const slice = Math.round((8 * steps) / (await ask(w, { rows, steps, slice: steps })));
  const best = [Infinity, Infinity];
  for (let k = 0; k < 2 * windows; k++) for (const [i, every] of [steps, slice].entries()) best[i] = Math.min(best[i], await ask(w, { rows, steps, slice: every }));
  w.terminate();
  return { value: Math.max(0, best[1] / best[0] - 1) };
}

/** The same training in one worker, and in as many as there are processors, each its own: how many times the examples a second. */
export async function workers({ windows }) {
  const n = navigator.hardwareConcurrency, all = [], work = { rows: 32, steps: 400, slice: 400 };
  for (let k = 0; k < n; k++) all.push(new Worker('/worker.js'));
  for (let k = 0; k < 3; k++) await Promise.all(all.map((w) => ask(w, work)));
  const [one, many] = await shortest(windows, () => ask(all[0], work), () => Promise.all(all.map((w) => ask(w, work))));
  all.forEach((w) => w.terminate());
  return { value: (n * one) / many, workers: n };
}
