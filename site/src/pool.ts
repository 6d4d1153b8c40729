// Workers for many small pieces of work whose result does not depend on how many there are: the cells of a race.
import { Crash, Engine, type Frame } from './engine.js';

/** The end of a piece of work. */
export interface Ended { frame: Frame; rows: Float64Array[] }

/** How many workers a sweep gets: the page and a running experiment keep a processor where there are more than two. */
export const workers = (): number => Math.max(2, Math.min(6, (navigator.hardwareConcurrency || 2) - 1));

const IDLE = 30_000; // ms after which the workers are closed

/** One worker, with the piece of work it is at. */
class Hand {
  readonly engine = new Engine('aux');
  private settle?: { resolve(e: Ended | null): void; reject(e: Error): void };
  private rows: Float64Array[] = [];

  constructor() {
    this.engine.onframe = (f) => {
      if (!this.settle) return;
      if (f.rows[0]?.length) this.rows.push(f.rows[0].slice()); // the frame's buffer goes back
      if (f.state === 'done') this.end({ frame: { ...f, rows: [] }, rows: this.rows });
      else if (f.state === 'stopped') this.end(null);
    };
    this.engine.oncrash = (e) => {
      const s = this.settle;
      this.settle = undefined;
      s?.reject(e);
    };
  }

  private end(e: Ended | null): void {
    const s = this.settle;
    this.settle = undefined;
    s?.resolve(e);
  }

  /** Asks for one piece that is done when it is answered. */
  ask<T>(name: string, args: object, blob?: ArrayBuffer): Promise<T> { return this.engine.call<T>(name, args, blob); }

  /** Does one piece of work; null when it was stopped. */
  async run(name: string, args: object): Promise<Ended | null> {
    this.rows = [];
    const ended = new Promise<Ended | null>((resolve, reject) => (this.settle = { resolve, reject }));
    ended.catch(() => {}); // told by the call below as well
    await this.engine.call(name, args);
    return ended;
  }
}

/** Brings what the pieces are about into an engine, once. */
type Ready = (e: Engine) => Promise<void>;

/** Does a piece of work. One whose worker ends under it is done once more by the worker that takes its place: its numbers are the same. */
async function again<T>(hand: Hand, ready: Ready, current: () => boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    if (!(e instanceof Crash) || !current()) throw e;
    await ready(hand.engine);
    return await work();
  }
}

/** Runs pieces of work on several workers, each piece on whichever is free. */
export class Pool {
  private hands: Hand[] = [];
  private closing = 0;
  private turn = 0;

  /**
   * Asks an engine for each piece in turn and tells how each ended. Files are given to every worker first. Resolves to false when it
   * was cancelled.
   */
  async map(name: string, pieces: object[], files: Record<string, ArrayBuffer>, told: (i: number, e: Ended) => void): Promise<boolean> {
    const mine = ++this.turn;
    clearTimeout(this.closing);
    while (this.hands.length < Math.min(workers(), pieces.length)) this.hands.push(new Hand());
    let next = 0;
    const ready: Ready = (e) => e.files(files);
    const work = async (hand: Hand) => {
      await ready(hand.engine);
      while (next < pieces.length && mine === this.turn) {
        const i = next++;
        const e = await again(hand, ready, () => mine === this.turn, () => hand.run(name, pieces[i]!));
        if (e && mine === this.turn) told(i, e);
      }
    };
    try {
      await Promise.all(this.hands.map(work));
    } catch (e) {
      if (mine === this.turn) this.cancel();
      throw e;
    }
    this.closing = window.setTimeout(() => this.close(), IDLE);
    return mine === this.turn;
  }

  /**
   * The same for pieces that an engine answers at once, such as rows of a map; each worker is made ready for them first. Resolves to
   * false when it was cancelled. A piece may have bytes of its own. One that cannot be done ends all, unless there is who is told of it.
   */
  async each<T>(name: string, pieces: object[], told: (i: number, reply: T) => void, o: { ready?: Ready; blob?: (i: number) => ArrayBuffer | undefined; failed?: (i: number, e: Error) => void } = {}): Promise<boolean> {
    const mine = ++this.turn;
    clearTimeout(this.closing);
    while (this.hands.length < Math.min(workers(), pieces.length)) this.hands.push(new Hand());
    let next = 0;
    const ready = o.ready ?? (async () => {});
    await Promise.all(this.hands.map(async (hand) => {
      await ready(hand.engine);
      while (next < pieces.length && mine === this.turn) {
        const i = next++;
        try {
          const reply = await again(hand, ready, () => mine === this.turn, () => hand.ask<T>(name, pieces[i]!, o.blob?.(i)));
          if (mine === this.turn) told(i, reply);
        } catch (e) {
          if (!o.failed) throw e;
          if (mine === this.turn) o.failed(i, e as Error);
        }
      }
    }));
    if (mine === this.turn) this.closing = window.setTimeout(() => this.close(), IDLE);
    return mine === this.turn;
  }

  /** Starts the workers before they are needed. */
  warm(): void {
    clearTimeout(this.closing);
    while (this.hands.length < workers()) this.hands.push(new Hand());
    this.closing = window.setTimeout(() => this.close(), 4 * IDLE);
  }

  cancel(): void {
    this.turn++;
    for (const h of this.hands) h.engine.call('stop').catch(() => {}); // one that has not begun has nothing to stop
  }

  private close(): void {
    for (const h of this.hands) h.engine.close();
    this.hands = [];
  }
}

export const pool = new Pool();
