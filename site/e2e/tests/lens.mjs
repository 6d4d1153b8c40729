// A network's landscape and spectrum: the native numbers, the pictures of each plane, and both beside a training that goes on.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assert, native, same } from '../lab.mjs';
import { endless, glyphs } from '../specs.mjs';

const spec = { ...glyphs, epochs: 6, landscape: { plane: 'pca', grid: 9, examples: 200 }, spectrum: { along: 3, layers: true, examples: 200, steps: 20, trace: 15 } };
const said = (q) => document.querySelector(q)?.textContent ?? '';
const tab = (lab, id) => lab.click(`#pic-tab-${id}`);
const fact = (name) => [...document.querySelectorAll('.hides > div')].find((d) => d.querySelector('dt').textContent === name)?.querySelector('dd').textContent ?? '';
const whole = (lab, n) => lab.until(`${n}² cells`, (k) => document.querySelector('.lensat')?.textContent.startsWith(`${k}² cells`), n);

export const tests = {
  async 'landscape and spectrum of a network are those of the native command'({ lab, site }) {
    const two = [...spec.runs, { optimizer: 'adam', lr: 0.02 }];
    for (const plane of ['pca', 'saddle', 'random', 'between']) {
      const asked = { ...spec, ...(plane === 'between' ? { runs: two } : {}), landscape: { ...spec.landscape, plane, ...(plane === 'between' ? { align: true, curve: true } : {}) } };
      await lab.open('about:blank');
      await lab.open(site.url, asked);
      await lab.press('Run');
      await lab.done();
      same(await lab.result(), native(asked), plane);
    }
  },

  async 'each plane is drawn, with what its picture hides'({ lab, site }) {
    await lab.open(site.url, spec);
    await lab.press('Run');
    await lab.done();
    const want = native(spec);
    await tab(lab, 'landscape');
    await whole(lab, 9);
    const share = 100 * (want.landscape.explained[0] + want.landscape.explained[1]);
    same((await lab.eval(fact, 'Variance explained')).replace(/\s/g, ''), `${share.toFixed(1)}%`, 'variance explained');
    const far = Math.max(...want.landscape.path.map((p) => p.distance));
    same(await lab.eval(fact, 'Distance to the plane'), String(Number(far.toPrecision(3))), 'distance');
    for (const name of ['Hessian', 'Up and down', 'Random', '3 checkpoints']) {
      await lab.clickText(name);
      await lab.until(`the plane ${name}`, (n) => [...document.querySelectorAll('.lens .seg button[aria-pressed=true]')].some((b) => b.textContent === n) && document.querySelector('.lensat')?.textContent.startsWith('9² cells'), name);
      if (name !== 'Random') continue;
      await lab.clickText('Another plane');
      await lab.until('another plane', () => window.saddlelab.spec().landscape.draw === 1 && document.querySelector('.lensat')?.textContent.startsWith('9² cells'));
      await lab.click('.lensrow .switch');
      await lab.until('four of them', () => document.querySelectorAll('.lensfour canvas').length === 4);
    }
    assert((await lab.eval(() => window.saddlelab.spec())).landscape.plane === 'points', 'the link does not have the plane');
    await lab.clickText('Line');
    await lab.until('the line', () => /^13 places/.test(document.querySelector('.lensat')?.textContent ?? '') && document.querySelectorAll('.lenscurves svg.chart').length === 2);
    const line = native({ ...spec, landscape: { ...spec.landscape, plane: 'line' } }).landscape.line;
    same(await lab.eval(fact, 'Distance'), String(Number(line.distance.toPrecision(3))), 'the length of the line');
    await lab.clickText('3 checkpoints');
    await whole(lab, 9);
    await lab.clickText('Map');
    await lab.until('the map', () => !!document.querySelector('.lensframe canvas.planepic'));
  },

  async 'the spectrum says what the point is'({ lab, site }) {
    await lab.open(site.url, spec);
    await lab.press('Run');
    await lab.done();
    await tab(lab, 'spectrum');
    await lab.until('the measurements', () => /at step/.test(document.querySelector('.lensat')?.textContent ?? ''));
    const { ends } = native(spec).spectrum;
    assert((await lab.eval(said, '.verdictline')).includes(ends.says), 'the verdict is not the native command’s');
    assert((await lab.eval(fact, 'Largest')).startsWith(String(Number(ends.top[0].value.toPrecision(3)))), 'nor is the largest eigenvalue');
    await lab.clickText('Gauss–Newton');
    await lab.until('that of Gauss and Newton', () => window.saddlelab.spec().spectrum.of === 'gauss-newton' && /at step/.test(document.querySelector('.lensat')?.textContent ?? ''));
  },

  async 'numbers and sequences too are looked at by workers that have not trained'({ lab, site }) {
    const runs = [{ optimizer: 'adam', lr: 0.01 }];
    for (const of of [
      { data: { id: 'sine' }, model: [{ dense: 8 }, { act: 'tanh' }, { dense: 1 }], loss: 'mse' },
      { data: { id: 'copy', n: 120, length: 4, alphabet: 5 }, model: [{ embedding: 8, vocabulary: 6 }, { position: 'sinusoidal' }, { residual: [{ attention: 2, causal: true }] }, { dense: 6 }], loss: 'softmax-ce' },
    ]) {
      const asked = { v: 1, kind: 'network', seed: 7, epochs: 4, batch: 20, ...of, init: { id: 'he' }, runs, spectrum: { top: 5, bottom: 3, examples: 100 } };
      await lab.open('about:blank');
      await lab.open(site.url, asked);
      await lab.press('Run');
      await lab.done();
      await tab(lab, 'spectrum');
      await lab.until('the measurements', () => /at step/.test(document.querySelector('.lensat')?.textContent ?? ''));
      same(await lab.eval(said, '.verdictline'), native(asked).spectrum.ends.says, `${of.data.id}: verdict`);
    }
  },

  'a landscape is drawn while the training goes on': {
    async run({ lab, site }) {
      await lab.open(site.url, { ...endless, landscape: { plane: 'random', grid: 9, examples: 100 } });
      await tab(lab, 'landscape');
      await lab.press('Run');
      await lab.moved(200);
      await whole(lab, 9);
      const at = () => +(/at step (\S+)/.exec(document.querySelector('.lensat')?.textContent ?? '')?.[1].replace(/\s/g, '') ?? NaN);
      const first = await lab.until('its step', at);
      await lab.until('a later look', (f) => +(/at step (\S+)/.exec(document.querySelector('.lensat')?.textContent ?? '')?.[1].replace(/\s/g, '') ?? NaN) > f, first);
      same((await lab.transport()).button, 'Pause', 'the training');
    },
  },

  'checkpoints from PyTorch are seen under the same lens': {
    async run({ lab, page, site }) {
      const dir = resolve('core/lab/testdata');
      const asked = { v: 1, kind: 'network', seed: 7, epochs: 2, batch: 48, data: { file: 'data.csv', test: 0 }, model: [{ dense: 6 }, { act: 'tanh' }, { dense: 5 }, { act: 'relu' }, { dense: 2 }], init: { id: 'he' }, loss: 'softmax-ce', runs: [{ optimizer: 'sgd', lr: 0.2 }], landscape: { grid: 9 } };
      await lab.open(site.url, asked);
      await page.setFiles('#open-file', `${dir}/data.csv`);
      await lab.clickText('Train on it');
      await lab.until('the tabs', () => !!document.querySelector('#pic-tab-landscape'));
      await lab.eval((s) => void (location.hash = s), `#s=${Buffer.from(JSON.stringify(asked)).toString('base64url')}`);
      await lab.until('the Spec', () => window.saddlelab.spec()?.model.length === 5);
      await tab(lab, 'landscape');
      await page.setFiles('.elsewhere input[type=file]', `${dir}/trajectory.npz`);
      await lab.until('its checkpoints', () => /6 checkpoints to step 60/.test(document.querySelector('.elsewhere')?.textContent ?? ''));
      await lab.until('its picture', () => /^9² cells on 48 examples, at step 60/.test(document.querySelector('.lensat')?.textContent ?? ''));
      await tab(lab, 'spectrum');
      await lab.until('its spectrum', () => /at step 60/.test(document.querySelector('.lensat')?.textContent ?? ''));
      const want = JSON.parse(readFileSync(`${dir}/losses.json`, 'utf8'));
      assert((await lab.eval(fact, 'Largest')).startsWith(String(Number(want.largest[0].toPrecision(3)))), 'the largest eigenvalue is not PyTorch’s');
      await lab.clickText('Back to this training');
      await lab.until('this training', () => !/trained elsewhere/.test(document.querySelector('.elsewhere').textContent));
    },
  },

  'axe-core finds nothing in landscape and spectrum': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
      const found = [];
      for (const [w, h] of [[1280, 800], [390, 844]]) {
        await page.setViewport(w, h);
        await lab.open('about:blank');
        await lab.open(site.url, spec);
        await lab.press('Run');
        await lab.done();
        for (const [id, ready] of [['landscape', '^9² cells'], ['spectrum', 'at step']]) {
          await tab(lab, id);
          await lab.until(id, (r) => new RegExp(r).test(document.querySelector('.lensat')?.textContent ?? ''), ready);
          for (const theme of ['light', 'dark']) {
            await lab.eval((t) => void (document.documentElement.dataset.theme = t), theme);
            await lab.until('rest', () => document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity));
            await page.script(axe);
            const r = await lab.eval(async () => (await axe.run(document, { iframes: false })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`));
            found.push(...r.map((v) => `${id} ${theme} ${w}: ${v}`));
          }
        }
        const over = await lab.eval(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 1) found.push(`${w}: the page is ${over} px too wide`);
      }
      same(found, [], 'violations');
    },
  },
};
