// ConvNetJS: plain JavaScript, one example at a time.

import convnetjs from 'convnetjs';
import { BATCHES, batches } from './data.js';

export async function train({ net, rows, method }) {
  const tiny = net === 'tiny', d = tiny ? 2 : 784;
  const n = new convnetjs.Net();
  const cnn = net === 'cnn', side = cnn ? 28 : 1;
  n.makeLayers([
    { type: 'input', out_sx: side, out_sy: side, out_depth: cnn ? 1 : d },
    ...(cnn
      ? [{ type: 'conv', sx: 5, filters: 8, stride: 1, pad: 0, activation: 'relu' }, { type: 'pool', sx: 2, stride: 2 }, { type: 'conv', sx: 5, filters: 16, stride: 1, pad: 0, activation: 'relu' }, { type: 'pool', sx: 2, stride: 2 }, { type: 'softmax', num_classes: 10 }]
      : tiny
      ? [{ type: 'fc', num_neurons: 4, activation: 'tanh' }, { type: 'fc', num_neurons: 2, activation: 'tanh' }, { type: 'regression', num_neurons: 1 }]
      : [{ type: 'fc', num_neurons: 128, activation: 'relu' }, { type: 'softmax', num_classes: 10 }]),
  ]);
  const trainer = new convnetjs.Trainer(n, { method, batch_size: rows, learning_rate: method === 'adam' ? 0.001 : 0.01, momentum: 0, l2_decay: 0 });
  const data = batches(net, rows);
  const vols = data.map((b) => Array.from({ length: rows }, (_, r) => {
    const v = new convnetjs.Vol(side, side, d / (side * side), 0);
    v.w.set(b.x.subarray(r * d, (r + 1) * d));
    return v;
  }));
  let i = 0, r = 0, loss = NaN;
  return {
    unit: 1, // an example; it makes a step after every rows of them
    run(examples) {
      for (; examples > 0; examples--, r++) {
        if (r === rows) [i, r] = [(i + 1) % BATCHES, 0];
        loss = trainer.train(vols[i][r], tiny ? [data[i].value[r]] : data[i].label[r]).loss;
      }
    },
    loss: () => loss,
  };
}
