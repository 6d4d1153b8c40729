// The page itself: pause and step, hidden tabs, long tasks.
import { native, same } from '../lab.mjs';
import { endless, glyphs } from '../specs.mjs';

export const tests = {
  async 'pause, one step, resume, reset and a new seed act'({ lab, page, site }) {
    await lab.open(site.url, endless);
    await lab.press('Run');
    await lab.moved();
    await lab.press('Pause');
    await lab.shows('Run', (t) => t.button === 'Run');
    const first = await lab.result();
    const paused = await lab.until('the transport to rest', async () => {
      const now = () => document.querySelector('.time [role=progressbar]').getAttribute('aria-valuenow');
      const a = now();
      for (let i = 0; i < 10; i++) await new Promise(requestAnimationFrame);
      return a === now() ? +a : 0;
    });
    same(await lab.result(), first, 'result while paused');
    await lab.press('One step');
    await lab.shows('one step more', (t) => t.at === paused + 1);
    await page.key(' '); // the button has the focus: another step, as the keyboard presses it
    await lab.shows('two steps more', (t) => t.at === paused + 2);
    await lab.press('Run');
    await lab.moved(paused + 2);
    await lab.press('Reset to the same start');
    await lab.shows('step 0', (t) => t.at === 0 && t.button === 'Run');
    const { seed } = await lab.eval(() => window.saddlelab.spec());
    await lab.press('New seed');
    await lab.until('another seed', (s) => window.saddlelab.spec().seed !== s, seed);
  },

  'a hidden tab goes on training to the same numbers': {
    engines: ['chromium', 'firefox'],
    async run({ lab, page, site }) {
      const long = { ...glyphs, epochs: 1500 }; // does not end before the tab is hidden
      await lab.open(site.url, long);
      await lab.press('Run');
      await lab.moved();
      await page.hide();
      const hidden = await lab.eval(() => document.visibilityState);
      const want = native(long);
      await lab.until('the end of the training', async (n) => (await window.saddlelab.engine.result()).runs[0].steps.length === n, want.runs[0].steps.length);
      await page.show();
      same(await lab.result(), want, 'result');
      return hidden === 'hidden' ? '' : 'this browser calls a tab behind another visible: only its throttling was tested';
    },
  },

  'no main-thread task is long while a network trains (reported)': {
    engines: ['chromium'],
    async run({ lab, site }) {
      await lab.open(site.url, endless);
      await lab.press('Run');
      const { at } = await lab.moved();
      await lab.eval(() => {
        window.tasks = [];
        new PerformanceObserver((l) => window.tasks.push(...l.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
      });
      await lab.moved(at + 3000);
      const tasks = await lab.eval(() => window.tasks);
      return `tasks over 50 ms: ${tasks.length}, the longest ${Math.max(0, ...tasks)} ms`;
    },
  },
};
