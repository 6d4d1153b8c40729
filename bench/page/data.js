// Minibatches for the peers: numbers like those that ours draws.

export const BATCHES = 8;

let state = 12345;
const rand = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;

export function batches(net, rows) {
  const d = net === 'tiny' ? 2 : 784;
  return Array.from({ length: BATCHES }, () => {
    const x = Float32Array.from({ length: rows * d }, () => (net === 'tiny' ? rand() * 12 - 6 : rand()));
    const label = Int32Array.from({ length: rows }, () => Math.floor(rand() * 9.999));
    const onehot = new Float32Array(rows * 10);
    label.forEach((k, i) => { onehot[10 * i + k] = 1; });
    const value = Float32Array.from({ length: rows }, () => (rand() < 0.5 ? -1 : 1));
    return { x, label, onehot, value };
  });
}

export const square = (n) => Float32Array.from({ length: n * n }, () => rand() - 0.5);
