// A worker of the single file: unpacks what the build has packed with Brotli, a quarter smaller than gzip, which is what browsers
// unpack themselves; so that the file stays below eight megabytes.
import { decompress } from 'brotli/decompress';

const scope = self as unknown as { onmessage: ((e: MessageEvent<{ packed: Uint8Array; size: number }>) => void) | null; postMessage(m: ArrayBuffer, t: Transferable[]): void };
scope.onmessage = (e) => {
  const { packed, size } = e.data;
  const bytes = decompress(packed, size);
  const whole = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  scope.postMessage(whole.buffer as ArrayBuffer, [whole.buffer as ArrayBuffer]);
};
