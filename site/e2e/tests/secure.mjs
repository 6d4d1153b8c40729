// What the page is allowed to do, and that it is held to it: scripts put into it, addresses turned into code, requests elsewhere, links.
import { assert, hashOf, same } from '../lab.mjs';
import { endless, glyphs, surface } from '../specs.mjs';

/** Tries from inside the page what an intruder would; says what came of it. */
const attacks = async () => {
  await new Promise((r) => setTimeout(r)); // out of the driver's own evaluation, which no policy holds
  const seen = [];
  document.addEventListener('securitypolicyviolation', (e) => seen.push(e.effectiveDirective));
  window.hit = [];
  const attempt = (what, f) => {
    try {
      f();
    } catch {
      // refused before it reached the page
    }
    return what;
  };
  const put = (name, fill) => attempt(name, () => {
    const e = document.createElement(name);
    fill(e);
    document.body.append(e);
  });
  put('script', (e) => (e.textContent = 'window.hit.push("inline script")'));
  put('script', (e) => (e.src = 'data:text/javascript,window.hit.push("script from a data address")'));
  put('img', (e) => {
    e.setAttribute('onerror', 'window.hit.push("handler in an attribute")');
    e.src = 'data:image/png,none';
  });
  put('style', (e) => (e.textContent = 'body{--intruder:1}'));
  put('a', (e) => {
    e.href = 'javascript:window.hit.push("javascript: address")';
    e.click();
  });
  attempt('html', () => document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.hit.push(\'markup\')">'));
  attempt('eval', () => (0, eval)('window.hit.push("eval")'));
  attempt('timer', () => setTimeout('window.hit.push("text in a timer")'));
  attempt('worker', () => (new Worker('data:text/javascript,postMessage(1)').onmessage = () => window.hit.push('worker from a data address')));
  const elsewhere = new URL('/elsewhere', location.href);
  elsewhere.hostname = elsewhere.hostname === 'localhost' ? '127.0.0.1' : 'localhost'; // another origin that would answer
  const left = await fetch(elsewhere, { mode: 'no-cors' }).then(() => ['a request to another origin'], () => []);
  put('img', (e) => (e.src = elsewhere.href));
  put('iframe', (e) => (e.src = elsewhere.href));
  await new Promise((r) => setTimeout(r, 500)); // time in which what was let through would have acted
  if (getComputedStyle(document.body).getPropertyValue('--intruder')) window.hit.push('inline style');
  return { hit: [...window.hit, ...left], seen: [...new Set(seen)] };
};

/** Addresses asked for that are not below the page's folder. */
const strange = (seen, url) => seen.filter((u) => !u.startsWith(url) && !/^(blob:|data:|about:)/.test(u));

export const tests = {
  async 'nothing that is put into the page runs, and it asks nobody else'({ lab, site, page }) {
    await lab.open(site.url, surface);
    await lab.surfaceSeen();
    const from = site.outside.length;
    const { hit, seen } = await lab.eval(attacks);
    same(hit, [], 'what was let through');
    same(site.outside.slice(from), [], 'requests that reached the server');
    for (const d of ['style-src-elem', 'connect-src', 'img-src', 'frame-src']) assert(seen.includes(d), `no violation of ${d} was reported: ${seen}`);
    assert(seen.some((d) => /^script-src|trusted-types/.test(d)), `no script was refused: ${seen}`);
    if (await lab.eval(() => typeof trustedTypes !== 'undefined')) assert(seen.includes('require-trusted-types-for'), `text became code without Trusted Types: ${seen}`);
    page.errors.splice(0, Infinity, ...page.errors.filter((e) => !/Content-Security-Policy/.test(e))); // some browsers call a violation an error
    await lab.press('Run');
    await lab.done();
    return page.requests ? '' : 'by the page’s own list of requests';
  },

  async 'the page and its view break no rule of their own, and ask for nothing outside their folder'({ lab, page, site }) {
    const from = site.outside.length;
    await lab.open(`${site.url}#surface`);
    await lab.eval(() => {
      window.broken = [];
      const note = (e) => window.broken.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`);
      document.addEventListener('securitypolicyviolation', note);
      const frame = document.querySelector('.pv-view iframe');
      frame?.contentDocument.addEventListener('securitypolicyviolation', note);
    });
    await lab.surfaceSeen();
    for (const hash of ['#network', '#learn/E18', '#learn/trust', '']) {
      await lab.eval((h) => void (location.hash = h), hash);
      await lab.until('the page', () => !!document.querySelector('#main h1, .time'));
      if (hash === '#network' || hash === '#learn/E18') await lab.click(hash === '#network' ? '.time button[aria-label="Run"]' : '.fig-top .b.p');
    }
    same(await lab.eval(() => window.broken), [], 'violations');
    const asked = page.requests ?? (await lab.eval(() => performance.getEntriesByType('resource').map((e) => e.name)));
    same([strange(asked, site.url), site.outside.slice(from)], [[], []], 'requests outside');
    assert(asked.some((u) => u.includes('view.wasm')), 'the list of requests is not the page’s');
  },

  async 'a link starts nothing by itself'({ lab, site }) {
    await lab.open(site.url, { ...endless, data: { id: 'glyphs' }, race: { from: 0.001, to: 1, rates: 41, seeds: 25 } });
    await lab.until('the room', () => !!document.querySelector('.time button[aria-label="Run"]'));
    await lab.until('the engine to have checked it', async () => !!(await window.saddlelab.engine.call('validate', { spec: window.saddlelab.spec() })));
    const at = await lab.eval(async () => {
      for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);
      return [document.querySelector('.time button').getAttribute('aria-label'), +document.querySelector('.time [role=progressbar]').getAttribute('aria-valuenow')];
    });
    same(at, ['Run', 0], 'the transport of an endless training that a link brought');
    await lab.open('about:blank'); // nor one that comes by way of another room, after a training was asked for
    await lab.open(site.url, { ...glyphs, epochs: 1 });
    await lab.press('Run');
    await lab.done();
    await lab.eval(() => void (location.hash = '#gallery'));
    await lab.until('the gallery', () => !!document.querySelector('.cards'));
    await lab.eval((h) => void (location.hash = h), hashOf(endless));
    await lab.until('the other training', (n) => window.saddlelab.spec()?.epochs === n && document.querySelector('.time [role=progressbar]')?.getAttribute('aria-valuemax') > 1000, endless.epochs);
    same((await lab.transport()).at, 0, 'steps of a training that a link brought after another');
    same((await lab.transport()).button, 'Run', 'what its button does');
    await lab.eval(() => void (location.hash = '#learn/E18'));
    await lab.until('the page', () => !!document.querySelector('.learn h1'));
    assert(await lab.eval(() => !document.querySelector('.learn .progressline.running, .learn .progressline.done')), 'an experiment of the course runs without being asked');
  },
};
