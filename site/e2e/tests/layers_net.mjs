// The Network room beyond dense layers: a convolution and a transformer train to the native numbers, layers are added and set, MNIST's
// own format and a folder of pictures are read.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, native, same } from '../lab.mjs';
import { glyphs } from '../specs.mjs';

const cnn = {
  ...glyphs, epochs: 4, data: { id: 'digits', n: 200, test_n: 60 },
  model: [{ conv2d: 4, kernel: 5, padding: 2 }, { batchnorm: true }, { act: 'relu' }, { maxpool: 2 }, { residual: [{ conv2d: 4, kernel: 3, padding: 1 }, { act: 'gelu' }] }, { dropout: 0.1 }, { flatten: true }, { dense: 10 }],
  loss: { id: 'softmax-ce', smoothing: 0.05 }, penalty: { l2: 0.001 }, runs: [{ optimizer: 'adam', lr: 0.004 }],
};
const transformer = {
  ...glyphs, epochs: 2, data: { id: 'sort', n: 300, test_n: 50 }, init: { id: 'xavier' },
  model: [{ embedding: 16, vocabulary: 11 }, { position: 'sinusoidal' }, { residual: [{ layernorm: true }, { attention: 2, causal: true }] }, { residual: [{ layernorm: true }, { dense: 24 }, { act: 'gelu-tanh' }, { dense: 16 }] }, { layernorm: true }, { dense: 11 }],
  runs: [{ optimizer: 'adam', lr: 0.004 }],
};

/** An IDX file: two zeros, 8 for bytes, dimensions, sizes, numbers. */
const idx = (shape, body) => Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [n >> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]), ...body]);
const count = 60;
const images = idx([count, 6, 6], Array.from({ length: count * 36 }, (_, k) => (Math.floor(k / 36) % 3 === Math.floor((k % 36) / 12) ? 200 + ((k * 7) % 50) : (k * 13) % 60)));
const labels = idx([count], Array.from({ length: count }, (_, k) => k % 3));

export const tests = {
  async 'convolutions, batch norm, dropout and a transformer give the numbers of the native command'({ lab, page, site }) {
    for (const spec of [cnn, transformer]) {
      await lab.open('about:blank');
      await lab.open(site.url, spec);
      await lab.press('Run');
      await lab.done();
      same(await lab.result(), native(spec), spec.data.id);
    }
  },

  async 'layers are added, set and removed, with shapes from the engine'({ lab, site }) {
    await lab.open(site.url, { ...glyphs, model: [{ dense: 10 }] });
    await lab.until('the outline', () => /810 parameters/.test(document.querySelector('.net, aside')?.textContent ?? document.body.textContent));
    await lab.eval(() => {
      const s = document.querySelector('[aria-label="Add a layer"]');
      s.value = 'conv2d';
      s.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await lab.until('a convolution with its shape', () => window.saddlelab.spec().model[0].conv2d === 8 && /8 × 10 × 8/.test(document.querySelectorAll('.layer')[2].textContent));
    await lab.click('.layer .more');
    await lab.until('its settings', () => !!document.querySelector('.layer .opened'));
    const padding = '[aria-label="Layer 1, padding"]';
    await lab.click(padding);
    for (const key of ['End', 'Backspace', 'Backspace']) await lab.page.key(key);
    await lab.page.type('0');
    await lab.until('the number', (s) => document.querySelector(s).value === '0', padding);
    await lab.page.key('Enter');
    await lab.until('a smaller image', () => /8 × 8 × 6/.test(document.querySelectorAll('.layer')[2].textContent));
    await lab.click('[aria-label="Remove layer 2"]');
    await lab.click('[aria-label="Remove layer 1"]');
    await lab.until('one layer again', () => window.saddlelab.spec().model.length === 1);
    await lab.eval(() => {
      const s = document.querySelector('[aria-label="Data set"]');
      s.value = 'copy';
      s.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await lab.until('a model for sequences', () => window.saddlelab.spec().data.id === 'copy' && window.saddlelab.spec().model[0].embedding > 0);
  },

  async 'files of the kind of MNIST are read together, shown and trained on'({ lab, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    await lab.dropFiles({ 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': labels });
    await lab.until('what they hold', () => /60/.test(document.querySelector('.preview')?.textContent) && /6 × 6/.test(document.querySelector('.preview').textContent) && /train-labels-idx1-ubyte/.test(document.querySelector('.preview').textContent));
    await lab.clickText('Train on it');
    const spec = await lab.until('the Spec to name the files', () => window.saddlelab.spec()?.data.labels && window.saddlelab.spec());
    await lab.press('Run');
    await lab.done();
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    writeFileSync(join(dir, 'train-images-idx3-ubyte'), images);
    writeFileSync(join(dir, 'train-labels-idx1-ubyte'), labels);
    const got = await lab.result();
    assert(got.runs[0].end.train_acc > 0.95, `training accuracy ${got.runs[0].end.train_acc}`);
    same(got, native(spec, dir), 'result');
    rmSync(dir, { recursive: true });
  },

  async 'a folder of pictures is read, with its folders’ names as labels'({ lab, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    const files = await lab.eval(async () => {
      const out = {};
      for (let k = 0; k < 20; k++) {
        const c = document.createElement('canvas');
        c.width = c.height = 8;
        const g = c.getContext('2d');
        g.fillStyle = '#000';
        g.fillRect(0, 0, 8, 8);
        g.fillStyle = '#fff';
        g.fillRect(k % 2 ? 0 : 4, k % 4, 4, 4);
        const bytes = new Uint8Array(await (await new Promise((r) => c.toBlob(r, 'image/png'))).arrayBuffer());
        out[`shapes/${k % 2 ? 'left' : 'right'}/${k}.png`] = [...bytes];
      }
      return out;
    });
    await lab.dropFiles(files);
    await lab.until('what they hold', () => /20/.test(document.querySelector('.preview')?.textContent) && /8 × 8/.test(document.querySelector('.preview').textContent) && /left/.test(document.querySelector('.preview').textContent));
    await lab.clickText('Train on it');
    const spec = await lab.until('the Spec to name the folder', () => window.saddlelab.spec()?.data.file === 'shapes/' && window.saddlelab.spec());
    await lab.press('Run');
    await lab.done();
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(join(dir, name, '..'), { recursive: true });
      writeFileSync(join(dir, name), Uint8Array.from(bytes));
    }
    same(await lab.result(), native(spec, dir), 'result');
    rmSync(dir, { recursive: true });
  },
};
