// Windows of time.

export const pause = () => new Promise((done) => { setTimeout(done); });

/** Runs m until `ms` have passed; gives how many fit into a window of `window` ms. */
export async function warm(m, ms, window) {
  await m.before?.();
  let n = 1, per = 1;
  const begin = performance.now();
  while (performance.now() - begin < ms) {
    const t = performance.now();
    await m.run(n);
    const took = performance.now() - t;
    per = Math.max(1, Math.round((n * window) / Math.max(took, 0.05)));
    if (took < window / 4) n *= 2;
  }
  return per;
}

/** The shortest time of each of several things to do, in turn. */
export async function shortest(windows, ...things) {
  const best = things.map(() => Infinity);
  for (let k = 0; k < windows; k++) {
    for (const [i, f] of things.entries()) {
      const t = performance.now();
      await f();
      best[i] = Math.min(best[i], performance.now() - t);
      await pause();
    }
  }
  return best;
}
