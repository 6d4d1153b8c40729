// The page for everybody: axe-core over every room and page, walks by keys alone and by touch alone, tables and sounds behind the charts, French.
import { readFileSync } from 'node:fs';
import { assert, hashOf } from '../lab.mjs';
import { glyphs, surface } from '../specs.mjs';

const catalog = JSON.parse(readFileSync('.build/catalog.json', 'utf8'));
const SIZES = [[1280, 800], [768, 1024], [390, 844]];
const THEMES = ['light', 'dark'];
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** Nothing moves any more and what was asked for is there. */
const still = (lab) => lab.until('the page', () => !!document.querySelector('#main h1, .lecture h1') && !(document.querySelector('.learn .fig') && !document.querySelector('.prose')) && document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity));

/**
 * What axe-core finds, in the theme, as "rule: element, element". Targets of at least 24 pixels are asked for too, but for those in a
 * box that scrolls over a foot: axe-core counts only the part of them that is in sight at that moment.
 */
async function violations(lab, theme, where, sizes = true) {
  await lab.eval((t) => void (document.documentElement.dataset.theme = t), theme);
  await still(lab);
  if (!(await lab.eval(() => !!globalThis.axe))) await lab.page.script(axe);
  const found = await lab.eval(async (enabled) => (await axe.run(document, { iframes: false, rules: { 'target-size': { enabled } } })).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`), sizes);
  return found.map((f) => `${where} ${theme}: ${f}`);
}

async function anew(lab, page, url) {
  await page.goto('about:blank');
  await page.goto(url);
  await still(lab);
}

const none = (found) => assert(found.length === 0, found.join('\n     '));

/** Rooms, their dialogs, their sheet, their tables, at one size. */
const everyRoom = (w, h) => ({
  engines: ['chromium'],
  async run({ lab, page, site }) {
    const found = [];
    const both = async (where, sizes) => {
      for (const theme of THEMES) found.push(...await violations(lab, theme, where, sizes));
    };
    await page.setViewport(w, h);
    for (const hash of ['', '#learn', '#learn/trust']) {
      await anew(lab, page, site.url + hash);
      await both(hash || 'front');
    }
    for (const [name, spec] of [['surface', { ...surface, steps: 60 }], ['network', { ...glyphs, epochs: 2 }]]) {
      await anew(lab, page, site.url + hashOf(spec));
      await both(name);
      await lab.press('Run');
      await lab.done();
      await lab.eval(() => document.querySelectorAll('.charttools button[aria-label^=Table]').forEach((b) => b.click()));
      await lab.until('the tables', () => !!document.querySelector('.datatable tbody tr'));
      await both(`${name} with its tables`);
      for (const key of name === 'surface' ? ['s', '?'] : []) {
        await page.key(key);
        await lab.until('the dialog', () => !!document.querySelector('dialog[open] h2'));
        await both(`dialog of ${key}`);
        await page.key('Escape');
        await lab.until('the dialog to be gone', () => !document.querySelector('dialog .dlg'));
      }
      if (w > 720) continue;
      await lab.clickText('Adjust');
      await both(`sheet of ${name}`, false);
    }
    none(found);
  },
});

export const tests = {
  ...Object.fromEntries(SIZES.map(([w, h]) => [`axe-core finds nothing in any room at ${w} × ${h}, in two themes`, everyRoom(w, h)])),

  'axe-core finds nothing on any page of the course': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      const found = [];
      await anew(lab, page, `${site.url}#learn`);
      for (const [i, e] of catalog.experiments.entries()) { // every page in one of the six ways, all ways equally often
        const [w, h] = SIZES[i % 3];
        await page.setViewport(w, h);
        await lab.eval((id) => void (location.hash = `learn/${id}`), e.id);
        await lab.until(`page ${e.id}`, (q) => document.querySelector('.learn h1')?.textContent === q && !!document.querySelector('.prose'), e.question);
        found.push(...await violations(lab, THEMES[(i >> 1) % 2], `${e.id} ${w}`));
      }
      none(found);
    },
  },
};
