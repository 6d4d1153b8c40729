// This project: see bench/ours/main.go.

const wasm = (async () => {
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/ours.wasm'), go.importObject);
  void go.run(instance);
  return instance.exports;
})();

export async function train({ net, rows, method }) {
  const e = await wasm;
  e.setup({ mlp: 0, tiny: 1, cnn: 2 }[net], rows, method === 'adam' ? 1 : 0);
  let loss = NaN;
  return { run: (n) => { loss = e.steps(n); }, products: (n) => e.curvatures(n), loss: () => loss };
}

export async function multiply(n) {
  const e = await wasm;
  e.squares(n);
  return { run: (k) => { e.products(k); } };
}
