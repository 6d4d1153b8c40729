// What can go wrong under a running page: parts that do not arrive, workers that die, contexts that are lost, storage that is forbidden,
// tabs that freeze, clocks that jump, people who change their minds. After each the page works, and nothing that was there is lost.
import { assert, Lab, native, same } from '../lab.mjs';
import { endless, glyphs, surface } from '../specs.mjs';

const chromium = ['chromium'];
const long = { ...surface, steps: 2000 };
/** A claim of the course in many pieces. */
const claim = { v: 1, kind: 'experiment', seed: 7, id: 'E14' };
const short = { ...glyphs, epochs: 3 };

/** Waits for a worker of the page with this role, and gives all of them. */
async function workersOf(page, role) {
  const named = () => Promise.all(page.workers().map(async (w) => ((await w.evaluate(() => self.name).catch(() => '')) === `saddlelab ${role}` ? w : null)));
  for (;;) {
    const found = (await named()).filter(Boolean);
    if (found.length) return found;
    await new Promise((r) => setTimeout(r, 20));
  }
}

/** Numbers in [0, 1) from a seed. */
function random(seed) {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return s / 2 ** 32;
  };
}

/** Opens a Spec anew, runs it to its end and compares with the native command. */
async function stillWorks(lab, site, spec) {
  await lab.page.goto('about:blank');
  await lab.open(site.url, spec);
  await lab.press('Run');
  await lab.done();
  same(await lab.result(), native(spec), 'result afterwards');
}

export const tests = {
  async 'a download that is cut, changed or blocked is said, the page can be read, and another try brings it'({ site, browser }) {
    const says = { cut: /broke off|could not be loaded|arrived with/, changed: /arrived changed/, blocked: /could not be loaded/ };
    for (const fault of browser.name === 'chromium' ? Object.keys(says) : ['changed']) {
      const page = await browser.page(); // with no cache of the one before
      const lab = new Lab(page);
      site.faults.set('engine.wasm.xz', fault);
      try {
        await lab.open(`${site.url}#learn/E18`);
        assert(says[fault].test(await lab.words(/engine\.wasm/)), `not said: ${fault}`);
        await lab.until('the text of the page', () => document.querySelector('.prose')?.textContent.length > 200);
      } finally {
        site.faults.clear();
      }
      for (let said = true; said;) { // what was on its way when the fault ended may still be told
        await lab.until('the offer to try again', () => { // in one go: a message of the same words may take this one's place
          const b = [...document.querySelectorAll('.msgs button')].find((e) => e.textContent === 'Try again');
          b?.click();
          return !!b;
        });
        await lab.click('.fig-top .b.p');
        said = await lab.until('the verdict', () => (/done in/.test(document.querySelector('.fig-top .st').textContent) ? 'done' : document.querySelector('.msgs [role=alert]') && 'said')) === 'said';
      }
      same((await lab.result()).measures, native({ ...claim, id: 'E18' }).measures, `result after a download that was ${fault}`);
      assert(!page.errors.length, `uncaught: ${page.errors[0]}`);
      await page.close();
    }
  },

  'an unpacked engine is kept for the next visit, and one that was damaged there is asked for again': {
    engines: chromium,
    async run({ lab, page, site }) {
      const asked = () => site.counts.get('engine.wasm.xz') ?? 0;
      const shelf = () => caches.keys().then((all) => all.find((k) => k.startsWith('saddlelab modules')));
      const onShelf = async () => (await (await caches.open((await caches.keys()).find((k) => k.startsWith('saddlelab modules')))).keys()).map((r) => r.url).find((u) => u.includes('engine.wasm')) ?? null;
      await page.before(() => void delete Navigator.prototype.serviceWorker); // which would answer for the server
      await page.command('Network.enable', {});
      await page.command('Network.setCacheDisabled', { cacheDisabled: true });
      await stillWorks(lab, site, surface);
      await lab.until('the shelf', shelf);
      await lab.until('the engine on it', onShelf);
      const first = asked();
      await stillWorks(lab, site, surface);
      same(asked(), first, 'downloads of the engine after a visit');
      await lab.eval(async (url) => (await caches.open((await caches.keys()).find((k) => k.startsWith('saddlelab modules')))).put(url, new Response('damaged', { headers: { 'Content-Type': 'application/wasm' } })), await lab.eval(onShelf));
      await stillWorks(lab, site, surface);
      assert(asked() > first, 'a damaged engine was not asked for again');
    },
  },

  'workers that the browser ends have their work done again, to the same numbers': {
    engines: chromium,
    async run({ lab, page, site }) {
      await lab.open(site.url, claim);
      await lab.click('.fig-top .b.p');
      await lab.until('a piece to be done', () => parseFloat(document.querySelector('.progressline i')?.style.width) > 0);
      const aux = await workersOf(page, 'aux');
      for (const w of aux) await w.evaluate(() => self.close()).catch(() => {}); // tells nobody, as when memory is short
      await lab.until('the verdict', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
      same((await lab.result()).measures, native(claim).measures, 'result');
      return `${aux.length} workers ended`;
    },
  },

  'an engine that stops is said with a report, starts again, and what it had computed stays': {
    engines: chromium,
    async run({ lab, page, site }) {
      for (const [what, kill] of Object.entries({
        'ended by the browser': () => self.close(),
        'an error in it': () => void setTimeout(() => { throw new Error('the stack is full'); }),
      })) {
        await page.goto('about:blank');
        await lab.open(site.url, endless);
        await lab.press('Run');
        await lab.moved(5);
        for (const w of await workersOf(page, 'run')) await w.evaluate(kill).catch(() => {});
        await lab.words(/The engine stopped and was started again/);
        const { at } = await lab.transport();
        assert(at > 5, `${what}: the steps that were made are gone`);
        await page.before(() => (window.copied = []));
        await lab.eval(() => void (navigator.clipboard.writeText = async (t) => void (window.copied = t)));
        await lab.clickText('Copy a report');
        const report = await lab.until('the report', () => window.copied);
        assert(report.includes('"kind":"network"') && report.includes('#s='), `${what}: the report lacks the Spec or its link: ${report}`);
        await lab.press('Run');
        await lab.shows('the training from its start', (t) => t.button === 'Pause' && t.at > 0);
      }
      await stillWorks(lab, site, short);
    },
  },

  'an error that nothing catches is said': {
    async run({ lab, site }) {
      await lab.open(site.url, surface);
      await lab.until('the room', () => !!document.querySelector('.time'));
      // As the browser tells of them: a driver's own errors come without their words.
      await lab.eval(() => void dispatchEvent(new ErrorEvent('error', { message: 'a wheel came off', error: new Error('a wheel came off') })));
      await lab.words(/a wheel came off/);
      await lab.eval(() => void dispatchEvent(new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason: new Error('and another') })));
      await lab.words(/and another/);
      await lab.press('Run');
      await lab.done();
      same(await lab.result(), native(surface), 'result');
    },
  },

  'contexts lost one after the other come back, and the run goes on': {
    engines: chromium,
    async run({ lab, site }) {
      await lab.open(site.url, long);
      await lab.surfaceSeen();
      await lab.press('Run');
      for (let i = 0; i < 6; i++) {
        await lab.until('a canvas', () => {
          const f = document.querySelector('.pv-view iframe');
          const c = f?.contentDocument?.querySelector('canvas');
          const gl = c?.getContext('webgl2');
          if (!gl || gl.isContextLost() || f === window.lostFrame) return false;
          window.lostFrame = f;
          gl.getExtension('WEBGL_lose_context').loseContext();
          return true;
        });
      }
      await lab.surfaceSeen();
      same(await lab.eval(() => document.querySelectorAll('.pv-view iframe').length), 1, 'frames of the view');
      await lab.done();
      same(await lab.result(), native(long), 'result');
    },
  },

  'without any storage the page works': {
    engines: chromium,
    async run({ lab, page, site }) {
      await page.before(() => {
        const forbid = (o, name) => Object.defineProperty(o, name, { configurable: true, get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } });
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) forbid(window, name);
        Object.defineProperty(navigator.serviceWorker, 'register', { value: () => Promise.reject(new DOMException('forbidden', 'SecurityError')) });
      });
      await lab.open(site.url, surface);
      await lab.press('Run');
      await lab.done();
      same(await lab.result(), native(surface), 'result');
      const theme = () => document.documentElement.dataset.theme ?? '';
      const before = await lab.eval(theme);
      await page.key('t');
      await lab.until('the other theme', (b) => (document.documentElement.dataset.theme ?? '') !== b, before);
    },
  },

  'a tab that is frozen and thawed goes on to the same numbers': {
    engines: chromium,
    async run({ lab, page, site }) {
      const spec = { ...glyphs, epochs: 200 };
      await lab.open(site.url, spec);
      await lab.press('Run');
      await lab.moved();
      for (let i = 0; i < 3; i++) {
        await page.command('Page.setWebLifecycleState', { state: 'frozen' });
        await page.command('Page.setWebLifecycleState', { state: 'active' });
      }
      const want = native(spec); // the browser goes on calling the tab hidden: its transport stands still, the training does not
      await lab.until('the end of the training', async (n) => (await window.saddlelab.engine.result()).runs[0].steps.length === n, want.runs[0].steps.length);
      same(await lab.result(), want, 'result');
    },
  },

  'clocks that jump change nothing': {
    engines: chromium,
    async run({ lab, page, site }) {
      const jump = () => { // an hour on, two back, a day on, to 1970
        const real = Date.prototype.getTime;
        const leaps = [3.6e6, -7.2e6, 8.64e7, -1.79e12];
        let n = 0;
        Date.prototype.getTime = function () { return real.call(this) + leaps[n++ % leaps.length]; };
        Date.now = () => new Date().getTime();
      };
      await page.before(jump);
      await lab.open(site.url, long);
      for (const w of await workersOf(page, 'run')) await w.evaluate(jump);
      await lab.press('Run');
      await lab.done();
      same(await lab.result(), native(long), 'result');
    },
  },

  'a hundred changes of mind leave the page as it was': {
    engines: chromium,
    async run({ lab, page, site }) {
      const next = random(1972);
      const keys = [' ', ' ', ' ', 'r', 'n', 'ArrowRight'];
      for (const spec of [long, endless, claim]) {
        await page.goto('about:blank');
        await lab.open(site.url, spec);
        await lab.until('the room', () => !!document.querySelector('.time, .learn h1'));
        for (let i = 0; i < 34; i++) {
          await page.key(keys[Math.floor(next() * keys.length)]);
          if (next() < 0.3) await lab.eval((n) => new Promise((r) => setTimeout(r, n)), Math.floor(next() * 120)); // a moment of thought, drawn from the seed
        }
        assert(page.workers().length <= 12, `${page.workers().length} workers`);
      }
      same(await lab.eval(() => [...document.querySelectorAll('.msgs [role=alert]')].map((e) => e.textContent)), [], 'messages');
      await stillWorks(lab, site, surface);
      await stillWorks(lab, site, short);
    },
  },
};
