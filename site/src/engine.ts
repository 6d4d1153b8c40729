// The engine as the rooms see it: one Web Worker with one Go instance, which it starts, talks to and, after a crash, restarts.
import { loadModule, workerURL } from './assets.js';
import { type Extra, type Frame, type FromWorker, pack, type ToWorker, unpack } from './bridge.js';
import { canHold } from './device.js';
import type { Critical } from './catalog.js';
import type { Spec } from './spec.js';
import { t } from './words/words.js';

export type { Boundary, Confusion, Diverged, Extra, Fit, Frame, Inside, Kind, RunState, SampleItem, Samples } from './bridge.js';

/** A time of which no more than the size is known. */
export const span = (seconds: number): string => (seconds < 90 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`);

export type Watch = 'boundary' | 'samples' | 'worst' | 'confusion' | 'fit' | 'inside' | null;

export interface StartOptions {
  paused?: boolean;
  /** Steps per second; 0, the default, is as fast as possible. */
  rate?: number;
  watch?: Watch;
  /** Which run the watched picture shows. */
  watchRun?: number;
  /** Bytes of the files that the Spec names. They are copied to the worker once. */
  files?: Record<string, ArrayBuffer>;
}

export interface SurfaceGrid {
  n: number;
  box: [number, number, number, number];
  logHeight: boolean;
  /** There are also curves of critical points. */
  valley: boolean;
  /** It has points without a derivative. */
  kinks: boolean;
  /** n × n values of f, row-major, rows from ymin, columns from xmin. */
  heights: Float32Array;
  zmin: number;
  zmax: number;
  critical: Critical[];
  /** The first iterate, in the variables of the function. */
  start: number[];
  /** Of more than two variables: the plane that is drawn, whose points are origin + x·u + y·v. */
  slice?: Slice;
}

export interface Slice {
  d: number;
  origin: number[];
  u: number[];
  v: number[];
  /** Share of the variance of the runs' iterates that lies in the plane. */
  explained: number;
  /** The function lives on the unit sphere: points are drawn along their rays from 0. */
  round: boolean;
  theory: { kind: string; what: string; f: number; index: number; count: number }[];
}

/** Something in the engine broke, or its worker has ended: what Go printed, and the Spec it was at. */
export class Crash extends Error {
  constructor(readonly log: string, readonly spec: Spec | null, message = t.shell.engineStopped(log.split('\n')[0]!)) {
    super(message);
  }

  /** What it was, in a line. */
  get first(): string {
    return this.log.split('\n')[0]!;
  }
}

/** Examples that a network is looked at with, as one engine gives them out and others take them. */
export interface Looked { key: string; set: object; of: number; numbers: Float32Array }

interface Pending { resolve(v: unknown): void; reject(e: Error): void; request?: ArrayBuffer }

export class Engine {
  onframe: (f: Frame) => void = () => {};
  oncrash: (e: Crash) => void = () => {};
  /** Settles when the worker's Go instance answers; rejects when it cannot be loaded, which the next call tries again. */
  ready: Promise<void>;

  /** Asked before a Spec is started that takes so many seconds on this device until anything can be seen or paused. */
  sure: (seconds: number) => { answer: Promise<boolean>; drop(): void } = () => ({ answer: Promise.resolve(true), drop() {} });
  private dropped = () => {};

  private worker?: Worker;
  private broken = false;
  private ended = 0; // instances before this one
  private waiting = new Map<number, Pending>();
  private next = 1;
  private sent = new Map<string, ArrayBuffer>();
  private given = '';
  private spec: Spec | null = null;
  private gone = false;

  constructor(readonly role: 'run' | 'aux' = 'run') {
    this.ready = this.begin();
  }

  private begin(): Promise<void> {
    this.broken = false;
    const p = this.spawn();
    p.catch(() => (this.broken = true)); // whoever calls hears of it
    return p;
  }

  private async spawn(): Promise<void> {
    const [module, url] = await Promise.all([loadModule('engine'), workerURL()]);
    if (this.gone) throw new Error(t.shell.engineClosed);
    const w = new Worker(url, { name: `saddlelab ${this.role}` });
    this.worker = w;
    const alive = crypto.getRandomValues(new Uint32Array(4)).join('-');
    let begun = false;
    await new Promise<void>((resolve, reject) => {
      const ended = (why: string) => {
        if (this.worker !== w) return;
        this.worker = undefined;
        w.terminate();
        if (begun) this.crashed(why);
        else reject(new Error(t.faults.noStart(why.split('\n')[0]!)));
      };
      w.onmessage = (e: MessageEvent<FromWorker>) => {
        const m = e.data;
        if ('ready' in m) {
          begun = true;
          resolve();
          watch(alive, () => ended(t.faults.workerEnded));
        } else if ('frame' in m) this.frame(m.frame);
        else if ('reply' in m) this.reply(m.id, m.reply);
        else ended(m.crash);
      };
      w.onerror = (e) => {
        e.preventDefault();
        ended(e.message || t.shell.noWorker);
      };
      this.post({ init: module, alive });
    });
    const bytes = canHold();
    if (bytes !== null) await this.request('device', { bytes });
  }

  private post(m: ToWorker, transfer: Transferable[] = []): void {
    this.worker?.postMessage(m, transfer);
  }

  /** Asks for one thing. Rejects with a sentence for the user. */
  async call<T>(name: string, args: object = {}, blob?: ArrayBuffer): Promise<T> {
    if (this.broken) this.ready = this.begin();
    await this.ready;
    return this.request(name, args, blob);
  }

  private request<T>(name: string, args: object, blob?: ArrayBuffer): Promise<T> {
    if (blob && 'name' in args) this.sent.set(args.name as string, blob);
    const request = pack(name, args, blob).buffer;
    return new Promise<T>((resolve, reject) => {
      const id = this.next++;
      this.waiting.set(id, { resolve: resolve as (v: unknown) => void, reject });
      this.post({ id, request }, [request]);
    });
  }

  private reply(id: number, buffer: ArrayBuffer): void {
    const p = this.waiting.get(id);
    this.waiting.delete(id);
    const r = unpack(buffer) as { ok?: unknown; error?: string; trace?: string };
    if (r.trace !== undefined) {
      // A panic. An instance with a run in it is kept, since the run goes on; any other is replaced.
      const log = `${r.error}\n${r.trace}`;
      p?.reject(new Crash(log, this.spec, r.error));
      if (!this.spec) this.crashed(log);
    } else if (r.error !== undefined) p?.reject(new Error(r.error));
    else p?.resolve(r.ok);
  }

  private frame(buffer: ArrayBuffer): void {
    const f = unpack(buffer) as Frame & { extra?: Extra };
    f.generation += this.ended * 2 ** 32; // a new instance counts from the start
    this.onframe(f);
    if (!f.extra) this.post({ recycle: buffer }, [buffer]);
  }

  private crashed(log: string): void {
    if (this.gone) return;
    this.worker?.terminate();
    this.worker = undefined;
    const crash = new Crash(log, this.spec);
    for (const p of this.waiting.values()) p.reject(crash);
    this.waiting.clear();
    this.sent.clear();
    this.given = '';
    this.spec = null;
    this.ended++;
    this.ready = this.begin();
    this.oncrash(crash);
  }

  /** Brings files into the engine that are not there yet. Others stay, but for those in a folder of which files are given: it holds these alone. */
  async files(files: Record<string, ArrayBuffer>): Promise<void> {
    const root = (name: string) => name.slice(0, name.indexOf('/') + 1);
    const folders = new Set(Object.keys(files).map(root).filter((f) => f));
    for (const name of [...this.sent.keys()]) {
      if (name in files || !folders.has(root(name))) continue;
      await this.call('forget', { name });
      this.sent.delete(name);
    }
    for (const [name, bytes] of Object.entries(files)) {
      if (this.sent.get(name) === bytes) continue;
      await this.call('file', { name }, bytes);
    }
  }

  /** Brings examples into the engine, in place of those that it was given before. */
  async give({ key, set, of, numbers }: Looked): Promise<void> {
    if (this.given === key) return;
    this.given = key;
    await this.call('give', { key, set, of }, numbers.slice().buffer).catch((e) => {
      this.given = '';
      throw e;
    });
  }

  /** Checks the Spec, starts it and gives it with its defaults; an invalid one rejects and leaves what is running alone. */
  async start(spec: Spec, o: StartOptions = {}): Promise<Spec> {
    if (o.files) await this.files(o.files);
    this.dropped(); // what was asked about the Spec before
    const args = { spec, paused: !!o.paused, rate: o.rate ?? 0, watch: o.watch ?? '', watch_run: o.watchRun ?? 0 };
    let reply = await this.call<{ spec: Spec } | { wait: number }>('start', args);
    if ('wait' in reply) {
      const { answer, drop } = this.sure(reply.wait);
      this.dropped = drop;
      if (!(await answer)) throw new Error(t.shell.notStarted(span(reply.wait)));
      reply = await this.call<{ spec: Spec }>('start', { ...args, sure: true });
    }
    const whole = (reply as { spec: Spec }).spec;
    this.spec = spec;
    return whole;
  }

  pause(): Promise<void> { return this.call('pause'); }
  resume(): Promise<void> { return this.call('resume'); }
  /** Makes n more steps, then pauses. */
  step(n = 1): Promise<void> { return this.call('step', { n }); }
  stop(): Promise<void> { return this.call('stop'); }
  setRate(rate: number): Promise<void> { return this.call('rate', { rate }); }
  watch(watch: Watch, run = 0): Promise<void> { return this.call('watch', { watch: watch ?? '', run }); }
  /** The JSON that `saddlelab run` prints for the same Spec, as far as the run has come. */
  result(spec?: Spec): Promise<object> { return this.call('result', { spec }); }

  close(): void {
    this.gone = true;
    this.worker?.terminate();
    this.worker = undefined;
  }
}

/** Calls back when the worker that holds a lock is gone: a worker that the browser ends tells nobody. Where locks are forbidden, as from file:, nothing is noticed. */
function watch(lock: string, gone: () => void): void {
  navigator.locks?.request(lock, gone).catch(() => {}); // forbidden: see above
}
