// TensorFlow.js, on its wasm, cpu and webgl backends.

import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { BATCHES, batches, square } from './data.js';

setWasmPaths('/npm/@tensorflow/tfjs-backend-wasm/dist/');

async function use(backend) {
  if (tf.getBackend() === backend) return;
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js has no ${backend} backend here`);
  await tf.ready();
}

export const train = (backend) => async ({ net, rows, method }) => {
  await use(backend);
  const sizes = net === 'tiny' ? [2, 4, 2, 1] : [784, 128, 10];
  const cnn = net === 'cnn', p = [];
  if (cnn) {
    for (const [shape, fan] of [[[5, 5, 1, 8], 25], [[5, 5, 8, 16], 200], [[256, 10], 256]]) p.push(tf.variable(tf.randomNormal(shape, 0, Math.sqrt(2 / fan))), tf.variable(tf.zeros([shape.at(-1)])));
  }
  else for (let k = 1; k < sizes.length; k++) {
    p.push(tf.variable(tf.randomNormal([sizes[k - 1], sizes[k]], 0, Math.sqrt((net === 'tiny' ? 1 : 2) / sizes[k - 1]))), tf.variable(tf.zeros([sizes[k]])));
  }
  const data = batches(net, rows);
  const xs = data.map((b) => (cnn ? tf.tensor4d(b.x, [rows, 28, 28, 1]) : tf.tensor2d(b.x, [rows, sizes[0]])));
  const ys = data.map((b) => (net === 'tiny' ? tf.tensor2d(b.value, [rows, 1]) : tf.tensor2d(b.onehot, [rows, 10])));
  const stage = (x, k) => x.conv2d(p[k], 1, 'valid').add(p[k + 1]).relu().maxPool(2, 2, 'valid');
  const forward = cnn ? (x) => stage(stage(x, 0), 2).reshape([rows, 256]).matMul(p[4]).add(p[5]) : net === 'tiny'
    ? (x) => x.matMul(p[0]).add(p[1]).tanh().matMul(p[2]).add(p[3]).tanh().matMul(p[4]).add(p[5]).tanh()
    : (x) => x.matMul(p[0]).add(p[1]).relu().matMul(p[2]).add(p[3]);
  const loss = net === 'tiny' ? (x, y) => tf.losses.meanSquaredError(y, forward(x)) : (x, y) => tf.losses.softmaxCrossEntropy(y, forward(x));
  const how = method === 'adam' ? tf.train.adam(0.001) : tf.train.sgd(0.01);
  let i = 0;
  return {
    before: () => use(backend),
    async run(n) {
      for (let k = 0; k < n; k++, i++) tf.tidy(() => { how.minimize(() => loss(xs[i % BATCHES], ys[i % BATCHES]), false, p); });
      await p.at(-1).data();
    },
    loss: () => tf.tidy(() => loss(xs[0], ys[0]).dataSync()[0]),
    done() { tf.dispose([...p, ...xs, ...ys]); how.dispose(); },
  };
};

export const multiply = (backend) => async (n) => {
  await use(backend);
  const a = tf.tensor2d(square(n), [n, n]), b = tf.tensor2d(square(n), [n, n]);
  return {
    before: () => use(backend),
    async run(k) {
      for (; k > 1; k--) tf.matMul(a, b).dispose();
      const last = tf.matMul(a, b);
      await last.data(); // a graphics processor is then done
      last.dispose();
    },
    done() { tf.dispose([a, b]); },
  };
};
