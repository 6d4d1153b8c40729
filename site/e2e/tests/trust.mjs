// The self-tests of "Why you can trust these numbers", run by a visitor.
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

export const tests = {
  async 'the self-tests run in the browser and all pass'({ lab, page, site }) {
    await page.goto(`${site.url}#learn/trust`);
    await lab.until('the page', () => document.querySelector('.trust h1')?.textContent === 'Why you can trust these numbers');
    const before = await lab.eval(seen);
    assert(before.rows.length >= 20 && before.rows.every((r) => r.verdict === 'not run'), `before they run: ${JSON.stringify(before)}`);
    const asked = () => performance.getEntriesByType('resource').filter((e) => e.name.includes('reference.json')).length;
    same(await lab.eval(asked), 0, 'requests for the reference before it is needed');
    await lab.clickText('Run the self-tests');
    await lab.until('the summary', () => /your browser|failed|Stopped/.test(document.querySelector('.trust [role=status]').textContent));
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
        const file = JSON.parse(await (await real(url, ...rest)).text());
        file.runs.find((r) => r.id === 'logistic/adam').x[1][2] += 1e-6;
        return new Response(JSON.stringify(file));
      };
    });
    await lab.clickText('Run the self-tests');
    await lab.until('the summary', () => /your browser|failed|Stopped/.test(document.querySelector('.trust [role=status]').textContent));
    const { summary, rows } = await lab.eval(seen);
    same(summary, '1 check failed: Paths of optimizers', 'the summary');
    same(rows.filter((r) => !/^(inside|equal)$/.test(r.verdict)).map((r) => [r.title, r.verdict, r.icon]), [['Paths of optimizers', 'outside', true]], 'what failed');
    const worst = await lab.eval(() => [...document.querySelectorAll('.trust .check')].find((r) => r.textContent.includes('outside')).querySelector('.worst tbody tr').textContent);
    assert(worst.startsWith('logistic/adam: '), `the worst comparison is ${worst}`);
    await lab.eval(() => void (window.kind = 'none'));
    await lab.clickText('Run again');
    await lab.words(/could not be run.*reference\.json could not be loaded: the site answers 404/);
  },
};
