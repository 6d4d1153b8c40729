// This project: see bench/ours/main.go.

const wasm = (async () => {
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch('/ours.wasm'), go.importObject);
  void go.run(instance);
  return instance.exports;
})();

export async function train({ net, rows, method }) {
  const e = await wasm;
  e.setup(net === 'tiny' ? 1 : 0, rows, method === 'adam' ? 1 : 0);
  let loss = NaN;
  return { run: (n) => { loss = e.steps(n); }, loss: () => loss };
}

export async function multiply(n) {
  const e = await wasm;
  e.squares(n);
  return { run: (k) => { e.products(k); } };
}
