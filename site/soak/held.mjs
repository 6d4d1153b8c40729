// What a page holds: counted after a collection of garbage, from outside, so that the page needs nothing for it.

const MB = 1e6;

/** Bytes of WebAssembly memory in one place of execution, of one of its windows. */
async function wasmMemory(tools, window = 'globalThis') {
  const { result } = await tools.send('Runtime.evaluate', { expression: `${window}.WebAssembly.Memory.prototype` });
  const { objects } = await tools.send('Runtime.queryObjects', { prototypeObjectId: result.objectId });
  const sum = await tools.send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: 'function () { return this.reduce((n, m) => n + m.buffer.byteLength, 0); }', returnByValue: true });
  for (const { objectId } of [objects, result]) await tools.send('Runtime.releaseObject', { objectId }); // a handle on a frame's window would keep the frame
  return sum.result.value;
}

/** Numbers by name: memory in MB, and counts. */
export async function held(browser, page) {
  const tools = (page.tools ??= await page.page.createCDPSession());
  await tools.send('HeapProfiler.collectGarbage');
  await tools.send('Performance.enable');
  const { metrics } = await tools.send('Performance.getMetrics');
  const of = (name) => metrics.find((m) => m.name === name).value;
  let wasm = await wasmMemory(tools);
  if (await page.eval(() => !!document.querySelector('iframe'))) wasm += await wasmMemory(tools, "document.querySelector('iframe').contentWindow");
  let workers = 0;
  for (const w of page.workers()) {
    try {
      wasm += await Promise.race([wasmMemory(w.client), new Promise((_, no) => setTimeout(no, 5000))]); // one that has just ended may never answer
      workers++;
    } catch {
      // it ended meanwhile
    }
  }
  const canvases = await page.eval(() => [document, ...[...document.querySelectorAll('iframe')].map((f) => f.contentDocument)].reduce((n, d) => n + d.querySelectorAll('canvas').length, 0));
  return { 'heap MB': of('JSHeapUsedSize') / MB, 'wasm MB': wasm / MB, workers, frames: of('Frames'), documents: of('Documents'), nodes: of('Nodes'), listeners: of('JSEventListeners'), canvases };
}
