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
    for (const hash of ['', '#learn', '#learn/trust', '#gallery', '#runs']) {
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

  'the Surface room is worked by keys alone': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      const keys = new Keys(lab, page);
      await anew(lab, page, site.url);
      await keys.to('the skip link', '.skip');
      await page.key('Enter');
      await keys.on('the content', '#main');
      await keys.to('the room', '.rooms a[href="#surface"]');
      await page.key('Enter');
      await lab.until('the room', () => !!document.querySelector('.bench.surface'));
      await keys.to('a runner', '.runner summary');
      await page.key('Enter');
      await keys.to('its step size', 'input[type=range][aria-label="Run 1, lr, slider"]');
      await page.key('ArrowRight');
      await lab.until('a larger step size', () => window.saddlelab.spec().runs[0].lr > 0.05);
      await lab.until('the map', () => { const c = document.querySelector('.mapbox canvas'); return c.getContext('2d').getImageData(c.width >> 1, c.height >> 1, 1, 1).data[3] > 0; });
      await keys.to('the map', '.mapbox canvas');
      for (const k of ['ArrowLeft', 'ArrowUp', 'Enter']) await page.key(k);
      await lab.until('another start', () => window.saddlelab.spec().start[0] < 1.3 && window.saddlelab.spec().start[1] > 0);
      const camera = await lab.eval(() => JSON.stringify(window.saddlelab.camera()));
      await keys.to('the view', '.view3d-over');
      await page.key('ArrowLeft');
      await lab.until('a turned camera', (c) => JSON.stringify(window.saddlelab.camera()) !== c, camera);
      await keys.to('Run', '.time button');
      await page.key('Enter');
      await lab.moved();
      await lab.until('what it shows, in words', () => /Step \d+ of 400\. Gradient descent is at x/.test(document.getElementById('surface-says').textContent));
      await lab.done();
      await lab.until('where it ended, in words', () => /with f .*: (saddle|minimum)/.test(document.getElementById('surface-says').textContent));
      await keys.to('the tabs', '#tbl-tab-reads');
      await page.key('ArrowRight');
      await keys.on('the other tab', '#tbl-tab-points[aria-selected=true]');
      await keys.to('a point to start from', '.use button[aria-label^="Start here"]');
      await page.key('Enter');
      await lab.until('the start there', () => window.saddlelab.spec().start.every((c) => [0, 1, -1].includes(c)));
      await keys.to('the table behind the curve', '.pv-plot .charttools button[aria-label^="Table"]');
      await page.key('Enter');
      await lab.until('a row for each of some steps', () => document.querySelectorAll('.pv-plot .datatable tbody tr').length > 70);
      await keys.to('its sound', '.pv-plot .charttools button[aria-label^="Play"]');
      await page.key('Enter');
      await lab.until('the sound', () => document.activeElement.getAttribute('aria-label') === 'Stop the sound');
      await page.key('Enter');
      await lab.until('silence', () => document.activeElement.getAttribute('aria-label').startsWith('Play sound'));
      await page.key('?');
      await lab.until('the shortcuts', () => document.querySelectorAll('dialog[open] kbd').length > 20);
      await page.key('Escape');
      await keys.on('what had it before', '.pv-plot .charttools button[aria-label^="Play"]');
      keys.seen();
    },
  },

  'the Network room and a page of the course are worked by keys alone': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      const keys = new Keys(lab, page);
      await anew(lab, page, `${site.url}#network`);
      await lab.until('the first pictures', () => !!document.querySelector('#pic-panel canvas')); // a page that is busy beginning takes letters for several words
      await keys.to('the data', 'select[aria-label="Data set"]');
      await page.type('Two sp');
      await lab.until('two spirals', () => window.saddlelab.spec().data.id === 'two-spirals' && document.querySelectorAll('.layer').length > 5);
      const act = () => window.saddlelab.spec().model.map((l) => Object.keys(l)[0]).join(' ');
      const before = await lab.eval(act);
      await keys.to('a layer’s grip', '.layer[data-k="1"] .grip');
      await page.key('ArrowUp');
      await lab.until('layers in another order', (b) => window.saddlelab.spec().model.map((l) => Object.keys(l)[0]).join(' ') !== b, before);
      await keys.to('Run', '.time button');
      await page.key('Enter');
      await lab.moved();
      await page.key('Enter');
      await lab.shows('a pause', (t) => t.button === 'Run');
      await keys.to('the boundary', '.inputplane canvas');
      await page.key('ArrowLeft');
      await lab.until('what is read there', () => /sure/.test(document.querySelector('.says').textContent));
      await keys.to('the tabs', '#pic-tab-boundary');
      await page.key('ArrowRight');
      await keys.to('the confusion matrix', '.cmwrap');
      await page.key('ArrowRight');
      await lab.until('a cell', () => /^True .*, said/.test(document.querySelector('.cmwrap + .help').textContent));
      await keys.to('the course', '.rooms a[href="#learn"]');
      await page.key('Enter');
      await lab.until('the contents', () => !!document.querySelector('.contents ol a'));
      await keys.to('a page', '.contents ol a[href="#learn/E14"]');
      await page.key('Enter');
      await lab.until('the page', () => document.querySelector('.fig-top .b.p')?.textContent === 'Run' && !!document.querySelector('.knobs input[type=range]'));
      await keys.to('Run', '.fig-top .b.p');
      await page.key('Enter');
      await lab.until('it has run', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
      await keys.to('a parameter', '.knobs input[type=range]');
      const was = await lab.eval(() => JSON.stringify(window.saddlelab.spec().params));
      await page.key('ArrowRight');
      await lab.until('another parameter', (w) => JSON.stringify(window.saddlelab.spec().params) !== w, was);
      keys.seen();
    },
  },

  'rooms and pages are worked by touch alone': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      const finger = page.page.touchscreen;
      const tap = async (selector) => {
        const { x, y } = await lab.at(selector);
        await finger.tap(x, y);
      };
      await page.page.setViewport({ width: 390, height: 844, hasTouch: true, isMobile: true });
      await anew(lab, page, site.url);
      await tap('.rooms a[href="#surface"]');
      await lab.until('the room', () => !!document.querySelector('.bench.surface .chips'));
      await lab.surfaceSeen();
      await tap('.mapbox canvas');
      await lab.until('the start in the middle of the map', () => window.saddlelab.spec().start.every((c) => Math.abs(c) < 0.05));
      const camera = await lab.eval(() => JSON.stringify(window.saddlelab.camera()));
      const { x, y } = await lab.at('.view3d-over');
      await finger.touchStart(x, y);
      for (let k = 1; k <= 6; k++) await finger.touchMove(x + 12 * k, y);
      await finger.touchEnd();
      await lab.until('a turned camera', (c) => JSON.stringify(window.saddlelab.camera()) !== c, camera);
      await tap('.time button[aria-label="Run"]');
      await lab.moved();
      await tap('.time .sp');
      await lab.until('the sheet', () => document.querySelector('.sheet').getAttribute('aria-hidden') === 'false');
      await still(lab);
      small(await lab.eval(targets, '.sheet', 44));
      await tap('.sheet .seg button:nth-child(3)');
      await tap('.sheet .switch');
      await lab.until('contours off', () => !document.querySelector('.sheet .switch input').checked);
      await tap('.handle > button');
      await lab.until('no sheet', () => document.querySelector('.sheet').getAttribute('aria-hidden') === 'true');
      small(await lab.eval(targets, '.time', 44));
      await tap('.rooms a[href="#network"]');
      await lab.until('the network', () => !!document.querySelector('.bench.net .tabs button'));
      await tap('.time button[aria-label="Run"]');
      await lab.moved();
      await tap('#pic-tab-confusion');
      await lab.until('the matrix', () => !!document.querySelector('.cm tbody td'));
      await tap('.cm tbody tr:nth-child(2) td:nth-child(3)');
      await lab.until('a cell', () => /^True .*, said/.test(document.querySelector('.cmwrap + .help').textContent));
      await tap('.curves .charttools button[aria-label^="Table"]');
      await lab.until('the table', () => !!document.querySelector('.curves .datatable tbody tr'));
      await tap('.rooms a[href="#learn"]');
      await lab.until('the contents', () => !!document.querySelector('.contents ol a'));
      await tap('.contents ol a');
      await lab.until('the page', () => !!document.querySelector('.dock .b.p'));
      await tap('.dock .b.p');
      await lab.until('it has run', () => /done in/.test(document.querySelector('.dock .vals').textContent));
      await tap('.dock button:last-child');
      await lab.until('the sheet', () => document.querySelector('.sheet').getAttribute('aria-hidden') === 'false');
      await still(lab);
      const was = await lab.eval(() => JSON.stringify(window.saddlelab.spec().params));
      const track = await lab.at('.sheet input[type=range]');
      await finger.tap(track.x + 0.3 * track.w, track.y);
      await lab.until('another parameter', (w) => JSON.stringify(window.saddlelab.spec().params) !== w, was);
    },
  },

  async 'the page speaks French and English, and a run does not notice'({ lab, page, site }) {
    await page.goto(site.url + hashOf({ ...surface, steps: 100 }));
    await lab.press('Run');
    await lab.done();
    await lab.click('.lang');
    await lab.until('French', () => document.documentElement.lang === 'fr' && document.querySelector('.time button').getAttribute('aria-label') === 'Lancer' && document.title.endsWith('Saddlelab'));
    assert(await lab.eval(() => document.querySelector('.reads tbody td:nth-child(2)').textContent === '100'), 'the run is gone');
    await lab.until('the methods in French', () => [...document.querySelectorAll('.reads tbody th, .reads tbody td')].some((c) => c.textContent.includes('Descente de gradient')));
    await page.reload();
    await lab.until('French again', () => document.documentElement.lang === 'fr' && document.querySelector('.time button')?.getAttribute('aria-label') === 'Lancer');
    await lab.click('.lang');
    await lab.until('English', () => document.documentElement.lang === 'en' && document.querySelector('.time button').getAttribute('aria-label') === 'Run');
  },
};

/** The Tab key and where it leads. Whatever has the focus on the way must be seen to have it. */
class Keys {
  constructor(lab, page) {
    Object.assign(this, { lab, page, unseen: new Set() });
  }

  /** Presses Tab until an element has the focus. */
  async to(what, selector) {
    for (let k = 0; k < 250; k++) {
      await this.page.key('Tab');
      const [there, name, shown] = await this.lab.eval((s) => {
        const e = document.activeElement;
        const c = getComputedStyle(e);
        const around = e.matches('.switch input') ? getComputedStyle(e.parentElement) : c;
        const ring = (o) => (o.outlineStyle !== 'none' && parseFloat(o.outlineWidth) > 0) || o.boxShadow !== 'none';
        return [e.matches(s), `${e.tagName} ${e.className} ${e.getAttribute('aria-label') ?? e.textContent.slice(0, 30)}`, e === document.body || ring(c) || ring(around)];
      }, selector);
      if (!shown) this.unseen.add(name);
      if (there) return;
    }
    throw new Error(`Tab does not lead to ${what}`);
  }

  on(what, selector) { return this.lab.until(`${what} to have the focus`, (s) => document.activeElement.matches(s), selector); }
  seen() { assert(this.unseen.size === 0, `focus that is not seen: ${[...this.unseen].join('; ')}`); }
}

/** Buttons, selects and switches inside an element that are lower or narrower than a finger's target. */
const targets = (inside, least) => [...document.querySelectorAll(`${inside} :is(button:not([aria-hidden]), select, .switch, summary)`)].filter((e) => e.offsetParent !== null).flatMap((e) => {
  const r = e.getBoundingClientRect();
  return r.height >= least - 8.5 && r.width >= 24 ? [] : [`${e.textContent.trim() || e.getAttribute('aria-label')} ${Math.round(r.width)} × ${Math.round(r.height)}`];
});
const small = (list) => assert(list.length === 0, `small targets: ${list.join('; ')}`);
