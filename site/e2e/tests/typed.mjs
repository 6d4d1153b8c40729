// A function that is typed: drawn, run to the native command's numbers, with its critical points; what is wrong is said and changes nothing.
import { assert, native, same } from '../lab.mjs';
import { surface } from '../specs.mjs';

const spec = { ...surface, surface: { id: 'formula', formula: 'x^2/2', box: [-2, 2, -2, 2] }, runs: [{ optimizer: 'adam', lr: 0.05 }, { optimizer: 'newton' }] };

async function type(lab, page, text) {
  await lab.click('#typed-f');
  await page.key('End');
  const n = await lab.eval(() => document.querySelector('#typed-f').value.length);
  for (let i = 0; i < n; i++) await page.key('Backspace');
  await page.type(text);
}

export const tests = {
  async 'a typed function is drawn, searched and run'({ lab, page, site }) {
    await lab.open(site.url, spec);
    await lab.until('the field', () => !!document.querySelector('#typed-f'));
    await type(lab, page, 'x^2/2 + y^4/4 - a y^2/2');
    await lab.until('the function in the Spec', () => window.saddlelab.spec().surface.formula.endsWith('a y^2/2') && window.saddlelab.spec().surface.constants?.a === 1);
    await lab.until('three critical points', () => /Critical points\s*3/.test(document.querySelector('#tbl-tab-points').textContent));
    await lab.press('Run');
    await lab.done();
    const whole = await lab.eval(() => window.saddlelab.spec());
    same(await lab.result(), native(whole), 'result');
    await type(lab, page, 'x1^2 + x2^2/2 + x3^2 + x1*x3');
    await lab.until('three variables', () => window.saddlelab.spec().surface.formula.endsWith('x1*x3') && /in 3 dimensions/.test(document.querySelector('.slicenote')?.textContent));
    await lab.until('a start of three numbers', () => document.querySelectorAll('.row.many input').length === 3);
    await type(lab, page, 'x^2/2 + y^4/4 - a y^2/2');
    await lab.until('two again', () => window.saddlelab.spec().surface.formula.endsWith('a y^2/2') && !document.querySelector('.slicenote'));
    await type(lab, page, 'x^2 + zz');
    const said = await lab.until('a sentence about zz', () => document.querySelector('#typed-said').textContent.includes('"zz" is not known') && document.querySelector('#typed-said').textContent);
    assert(/at character 7: "zz" is not known; have/.test(said), `the page says ${said}`);
    assert((await lab.eval(() => window.saddlelab.spec().surface.formula)) !== 'x^2 + zz', 'a wrong formula is in the Spec');
    await type(lab, page, 'sqrt(x)');
    await lab.until('a function with a hole', () => window.saddlelab.spec().surface.formula === 'sqrt(x)');
    await lab.until('a hole in the map', () => {
      const c = document.querySelector('.pv-map canvas');
      return c.getContext('2d').getImageData(c.width >> 3, c.height >> 1, 1, 1).data[3] === 0;
    });
  },
};
