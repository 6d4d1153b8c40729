// This project: see bench/ours/main.go.

let wasm;

/** What bench/ours exports, in the one instance of this page or worker. */
export function exports() {
  wasm ??= (async () => {
    if (!globalThis.Go) globalThis.importScripts('/wasm_exec.js');
    const go = new globalThis.Go();
    const { instance } = await WebAssembly.instantiateStreaming(fetch('/ours.wasm'), go.importObject);
    void go.run(instance);
    return instance.exports;
  })();
  return wasm;
}

export async function train({ net, rows, method }) {
  const e = await exports();
  e.setup({ mlp: 0, tiny: 1, cnn: 2 }[net], rows, method === 'adam' ? 1 : 0);
  let loss = NaN;
  return { run: (n) => { loss = e.steps(n); }, gradients: (n) => e.gradients(n), products: (n) => e.curvatures(n), loss: () => loss };
}

export async function multiply(n) {
  const e = await exports();
  e.squares(n);
  return { run: (k) => { e.products(k); } };
}

/** As many multiplications and additions as 128-bit vectors allow, with nothing else to do: a unit is 1000 turns. */
export async function ceiling() {
  const e = await exports();
  return { unit: 384_000, run: (k) => { e.ceiling(1000 * k); } };
}
