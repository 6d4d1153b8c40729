// A Web Worker with one Go instance in it: passes requests in, replies and frames out, and keeps the engine ticking
// without ever holding the event loop for more than a slice. A classic script that is loaded as a blob, with wasm_exec.js before it.
import type { FromWorker, ToWorker } from './bridge.js';

declare const Go: new () => {
  importObject: WebAssembly.Imports;
  run(i: WebAssembly.Instance): Promise<void>;
  exit(code: number): void;
};
/** What wasm/bridge/engine.go exports. */
interface Exports {
  mem: WebAssembly.Memory;
  inbox(n: number): number;
  call(): number;
  outbox(): number;
  tick(): number;
  frame(): number;
  frameAt(): number;
}
const scope = self as unknown as { postMessage(m: FromWorker, t?: Transferable[]): void; onmessage: ((e: MessageEvent<ToWorker>) => void) | null };
const say = (m: FromWorker, transfer: Transferable[] = []) => scope.postMessage(m, transfer);

let x: Exports | undefined;
let ticking = false;
let dead = false;
let log = ''; // the last lines Go printed: what a crash has to say
const free: ArrayBuffer[] = []; // frames that came back

// Yielding by a message costs 0.5 % of training time at one every 8 ms; a timer would cost 4 ms each.
const channel = new MessageChannel();
channel.port1.onmessage = () => tick();

function schedule(ms: number): void {
  if (ticking || ms < 0) return;
  ticking = true;
  if (ms === 0) channel.port2.postMessage(0);
  else setTimeout(tick, ms);
}

function guard<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (e) {
    die(String((e as Error).message ?? e));
    return undefined;
  }
}

function die(why: string): void {
  if (dead) return;
  dead = true;
  x = undefined;
  say({ crash: log.trim() ? `${why}\n${log.trim().slice(-2000)}` : why });
}

function tick(): void {
  ticking = false;
  if (!x) return;
  const wait = guard(() => x!.tick());
  guard(frames);
  if (wait !== undefined) schedule(wait);
}

/** Copies n bytes at p out of Go's memory: made anew each time, since growing memory detaches views. */
function copy(p: number, n: number, into: ArrayBuffer = new ArrayBuffer(n)): ArrayBuffer {
  new Uint8Array(into).set(new Uint8Array(x!.mem.buffer, p, n));
  return into;
}

function frames(): void {
  if (!x) return;
  const n = x.frame();
  if (n === 0) return;
  const i = free.findIndex((b) => b.byteLength >= n && b.byteLength < 4 * n);
  const buffer = i < 0 ? new ArrayBuffer(Math.ceil(n / 4096) * 4096) : free.splice(i, 1)[0]!;
  say({ frame: copy(x.frameAt(), n, buffer) }, [buffer]);
}

async function init(module: WebAssembly.Module, alive: string): Promise<void> {
  const g = globalThis as unknown as { fs?: { writeSync(fd: number, b: Uint8Array): number } };
  if (g.fs) {
    const td = new TextDecoder();
    g.fs.writeSync = (_fd, b) => {
      log = (log + td.decode(b)).slice(-4000);
      return b.length;
    };
  }
  const go = new Go();
  go.exit = (code) => die(`the engine stopped with code ${code}`);
  const instance = await WebAssembly.instantiate(module, go.importObject);
  go.run(instance).then(() => die('the engine stopped'), (e) => die(String(e)));
  x = instance.exports as unknown as Exports;
  await hold(alive);
  say({ ready: true });
}

/** Takes a lock for as long as this worker lives: whoever waits for it learns of its end. Without locks, as from file:, nobody does. */
const hold = (name: string): Promise<void> =>
  new Promise((held) => {
    if (!navigator.locks) return held();
    navigator.locks.request(name, () => {
      held();
      return new Promise(() => {});
    }).catch(() => held());
  });

scope.onmessage = (e) => {
  const m = e.data;
  if ('init' in m) {
    init(m.init, m.alive).catch((err: Error) => die(err.message));
    return;
  }
  if ('recycle' in m) {
    if (free.length < 4) free.push(m.recycle);
    return;
  }
  if (!x) return;
  const reply = guard(() => {
    const req = new Uint8Array(m.request);
    const p = x!.inbox(req.length);
    new Uint8Array(x!.mem.buffer, p, req.length).set(req);
    const n = x!.call();
    return copy(x!.outbox(), n);
  });
  if (!reply) return;
  say({ id: m.id, reply }, [reply]);
  guard(frames);
  schedule(0);
};
