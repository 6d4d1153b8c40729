// A worker that unpacks one file and is ended: xz in, the bytes out, or null where they cannot be had.
import { XzReadableStream } from 'xz-decompress';

const scope = self as unknown as { postMessage(m: ArrayBuffer | null, t?: Transferable[]): void; onmessage: ((e: MessageEvent<ArrayBuffer>) => void) | null };

scope.onmessage = async (e) => {
  const packed = new ReadableStream<Uint8Array>({ // a blob's own stream cannot be read in a worker of a file: page in WebKit
    start(to) {
      to.enqueue(new Uint8Array(e.data));
      to.close();
    },
  });
  try {
    const bytes = await new Response(new XzReadableStream(packed)).arrayBuffer();
    scope.postMessage(bytes, [bytes]);
  } catch {
    scope.postMessage(null);
  }
};
