// Specs and tables that the tests share.
export const surface = {
  v: 1, kind: 'surface', seed: 7, steps: 150, surface: { id: 'nesterov' }, start: [1.6, 0],
  runs: [{ optimizer: 'sgd', lr: 0.05 }, { optimizer: 'perturbed-sgd', lr: 0.05, noise: 0.3 }, { optimizer: 'adam', lr: 0.05 }],
};
export const glyphs = {
  v: 1, kind: 'network', seed: 7, epochs: 15, batch: 32, data: { id: 'glyphs' },
  model: [{ dense: 64 }, { act: 'relu' }, { dense: 10 }], init: { id: 'he' }, loss: 'softmax-ce',
  runs: [{ optimizer: 'momentum', lr: 0.05, momentum: 0.9 }],
};
/** Goes on for as long as a test may take. */
export const endless = { ...glyphs, epochs: 10000, batch: 2, model: [{ dense: 512 }, { act: 'relu' }, { dense: 10 }] };

/** Two classes, one inside the circle that the other surrounds; no randomness. */
export const csv = ['x,y,kind', ...Array.from({ length: 240 }, (_, i) => {
  const [r, a] = [i % 2 ? 2 + 0.3 * Math.sin(i) : 0.5 + 0.3 * Math.cos(i), i * 2.399963];
  return `${(r * Math.cos(a)).toFixed(4)},${(r * Math.sin(a)).toFixed(4)},${i % 2 ? 'outer' : 'inner'}`;
})].join('\n');
