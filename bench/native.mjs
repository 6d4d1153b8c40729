// PyTorch, where it is installed, as a participant of run.mjs: a process that makes the steps it is asked for and says how long they took.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where Debian puts OpenBLAS, several times as fast as the BLAS that PyTorch is given when both are installed or neither is chosen. */
const openBLAS = ['openblas-pthread', 'openblas-openmp', 'openblas-serial'].flatMap((d) => ['x86_64', 'aarch64'].map((m) => `/usr/lib/${m}-linux-gnu/${d}`)).find((d) => existsSync(d));

/** Starts it; null where no Python has torch. */
export async function startTorch() {
  const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !/^(OPENBLAS|NVPL|OMP|MKL)_/.test(k))); // its BLAS chooses its kernels itself
  env.OPENBLAS_NUM_THREADS = '1';
  env.LD_LIBRARY_PATH = [process.env.LD_LIBRARY_PATH, openBLAS].filter(Boolean).join(':');
  const python = ['/usr/bin/python3', 'python3'].find((p) => (!p.startsWith('/') || existsSync(p)) && spawnSync(p, ['-c', 'import torch'], { env }).status === 0);
  if (!python) return null;
  const child = spawn(python, [fileURLToPath(new URL('native.py', import.meta.url))], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('PyTorch has ended');
    return JSON.parse(value);
  };
  const ask = (what) => {
    child.stdin.write(`${JSON.stringify(what)}\n`);
    return read();
  };
  const about = await read();
  let per = 1;
  return {
    about,
    /** Prepares a training and finds how many steps fill a window. */
    async prepare({ net, rows, method }, { warmup, window }) {
      await ask({ net, rows, method });
      const begin = performance.now();
      for (per = 1; performance.now() - begin < warmup; ) {
        const { ms } = await ask({ steps: per });
        per = Math.max(1, Math.round((per * window) / ms));
      }
    },
    /** Examples a second of a window. */
    async round(rows) {
      const { ms } = await ask({ steps: per });
      return (1000 * rows * per) / ms;
    },
    close: () => child.stdin.end(),
  };
}
