// jax-js on its wasm backend; a training step is one jitted function. Its work is asynchronous: every window waits for its end.

import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { BATCHES, batches, square } from './data.js';

const ready = (async () => { await init('wasm'); defaultDevice('wasm'); })();

export async function train({ net, rows, method }) {
  await ready;
  const sizes = net === 'tiny' ? [2, 4, 2, 1] : [784, 128, 10];
  let p = {}, m = {}, v = {};
  const cnn = net === 'cnn';
  if (cnn) {
    for (const [k, shape, fan] of [[1, [8, 1, 5, 5], 25], [2, [16, 8, 5, 5], 200], [3, [256, 10], 256]]) {
      const n = shape.reduce((a, b) => a * b), out = k === 3 ? 10 : shape[0];
      p[`w${k}`] = np.array(Float32Array.from({ length: n }, () => (2 * Math.random() - 1) * Math.sqrt(6 / fan))).reshape(shape);
      p[`b${k}`] = np.zeros(k === 3 ? [out] : [1, out, 1, 1]);
    }
  } else for (let k = 1; k < sizes.length; k++) {
    const scale = Math.sqrt((net === 'tiny' ? 3 : 6) / sizes[k - 1]);
    p[`w${k}`] = np.array(Float32Array.from({ length: sizes[k - 1] * sizes[k] }, () => (2 * Math.random() - 1) * scale)).reshape([sizes[k - 1], sizes[k]]);
    p[`b${k}`] = np.zeros([sizes[k]]);
  }
  const names = Object.keys(p);
  for (const k of names) { m[k] = np.zeros(p[k].shape); v[k] = np.zeros(p[k].shape); }
  const stage = (x, w, b, c, side) => np.max(nn.relu(lax.conv(x, w, [1, 1], 'VALID').add(b)).reshape([rows, c, side / 2, 2, side / 2, 2]), [3, 5]);
  const forward = cnn
    ? (q, x) => np.dot(stage(stage(x, q.w1, q.b1, 8, 24), q.w2, q.b2, 16, 8).reshape([rows, 256]), q.w3).add(q.b3)
    : net === 'tiny'
    ? (q, x) => np.tanh(np.dot(np.tanh(np.dot(np.tanh(np.dot(x, q.w1).add(q.b1)), q.w2).add(q.b2)), q.w3).add(q.b3))
    : (q, x) => np.dot(nn.relu(np.dot(x, q.w1).add(q.b1)), q.w2).add(q.b2);
  const loss = net === 'tiny'
    ? (q, x, y) => np.square(forward(q, x).sub(y)).sum().mul(1 / rows)
    : (q, x, y) => nn.logSoftmax(forward(q, x)).mul(y).sum().mul(-1 / rows);
  const sgd = (q, x, y) => {
    const [l, g] = valueAndGrad(loss)(tree.ref(q), x, y), next = {};
    for (const k of names) next[k] = q[k].sub(g[k].mul(0.01));
    return { p: next, l };
  };
  const adam = (q, s, x, y) => {
    const [l, g] = valueAndGrad(loss)(tree.ref(q), x, y), next = {}, m1 = {}, v1 = {};
    for (const k of names) {
      m1[k] = s.m[k].mul(0.9).add(g[k].ref.mul(0.1));
      v1[k] = s.v[k].mul(0.999).add(np.square(g[k]).mul(0.001));
      next[k] = q[k].sub(m1[k].ref.mul(0.001).div(np.sqrt(v1[k].ref).add(1e-8)));
    }
    return { p: next, s: { m: m1, v: v1 }, l };
  };
  const step = jit(method === 'adam' ? adam : sgd);
  const data = batches(net, rows);
  const xs = data.map((b) => np.array(b.x).reshape(cnn ? [rows, 1, 28, 28] : [rows, sizes[0]]));
  const ys = data.map((b) => (net === 'tiny' ? np.array(b.value).reshape([rows, 1]) : np.array(b.onehot).reshape([rows, 10])));
  let s = { m, v }, last = null, i = 0;
  return {
    async run(n) {
      for (; n > 0; n--, i++) {
        const x = xs[i % BATCHES].ref, y = ys[i % BATCHES].ref;
        const r = method === 'adam' ? step(p, s, x, y) : step(p, x, y);
        p = r.p; s = r.s ?? s;
        last?.dispose(); last = r.l;
        if (i % BATCHES === BATCHES - 1) await blockUntilReady(tree.ref(p));
      }
      await last.ref.jsAsync();
      await blockUntilReady(tree.ref(p));
    },
    loss: () => last.ref.jsAsync(),
  };
}

export async function multiply(n) {
  await ready;
  const dot = jit((x, y) => np.dot(x, y));
  const a = np.array(square(n)).reshape([n, n]), b = np.array(square(n)).reshape([n, n]);
  return {
    async run(k) {
      for (; k > 0; k--) {
        const c = dot(a.ref, b.ref);
        await blockUntilReady(c.ref);
        c.dispose();
      }
    },
  };
}
