// Whether what was counted has levelled off: the largest of the second half may lie above the largest of the first by what one visit
// to a room more or less makes, and no further. Something that leaks with use grows by as much again.

/** How far above the first half's largest the second half's may lie: a share of it, and an amount. */
const ROOM = { 'heap MB': [0.35, 15], 'wasm MB': [0.35, 150], workers: [0, 4], frames: [0, 2], documents: [0.5, 6], nodes: [0.5, 6000], listeners: [0.5, 400], canvases: [0.5, 40] };

export function levels(samples) {
  const half = samples.length >> 1;
  const table = [`${'held'.padEnd(12)}${'first half'.padStart(12)}${'second half'.padStart(12)}`];
  const bad = [];
  if (half) for (const [name, [share, amount]] of Object.entries(ROOM)) {
    const most = (list) => Math.max(...list.map((s) => s[name]));
    const [a, b] = [most(samples.slice(0, half)), most(samples.slice(half))];
    const over = b > a * (1 + share) + amount;
    if (over) bad.push(name);
    table.push(`${name.padEnd(12)}${a.toFixed(0).padStart(12)}${b.toFixed(0).padStart(12)}${over ? '  GROWS' : ''}`);
  }
  return { table, bad };
}
