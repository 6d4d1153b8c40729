// One of several workers that train each for itself: makes the steps it is asked for, and between so many of them lets others in by a
// message, as the site's worker does.

import { train } from './ours.js';

const channel = new MessageChannel();
let resume;
channel.port1.onmessage = () => resume();
const rest = () => new Promise((done) => { resume = done; channel.port2.postMessage(0); });

const trainings = new Map(); // the one that is set up, by rows
globalThis.onmessage = async ({ data: { rows, steps, slice } }) => {
  if (!trainings.has(rows)) {
    trainings.clear();
    trainings.set(rows, await train({ net: 'mlp', rows, method: 'sgd' }));
  }
  const m = trainings.get(rows), begin = performance.now();
  for (let left = steps; left > 0; left -= slice) {
    m.run(Math.min(slice, left));
    if (left > slice) await rest();
  }
  globalThis.postMessage(performance.now() - begin);
};
