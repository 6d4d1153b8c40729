// What leaves the page: the files of the Share dialog are those of `saddlelab export`, byte for byte; and what brings it back: dropped,
// chosen or pasted. What cannot be opened is said, and nothing is lost.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, hashOf, same } from '../lab.mjs';
import { glyphs, surface } from '../specs.mjs';

const network = { ...glyphs, epochs: 2, data: { id: 'glyphs', n: 200, test_n: 50 }, model: [{ conv2d: 3, kernel: 3 }, { batchnorm: true }, { act: 'relu' }, { dense: 10 }] };
const exported = (format, spec, ...more) => execFileSync('.build/saddlelab', ['export', '-format', format, ...more, '-'], { input: JSON.stringify(spec), maxBuffer: 1 << 28 });

/** Catches the files that the page gives the user, by name. */
const catchFiles = (lab) => lab.eval(() => {
  window.caught = {};
  let last;
  const make = URL.createObjectURL;
  URL.createObjectURL = (b) => make.call(URL, (last = b));
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (!this.download) return click.call(this);
    const name = this.download;
    const r = new FileReader(); // its result comes through every driver
    r.onload = () => (window.caught[name] = r.result.slice(r.result.indexOf(',') + 1));
    r.readAsDataURL(last);
  };
});

/** Opens the Share dialog. */
async function share(lab) {
  await lab.click('header button[aria-label="Share"]');
  await lab.until('the dialog', () => !!document.querySelector('#share[open] .opts'));
}

/** Presses a button of the dialog by its name and gives the file that comes. */
async function file(lab, button, name) {
  await lab.until(`the button ${button}`, (t) => {
    const b = [...document.querySelectorAll('#share .acts button')].find((e) => [e.title, e.getAttribute('aria-label'), e.textContent.trim()].includes(t) && !e.disabled);
    document.querySelector('[data-e2e]')?.removeAttribute('data-e2e');
    b?.setAttribute('data-e2e', '');
    return !!b;
  }, button);
  await lab.click('[data-e2e]');
  return Buffer.from(await lab.until(`the file ${name}`, (n) => window.caught[n], name), 'base64');
}

/** Holds a file against the native command's. */
async function check(lab, button, name, format, spec, ...more) {
  const got = await file(lab, button, name), want = exported(format, spec, ...more);
  assert(got.equals(want), `${name} has ${got.length} bytes, saddlelab export -format ${format} writes ${want.length}${got.length === want.length ? ' others' : ''}`);
}

async function ran(lab, site, spec) {
  await lab.open(site.url, spec);
  await lab.press('Run');
  await lab.done();
  await catchFiles(lab);
  await share(lab);
  return lab.eval(() => window.saddlelab.spec());
}

export const tests = {
  'the files of a network are those of the native command': {
    async run({ lab, site }) {
      const spec = await ran(lab, site, network);
      for (const [button, name, format] of [['Python script', 'run.py', 'py'], ['Table', 'run.csv', 'csv'], ['Result as JSON', 'run.json', 'json'], ['NumPy arrays', 'weights.npz', 'npz'], ['Safetensors', 'weights.safetensors', 'safetensors']])
        await check(lab, button, name, format, spec);
    },
  },

  'the files of a surface are those of the native command, with its charts and pictures beside them': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      await lab.open(site.url, surface);
      await lab.surfaceSeen();
      const spec = await ran(lab, site, surface);
      for (const [button, name, format] of [['Python script', 'run.py', 'py'], ['Jupyter notebook', 'run.ipynb', 'ipynb'], ['Table', 'run.csv', 'csv'], ['Result as JSON', 'run.json', 'json'], ['Citation as BibTeX', 'saddlelab.bib', 'bib']])
        await check(lab, button, name, format, spec, ...(format === 'bib' ? ['-page', site.url] : []));
      await lab.eval((source) => void (0, eval)(source), readFileSync('node_modules/axe-core/axe.min.js', 'utf8'));
      same(await lab.eval(async () => (await axe.run('#share')).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)), [], 'what axe-core finds in the dialog');
      const svg = (await file(lab, 'Loss above its minimum as SVG', 'loss-above-its-minimum.svg')).toString();
      const drawn = [...svg.matchAll(/<path d="([^"]*)" fill="none"/g)].map((m) => m[1].length);
      await lab.until('the chart as a picture', async (b64) => {
        const i = new Image();
        i.src = `data:image/svg+xml;base64,${b64}`;
        await i.decode();
        return i.naturalWidth > 200;
      }, Buffer.from(svg).toString('base64'));
      assert(drawn.length === 3 && drawn.every((n) => n > 100), `the chart has lines of ${drawn}`);
      const sizes = [];
      for (const k of [1, 2]) {
        const png = await file(lab, `PNG, ${k === 1 ? 'one pixel' : `${k} pixels`} for each of the page’s`, `surface-${k}x.png`);
        sizes.push([png.readUInt32BE(16), png.readUInt32BE(20)]);
      }
      assert(Math.abs(sizes[1][0] - 2 * sizes[0][0]) <= 2 && Math.abs(sizes[1][1] - 2 * sizes[0][1]) <= 2 && sizes[0][0] > 200, `the pictures have ${JSON.stringify(sizes)} pixels`);
      const film = await file(lab, 'WebM', 'run.webm');
      const wide = await lab.until('the film to play', async (b64) => {
        const v = document.createElement('video');
        v.muted = true;
        v.src = URL.createObjectURL(new Blob([Uint8Array.from(atob(b64), (c) => c.charCodeAt(0))], { type: 'video/webm' }));
        await new Promise((done, failed) => ((v.onloadeddata = done), (v.onerror = () => failed(new Error(v.error.message)))));
        return v.videoWidth;
      }, film.toString('base64'));
      assert(Math.abs(wide - sizes[0][0]) <= 2, `the film is ${wide} pixels wide, the picture ${sizes[0][0]}`);
      assert(await lab.eval(() => window.saddlelab.camera() !== null), 'the view is gone');
    },
  },

  async 'an exported script, a pasted link and a Spec open the experiment again; what is broken is said'({ lab, page, site }) {
    await lab.open(site.url, { ...surface, steps: 33 });
    await lab.until('the room', () => !!document.querySelector('.time'));
    await lab.drop('run.py', exported('py', { ...surface, steps: 44 }).toString());
    await lab.until('the Spec of the script', () => window.saddlelab.spec()?.steps === 44);
    const paste = (text) => lab.eval((t) => {
      const data = new DataTransfer();
      data.setData('text/plain', t);
      const event = new Event('paste', { bubbles: true, cancelable: true }); // no protocol fills the clipboard, and Firefox empties a made ClipboardEvent
      document.body.dispatchEvent(Object.defineProperty(event, 'clipboardData', { value: data }));
    }, text);
    await paste(`have a look: https://example.org/lab/${hashOf({ ...surface, steps: 55 })} !`);
    await lab.until('the Spec of the link, its address shortened', () => window.saddlelab.spec()?.steps === 55 && location.hash.startsWith('#z='));
    const before = await lab.eval(() => [location.hash, JSON.stringify(window.saddlelab.spec())]);
    await lab.drop('cut.json', '{"v":1,"kind":"surface","steps":');
    await lab.words(/cut\.json: .*cut on its way.*unchanged/s);
    await lab.drop('wrong.json', JSON.stringify({ ...surface, steps: -5 }));
    await lab.words(/wrong\.json: steps: -5 is not a whole number from 1 to 100000/);
    await lab.drop('other.json', '{"rows":[1,2,3]}');
    await lab.words(/other\.json has no Spec/);
    same(await lab.eval(() => [location.hash, JSON.stringify(window.saddlelab.spec())]), before, 'what was there');
    await share(lab);
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    writeFileSync(join(dir, 'result.json'), exported('json', { ...surface, steps: 66 }));
    await page.setFiles('#open-any', join(dir, 'result.json'));
    await lab.until('the Spec of the result', () => window.saddlelab.spec()?.steps === 66 && !document.querySelector('dialog[open]'));
    rmSync(dir, { recursive: true });
    await lab.eval(() => history.back());
    await lab.until('what was there before', () => window.saddlelab.spec()?.steps === 55);
  },
};
