// Where a run can go: links of every form, the gallery, a frame in another page, and what is there again after a reload.
import { createServer } from 'node:http';
import { deflateRawSync } from 'node:zlib';
import { assert, hashOf, native, same } from '../lab.mjs';
import { csv, glyphs, surface } from '../specs.mjs';

const wide = { ...glyphs, seed: 101, epochs: 3, model: [48, 40, 32, 24].flatMap((dense) => [{ dense }, { act: 'tanh' }]).concat([{ dense: 10 }]), runs: [0.02, 0.04, 0.08].map((lr) => ({ optimizer: 'momentum', lr, momentum: 0.8 })) };
/** Of every field that a link leaves out where it has its default. */
const many = [
  { ...surface, seed: 102, oracle: { id: 'exact' }, runs: [{ optimizer: 'adam', lr: 0.01, schedule: { id: 'power' }, average: { id: 'ema' } }, { optimizer: 'sgd', options: { clip_norm: 1 } }] },
  { ...glyphs, seed: 103, data: { id: 'moons', corrupt: [{ id: 'random-labels', fraction: 1 }, { id: 'label-noise', chance: 0.3 }] }, model: [{ dense: 8 }, { act: 'tanh' }, { dense: 2 }], init: { id: 'xavier', gain: 1 }, loss: { id: 'softmax-ce' } },
];
const kept = (lab, n) => lab.until(`${n} kept runs`, async (k) => (await window.saddlelab.runs())?.length === k && window.saddlelab.runs(), n);

/** A page of another origin with frames in it, that counts the keys it gets. */
async function host(frames) {
  const html = `<!doctype html><title>host</title><input id="mine" autofocus><script>keys=[];addEventListener('keydown',e=>keys.push(e.key))</script>
    ${frames.map((src, i) => `<div style="height:${i ? 4000 : 0}px"></div><iframe id="f${i}" src="${src}" width="720" height="480"></iframe>`).join('')}`;
  const server = createServer((_, r) => r.writeHead(200, { 'Content-Type': 'text/html' }).end(html));
  await new Promise((done) => server.listen(0, 'localhost', done));
  return { url: `http://localhost:${server.address().port}/`, close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }) };
}

export const tests = {
  async 'links of every form open the same experiment, and the address becomes the shortest'({ lab, page, site }) {
    await page.goto(`${site.url}#gallery`);
    await lab.until('the gallery with its pictures', () => document.querySelectorAll('.shot path').length > 100 && document.querySelectorAll('.cards a').length > 15);
    for (const spec of [wide, ...many]) {
      await lab.eval((h) => void (location.hash = h), hashOf(spec));
      const whole = await lab.until('the Spec', (s) => window.saddlelab.spec()?.seed === s && window.saddlelab.spec(), spec.seed);
      const short = await lab.until('a short address', () => (location.hash.startsWith('#z=') || location.hash.length < 240) && location.hash);
      assert(short.length * 1.5 < hashOf(whole).length, `${short.length} of ${hashOf(whole).length}`);
      await lab.eval(() => void (location.hash = '#surface/zigzag'));
      await lab.until('another', (s) => window.saddlelab.spec()?.seed !== s && location.hash === '#surface/zigzag', spec.seed);
      await lab.eval((h) => void (location.hash = h), short);
      same(await lab.until('the Spec', (s) => window.saddlelab.spec()?.seed === s && window.saddlelab.spec(), spec.seed), whole, 'the Spec of the short link');
    }
    await page.goto('about:blank');
    await page.goto(`${site.url}#surface/one-start-two-ends`);
    await lab.press('Run');
    await lab.done();
    const named = await lab.eval(() => window.saddlelab.spec());
    same(await lab.eval(() => location.hash), '#surface/one-start-two-ends', 'the address of an exhibit');
    same((await lab.result()).runs, native(named).runs, 'result');
    const bomb = deflateRawSync(Buffer.alloc(64 << 20, ' ')).toString('base64url');
    await lab.eval((h) => void (location.hash = h), `#z=${bomb}`);
    await lab.words(/more than 1 MB/);
    await lab.eval(() => void (location.hash = '#surface/no-such-thing'));
    await lab.words(/no-such-thing/);
    same(await lab.eval(() => window.saddlelab.spec()), named, 'the Spec after refused links');
  },

  async 'a run and a dropped file are there again after a reload, and the list opens, names and deletes'({ lab, page, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    await lab.drop('rings.csv', csv);
    await lab.words(/Rows, columns/);
    await lab.clickText('Train on it');
    await lab.until('the Spec to name the file', () => window.saddlelab.spec()?.data.file);
    await lab.press('Run');
    await lab.done();
    const want = await lab.result();
    await lab.until('the kept end', async () => (await window.saddlelab.runs())?.[0]?.state === 'done'); // it is kept on the way as well
    await page.reload();
    await lab.until('the kept run', () => !!document.querySelector('.frombefore'));
    same(await lab.result(), want, 'result after a reload');
    const { at, total } = await lab.transport();
    same(at, total, 'step after a reload');
    await lab.press('Run'); // with the file that was kept
    await lab.until('a training', () => !document.querySelector('.frombefore'));
    await lab.done();
    same((await lab.result()).runs, want.runs, 'result of training again');
    await lab.eval(() => void (location.hash = '#runs'));
    await lab.click('.runlist .name');
    await page.type('my rings');
    await page.key('Enter');
    await lab.until('the name', async () => (await window.saddlelab.runs())[0].name === 'my rings');
    await page.reload();
    await lab.until('the named run', () => document.querySelector('.runlist .name')?.value === 'my rings');
    await lab.eval(() => { // a device that refuses
      const { prototype } = IDBObjectStore, was = prototype.delete;
      prototype.delete = () => {
        prototype.delete = was;
        requestAnimationFrame(() => requestAnimationFrame(() => (window.refused = [document.querySelectorAll('.runlist li').length])));
        throw new DOMException('no', 'UnknownError');
      };
    });
    await lab.click('.runlist button');
    same(await lab.until('what is listed after that', () => window.refused), [1], 'runs listed that are not gone');
    await lab.click('.runlist button');
    await lab.until('an empty list', () => !document.querySelector('.runlist li') && !!document.querySelector('.empty'));
    await page.reload();
    await lab.until('an empty list', () => !!document.querySelector('.empty'));
  },

  async 'a surface run is made again after a reload; two runs side by side show the field in which they differ'({ lab, page, site }) {
    for (const [i, steps] of [150, 90].entries()) {
      await page.goto('about:blank');
      await lab.open(site.url, { ...surface, steps });
      await lab.press('Run');
      await lab.done();
      await kept(lab, i + 1);
    }
    await page.reload();
    await lab.done();
    same(await lab.result(), native({ ...surface, steps: 90 }), 'result after a reload');
    await lab.eval(() => void (location.hash = '#runs'));
    for (const n of [1, 2]) await lab.click(`.runlist li:nth-child(${n}) input[type=checkbox]`);
    const rows = await lab.until('the differences', () => {
      const all = [...document.querySelectorAll('.differ tbody tr')].map((r) => [...r.children].map((c) => c.textContent));
      return all.length > 0 && document.querySelectorAll('.compare canvas').length === 2 && all;
    });
    same(rows, [['steps', '90', '150']], 'differences');
  },

  async 'storage that is full or forbidden is told once, and nothing else breaks'({ lab, page, site }) {
    for (const how of ['full', 'forbidden']) {
      await page.goto('about:blank');
      await page.goto(site.url + '#learn');
      await lab.until('the page', () => !!document.querySelector('h1') && !!window.saddlelab);
      await lab.eval((h) => {
        const fail = (name) => () => { throw new DOMException('no', name); };
        if (h === 'full') IDBObjectStore.prototype.put = fail('QuotaExceededError');
        else indexedDB.constructor.prototype.open = fail('SecurityError');
      }, how);
      await lab.eval((h) => void (location.hash = h), hashOf(surface));
      await lab.press('Run');
      await lab.done();
      const said = how === 'full' ? 'storage is full' : 'Runs are not kept here';
      await lab.until(said, (t) => document.querySelector('.msgs')?.textContent.includes(t), said);
      same(await lab.result(), native(surface), `result with storage ${how}`);
      await lab.click('.msgs button[aria-label="Dismiss this message"]');
      await lab.press('Run');
      await lab.done();
      await lab.eval(() => new Promise((r) => setTimeout(r, 900))); // as long as keeping takes to be tried again
      assert(!(await lab.eval(() => document.querySelector('.msgs').textContent)), 'it is told twice');
    }
  },

  async 'a set that a small device cannot hold is refused, and one that it can hold trains'({ lab, page, site }) {
    await page.goto(`${site.url}#learn`);
    await lab.until('the page', () => !!window.saddlelab);
    await lab.eval(() => void Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => 0.5, configurable: true }));
    const big = { ...glyphs, data: { id: 'gaussians', n: 50000, test_n: 2000, d: 1000 }, model: [{ dense: 2 }] };
    await lab.eval((h) => void (location.hash = h), hashOf(big));
    await lab.words(/at most 32 MiB can be held, so take 8380 examples at most/);
    await lab.eval((h) => void (location.hash = h), hashOf({ ...glyphs, epochs: 1 }));
    await lab.until('the other Spec', () => window.saddlelab.spec().epochs === 1);
    await lab.press('Run');
    await lab.done();
  },

  async 'rooms that rest ask for no picture'({ lab, page, site }) {
    for (const [hash, ready] of [[hashOf({ ...surface, steps: 20 }), () => lab.surfaceSeen()], [hashOf({ ...glyphs, epochs: 1 }), () => {}], ['#gallery', () => lab.until('pictures', () => document.querySelectorAll('.shot path').length > 100)]]) {
      await page.goto('about:blank');
      await page.goto(site.url + hash);
      await ready();
      if (hash !== '#gallery') {
        await lab.press('Run');
        await lab.done();
      }
      await lab.until('ten rests in a row', async () => {
        const ask = requestAnimationFrame;
        let asked = 0;
        window.requestAnimationFrame = (f) => (asked++, ask.call(window, f));
        try {
          for (let rest = 0; rest < 10; rest++) {
            asked = 0;
            await new Promise((r) => setTimeout(r, 60));
            if (asked) return false;
          }
          return true;
        } finally {
          window.requestAnimationFrame = ask;
        }
      });
    }
  },

  async 'frames in another page: they run, give the keys back, and one out of sight loads nothing'({ lab, page, site }) {
    const there = await host([`${site.url}?embed#surface/saddle-noise`, `${site.url}?embed=run,curves,view#network/zero-init`]);
    try {
      const before = site.counts.get('engine.wasm') ?? 0;
      await page.goto(there.url);
      const frame = await lab.at('#f0');
      const corner = { x: frame.x - 360, y: frame.y - 240 };
      await lab.until('focus in the host', () => document.activeElement?.id === 'mine');
      const end = Date.now() + 90_000;
      for (let l; !(l?.vivid > 0.1); l = await lab.look('#f0')) assert(Date.now() < end, 'the embedded surface stays blank');
      same(await lab.eval(() => document.activeElement?.id), 'mine', 'focus after the frame has loaded');
      assert(((site.counts.get('engine.wasm') ?? 0) - before) <= 1, 'a frame out of sight has loaded the engine');
      const still = await page.screenshot();
      await page.clickAt(corner.x + 34, corner.y + 448); // Run
      for (let seen = still; seen.equals(still); seen = await page.screenshot()) assert(Date.now() < end, 'Run in a frame does nothing');
      await page.key('ArrowRight');
      same(await lab.until('the key', () => window.keys.length > 0 && window.keys), ['ArrowRight'], 'keys of the host after a click in the frame');
    } finally {
      await there.close();
    }
  },
};
