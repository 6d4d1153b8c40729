// Same Spec, same bits: the suite of core/lab/testdata/bits.json in this browser, its hashes compared with those that are written down.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { assert } from '../lab.mjs';

const { specs } = JSON.parse(readFileSync('core/lab/testdata/bits.json', 'utf8'));

/** The result as the page's engine writes it down. */
const here = (lab, spec, files = {}) => lab.eval(async (s, all) => {
  const { engine } = window.saddlelab;
  for (const [name, text] of Object.entries(all)) await engine.call('file', { name }, new TextEncoder().encode(text).buffer);
  const { json } = await engine.call('bits', { spec: s });
  return new TextDecoder().decode(json);
}, spec, files);

/** Where the numbers leave those of the native command; "recorded rows" when only they do. */
function apart(text, spec) {
  const mine = JSON.parse(text);
  const other = [];
  const take = (v, name) => {
    if (v !== null && typeof v === 'object') Object.entries(v).forEach(([k, x]) => name || k !== 'spec' ? take(x, k) : other.push(null));
    else if (typeof v !== 'string' || name === 'weights') other.push(v);
  };
  take(JSON.parse(execFileSync('.build/saddlelab', ['run', '-', '-quiet'], { input: JSON.stringify(spec), maxBuffer: 1 << 28 })), '');
  const i = other.findIndex((v, k) => v !== mine[k]);
  return i < 0 ? 'the native command gives the same: the hash that is written down is an old one, or recorded rows differ' : `number ${i} of ${other.length} is ${mine[i]}, natively ${other[i]}`;
}

export const tests = {
  async 'the suite of Specs gives the bits that are written down'({ lab, page, site }) {
    await page.goto(`${site.url}#surface`);
    await lab.until('the engine', () => window.saddlelab?.engine.ready.then(() => true));
    const wrong = [];
    let bytes = 0;
    for (const { name, sha256, spec, files } of specs) {
      const text = await here(lab, spec, files);
      bytes += text.length;
      if (createHash('sha256').update(text).digest('hex') !== sha256) wrong.push(`${name}: ${files ? 'another hash' : apart(text, spec)}`);
    }
    assert(!wrong.length, `${wrong.length} of ${specs.length} Specs give other bits:\n     ${wrong.slice(0, 5).join('\n     ')}`);
    return `${specs.length} Specs, ${(bytes / 1e6).toFixed(1)} MB of results`;
  },
};
