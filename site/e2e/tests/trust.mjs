// The self-tests of "Why you can trust these numbers", run by a visitor.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert, same } from '../lab.mjs';

const seen = () => ({
  summary: document.querySelector('.trust [role=status]').textContent,
  rows: [...document.querySelectorAll('.trust .check')].map((r) => ({
    title: r.querySelector('th').textContent,
    verdict: r.querySelector('.verdict').textContent,
    icon: !!r.querySelector('.verdict svg'),
    comparisons: +r.querySelector('[data-k=comparisons]').textContent.replace(/\D/g, ''),
    worst: r.querySelectorAll('.worst tbody tr').length,
  })),
});

/** Runs all checks on the page that is open, and gives the sentence they come to. */
async function summaryOf(lab, button = 'Run the self-tests') {
  await lab.clickText(button);
  return lab.until('the summary', () => {
    const text = document.querySelector('.trust [role=status]').textContent;
    return /your browser|failed|Stopped/.test(text) && text;
  });
}
const passed = (summary) => assert(/comparisons in your browser, all inside their tolerances/.test(summary), `the summary: ${summary}`);

export const tests = {
  async 'the self-tests run in the browser and all pass'({ lab, page, site }) {
    await page.goto(`${site.url}#learn/trust`);
    await lab.until('the page', () => document.querySelector('.trust h1')?.textContent === 'Why you can trust these numbers');
    const before = await lab.eval(seen);
    assert(before.rows.length >= 20 && before.rows.every((r) => r.verdict === 'not run'), `before they run: ${JSON.stringify(before)}`);
    const asked = () => performance.getEntriesByType('resource').filter((e) => e.name.includes('reference.json')).length;
    same(await lab.eval(asked), 0, 'requests for the reference before it is needed');
    await summaryOf(lab);
    const { summary, rows } = await lab.eval(seen);
    const strange = rows.filter((r) => !/^(inside|equal)$/.test(r.verdict) || !r.icon || !r.comparisons || !r.worst);
    same(strange, [], 'rows without a verdict that they passed');
    const n = rows.reduce((sum, r) => sum + r.comparisons, 0);
    assert(summary.replace(/(\d)\D(?=\d{3}\b)/g, '$1').startsWith(`${n} comparisons in your browser, all inside their tolerances`), `the summary: ${summary}; ${n} comparisons in the rows`);
    return summary;
  },

  async 'the self-tests tell of a wrong reference, and of none'({ lab, page, site }) {
    await page.goto(`${site.url}#learn/trust`);
    await lab.until('the page', () => !!document.querySelector('.trust h1'));
    await lab.eval(() => {
      const real = window.fetch;
      window.kind = 'wrong';
      window.fetch = async (url, ...rest) => {
        if (!String(url).includes('reference.json')) return real(url, ...rest);
        if (window.kind === 'none') return new Response('', { status: 404 });
        const text = await (await real(url)).text();
        const file = JSON.parse(text);
        file.runs.find((r) => r.id === 'logistic/adam').x[1][2] += 1e-6;
        return new Response(JSON.stringify(file).padEnd(text.length)); // as many bytes as were published
      };
    });
    await lab.clickText('Run the self-tests');
    await lab.words(/could not be run.*reference\.json arrived changed/);
    await lab.eval(() => Object.defineProperty(crypto, 'subtle', { value: undefined })); // as if the site had published it so
    await summaryOf(lab, 'Run again');
    const { summary, rows } = await lab.eval(seen);
    same(summary, '1 check failed: Paths of optimizers', 'the summary');
    same(rows.filter((r) => !/^(inside|equal)$/.test(r.verdict)).map((r) => [r.title, r.verdict, r.icon]), [['Paths of optimizers', 'outside', true]], 'what failed');
    const worst = await lab.eval(() => [...document.querySelectorAll('.trust .check')].find((r) => r.textContent.includes('outside')).querySelector('.worst tbody tr').textContent);
    assert(worst.startsWith('logistic/adam: '), `the worst comparison is ${worst}`);
    await lab.eval(() => void (window.kind = 'none'));
    await lab.clickText('Run again');
    await lab.words(/could not be run.*reference\.json could not be loaded: the site answers 404/);
  },

  async 'the self-tests run in the single file'({ lab, page }) {
    const dir = mkdtempSync(join(tmpdir(), 'saddlelab-'));
    const file = join(dir, 'saddlelab.html');
    copyFileSync('dist/saddlelab.html', file);
    await page.goto(`${pathToFileURL(file).href}#learn/trust`);
    passed(await summaryOf(lab));
    rmSync(dir, { recursive: true });
  },

  'the self-tests run with the server gone': {
    engines: ['chromium', 'firefox'],
    async run({ lab, page, site }) {
      await page.goto(`${site.url}#learn/trust`);
      await lab.until('the service worker', async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
      await site.down();
      try {
        await page.reload();
        passed(await summaryOf(lab));
      } finally {
        await site.up();
      }
    },
  },
};
