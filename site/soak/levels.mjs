// Whether what was counted has levelled off. All samples are taken in the same room with the same Spec; after a first quarter, in which
// every room is met for the first time, the most of the rest's second half may lie above the most of its first half by a little.

/** How far above: a share of it, and an amount. */
const MARGIN = { 'heap MB': [0.15, 3], 'wasm MB': [0.2, 40], workers: [0, 4], frames: [0, 2], documents: [0, 4], nodes: [0.2, 2000], listeners: [0.2, 200], canvases: [0, 8] };

export function levels(samples) {
  const rest = samples.slice(samples.length >> 2);
  const half = rest.length >> 1;
  const table = [`${'held, at most'.padEnd(14)}${'at first'.padStart(10)}${'later'.padStart(10)}`];
  const bad = [];
  if (half) for (const [name, [share, amount]] of Object.entries(MARGIN)) {
    const most = (list) => Math.max(...list.map((s) => s[name]));
    const [a, b] = [most(rest.slice(0, half)), most(rest.slice(half))];
    const over = b > a * (1 + share) + amount;
    if (over) bad.push(name);
    table.push(`${name.padEnd(14)}${a.toFixed(0).padStart(10)}${b.toFixed(0).padStart(10)}${over ? '  GROWS' : ''}`);
  }
  return { table, bad };
}
