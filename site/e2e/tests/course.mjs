// The pages of the course: every experiment run to its verdict by a click, its numbers those of the native command, lecture mode by keys.
import { readFileSync } from 'node:fs';
import { assert, native, same } from '../lab.mjs';

const ids = JSON.parse(readFileSync('.build/catalog.raw.json', 'utf8')).experiments.map((e) => e.id);
const open = async (lab, page, url, id) => {
  await page.goto(`${url}#learn/${id}`);
  await lab.until(`page ${id}`, (i) => window.saddlelab?.spec()?.id === i && !!document.querySelector('.strip tbody tr') && !!document.querySelector('.prose'), id);
};
const status = () => document.querySelector('.fig-top .st').textContent;
const verdicts = () => [...document.querySelectorAll('.strip tbody tr')].map((r) => ({ what: r.querySelector('.qty').textContent, verdict: r.querySelector('.verdict').textContent, bad: !!r.querySelector('.verdict.bad') }));

/** Runs the pages of some experiments one after another, as a reader would by the links. */
async function runPages({ lab, page, site }, list) {
  await open(lab, page, site.url, list[0]);
  const wrong = [];
  for (const id of list) {
    await lab.eval((i) => void (location.hash = `learn/${i}`), id);
    await lab.until(`page ${id}`, (i) => window.saddlelab.spec()?.id === i && document.querySelector('.rail [aria-current]')?.getAttribute('href') === `#learn/${i}` && !!document.querySelector('.strip tbody tr') && document.querySelector('.fig-top .b.p').textContent === 'Run', id);
    await lab.click('.fig-top .b.p');
    await lab.until(`the verdict of ${id}`, () => /done in/.test(document.querySelector('.fig-top .st').textContent));
    for (const v of await lab.eval(verdicts)) if (v.bad || /not run|running/.test(v.verdict)) wrong.push(`${id}: ${v.what}: ${v.verdict}`);
  }
  same(wrong, [], 'rows without the verdict that the prediction holds');
  return `${list.length} pages`;
}
const third = (k) => ids.filter((_, i) => i % 3 === k);

export const tests = {
  'every page of the course runs to its verdict (first third)': { run: (t) => runPages(t, third(0)) },
  'every page of the course runs to its verdict (second third)': { engines: ['chromium'], run: (t) => runPages(t, third(1)) },
  'every page of the course runs to its verdict (last third)': { engines: ['chromium'], run: (t) => runPages(t, third(2)) },

  async 'an experiment with other parameters has the numbers of the native command'({ lab, page, site }) {
    await open(lab, page, site.url, 'E18');
    await lab.clickText('Set λ = 2');
    await lab.until('the verdict', () => window.saddlelab.spec().params.lambda === 2 && /done in/.test(document.querySelector('.fig-top .st').textContent));
    const spec = await lab.eval(() => window.saddlelab.spec());
    const here = await lab.eval(() => window.saddlelab.result());
    same(here.measures, native(spec).measures, 'measures');
    const address = await lab.eval(() => location.href);
    await page.goto('about:blank');
    await page.goto(address);
    await lab.until('the parameters that the address carries', () => window.saddlelab?.spec()?.id === 'E18' && window.saddlelab.spec().params.lambda === 2);
    await page.goto('about:blank');
    await page.goto(site.url + '#s=' + Buffer.from(JSON.stringify({ v: 1, kind: 'experiment', id: 'E31b', params: { kappa: 30 } })).toString('base64url'));
    await lab.until('the page of the link', () => window.saddlelab?.spec()?.id === 'E31b' && document.querySelector('.knobs .v')?.value === '30');
    same(await lab.eval(status), '', 'what a link has started by itself');
  },

  async 'a slider moves the prediction at once, and the measurement after it'({ lab, page, site }) {
    await open(lab, page, site.url, 'E31b');
    await lab.click('.fig-top .b.p');
    await lab.until('the verdict', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
    same(await lab.eval(() => document.querySelector('.strip .pred').textContent), '35', 'predicted at κ = 10');
    await lab.click('.knobs input[type=range]');
    await page.key('ArrowRight');
    await lab.until('another prediction and its measurement', () => {
      const t = (c) => document.querySelector(`.strip .${c}`).textContent;
      return t('pred') !== '35' && Math.abs(parseFloat(t('pred')) - parseFloat(t('got'))) <= 1 && /done in/.test(document.querySelector('.fig-top .st').textContent);
    });
  },

  'a long run is cancelled and begun again': {
    engines: ['chromium'],
    async run({ lab, page, site }) {
      await open(lab, page, site.url, 'E19');
      await lab.click('.fig-top .b.p');
      await lab.until('it runs', () => /%/.test(document.querySelector('.fig-top .st').textContent));
      await lab.click('.fig-top .b.p');
      await lab.until('it is cancelled', () => /cancelled at/.test(document.querySelector('.fig-top .st').textContent) && [...document.querySelectorAll('.verdict')].every((v) => v.textContent !== 'running'));
      await lab.click('.fig-top .b.p');
      await lab.until('it has run', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
    },
  },

  async 'lecture mode is driven by keys'({ lab, page, site }) {
    await open(lab, page, site.url, 'E31b');
    await lab.clickText('Lecture mode');
    await lab.until('the lecture', () => !!document.querySelector('main.lecture .big'));
    assert(await lab.eval(() => getComputedStyle(document.querySelector('header.bar')).display === 'none'), 'the bar is still there');
    await page.key(' ');
    await lab.until('it has run', () => /inside/.test(document.querySelector('.big .verdict').textContent));
    const before = await lab.eval(() => document.querySelector('.params').textContent);
    await page.key('ArrowUp');
    await lab.until('κ is larger', (b) => document.querySelector('.params').textContent !== b, before);
    await page.key('r');
    await lab.until('it is as before', (b) => document.querySelector('.params').textContent === b, before);
    await page.key('ArrowRight');
    await lab.until('the next question', () => window.saddlelab.spec().id === 'E31c' && document.querySelector('main.lecture h1').textContent.includes('worst curvature'));
    await page.key('Escape');
    await lab.until('the page again', () => !!document.querySelector('main.learn .fig'));
  },

  async 'the contents lead to every page and know what has been run'({ lab, page, site }) {
    await page.goto(`${site.url}#learn`);
    await lab.until('the contents', () => !!document.querySelector('.contents ol a'));
    await lab.eval(() => localStorage.removeItem('saddlelab.course')); // of the tests before
    await page.goto('about:blank');
    await page.goto(`${site.url}#learn`);
    await lab.until('the contents', () => !!document.querySelector('.contents ol a'));
    const links = await lab.eval(() => [...document.querySelectorAll('.contents ol a')].map((a) => a.getAttribute('href').replace('#learn/', '')));
    same(links, [...ids, 'trust'], 'links');
    await lab.click(`.contents a[href="#learn/${ids[0]}"]`);
    await lab.until('the first page', () => document.querySelector('.fig-top .b.p')?.textContent === 'Run');
    await lab.click('.fig-top .b.p');
    await lab.until('it has run', () => /done in/.test(document.querySelector('.fig-top .st').textContent));
    await lab.click('.rail .all a');
    await lab.until('the progress', (n) => document.querySelector('.coursebar .num')?.textContent === `1 of ${n} run`, ids.length);
  },

  async 'a page that is not there gets a sentence'({ lab, page, site }) {
    await page.goto(`${site.url}#learn/E99`);
    await lab.until('the sentence', () => document.body.innerText.includes('The course has no page “E99”'));
    await lab.until('the contents', () => !!document.querySelector('.contents'));
  },
};
