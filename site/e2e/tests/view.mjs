// The picture: it is there, it turns under the pointer, it takes a start, it survives the loss of its context.
import { assert, native, same } from '../lab.mjs';
import { surface } from '../specs.mjs';

const long = { ...surface, steps: 2000 };
const overlay = '.pv-view [role=application]';

export const tests = {
  async 'the surface is drawn, turns by drag and keys, and takes a start by a click'({ lab, page, site }) {
    await lab.open(site.url, surface);
    await lab.surfaceSeen();
    const { x, y, w } = await lab.at(overlay);
    const before = await page.screenshot();
    await page.drag(x, y, w / 4, 0);
    await page.move(5, 5);
    assert(!before.equals(await page.screenshot()), 'a drag does not turn the surface');
    const turned = await page.screenshot();
    await lab.eval((s) => document.querySelector(s).focus(), overlay);
    for (let i = 0; i < 3; i++) await page.key('ArrowLeft');
    assert(!turned.equals(await page.screenshot()), 'the arrow keys do not turn the surface');
    await page.clickAt(x, y);
    await lab.until('a new start', (s) => String(window.saddlelab.spec().start) !== s, String(surface.start));
  },

  async 'a lost context comes back and the run is not lost'({ lab, site }) {
    await lab.open(site.url, long);
    await lab.surfaceSeen();
    await lab.press('Run');
    const { at } = await lab.moved();
    await lab.eval(() => {
      const f = document.querySelector('.pv-view iframe');
      window.lostFrame = f;
      const canvas = f.contentDocument.querySelector('canvas');
      (canvas.getContext('webgl2') ?? canvas.getContext('webgl')).getExtension('WEBGL_lose_context').loseContext();
    });
    await lab.until('another frame', () => {
      const f = document.querySelector('.pv-view iframe');
      return f && f !== window.lostFrame;
    });
    await lab.moved(at);
    await lab.surfaceSeen();
    await lab.done();
    same(await lab.result(), native(long), 'result');
  },
};
