// Data in the Network room: sequences and curves are shown, inputs and labels may come one after the other, packed and in either order,
// and a file is corrupted as a generated set is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { assert, native, same } from '../lab.mjs';

/** An IDX file, packed: two zeros, 8 for bytes, dimensions, sizes, numbers. */
const idx = (shape, body) => gzipSync(Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [n >> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255]), ...body]));
const count = 40;
const images = idx([count, 5, 5], Array.from({ length: count * 25 }, (_, k) => ((Math.floor(k / 25) % 2 === 0) === k % 25 < 12 ? 220 : (k * 7) % 60)));
const labels = idx([count], Array.from({ length: count }, (_, k) => k % 2));

const choose = (lab, name, value) => lab.eval((n, v) => {
  const s = document.querySelector(`select[aria-label="${n}"]`);
  s.value = v;
  s.dispatchEvent(new Event('change', { bubbles: true }));
}, name, value);

export const tests = {
  async 'labels first and images after, packed, are one set; it is corrupted and gives the numbers of the native command'({ lab, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    await lab.dropFiles({ 'second.gz': labels });
    await lab.until('a sentence', () => /40 numbers, which may be labels/.test(document.querySelector('.preview')?.textContent));
    await lab.dropFiles({ 'first.gz': images });
    await lab.until('both', () => /5 × 5/.test(document.querySelector('.preview')?.textContent) && /second\.gz/.test(document.querySelector('.preview').textContent));
    await lab.clickText('Train on it');
    await lab.until('the Spec to name them', () => window.saddlelab.spec()?.data.file === 'first.gz' && window.saddlelab.spec().data.labels === 'second.gz');
    await lab.until('thumbnails', () => document.querySelectorAll('.thumbs canvas').length === 8);
    await choose(lab, 'Corruption', 'random-labels');
    const spec = await lab.until('the corruption', () => window.saddlelab.spec().data.corrupt?.id === 'random-labels' && window.saddlelab.spec());
    await lab.until('what was redrawn', () => /labels were redrawn: 32 of 32/.test(document.body.textContent));
    await lab.press('Run');
    await lab.done();
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    writeFileSync(join(dir, 'first.gz'), images);
    writeFileSync(join(dir, 'second.gz'), labels);
    same(await lab.result(), native(spec, dir), 'result');
    rmSync(dir, { recursive: true });
  },

  async 'sequences and curves are shown before they are trained on'({ lab, site }) {
    await lab.open(`${site.url}#network`);
    await lab.until('the room', () => !!document.querySelector('.time'));
    await choose(lab, 'Data set', 'modular-addition');
    const cells = await lab.until('sequences', () => {
      const rows = [...document.querySelectorAll('.sequences tr')].map((r) => [...r.querySelectorAll('td')].map((c) => c.textContent));
      return rows.length === 6 && rows;
    });
    for (let k = 0; k < 6; k += 2) {
      const [[a, b, sign], [none, nor, sum]] = [cells[k], cells[k + 1]];
      assert(sign === '=' && none === '' && nor === '' && (+a + +b) % 31 === +sum, `${cells[k]} asks for ${cells[k + 1]}`);
    }
    await choose(lab, 'Data set', 'sine');
    await lab.until('a curve', () => document.querySelector('.scatter')?.getAttribute('aria-label') === '64 training points');
  },
};
