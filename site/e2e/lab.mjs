// A page of Saddlelab as a person uses it: buttons by their names, waiting for states. Works over any of the drivers.
import { execFileSync } from 'node:child_process';

export const assert = (ok, message) => {
  if (!ok) throw new Error(message);
};
/** Compares by JSON, and says where the first difference is. */
export function same(got, want, what) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a === b) return;
  let i = 0;
  while (a?.[i] === b?.[i]) i++;
  throw new Error(`${what}: got …${a?.slice(Math.max(0, i - 60), i + 60)}… want …${b?.slice(Math.max(0, i - 60), i + 60)}…`);
}

export const hashOf = (spec) => `#s=${Buffer.from(typeof spec === 'string' ? spec : JSON.stringify(spec)).toString('base64url')}`;
/** What the native command says to the same Spec. */
export const native = (spec, dir = '.') =>
  JSON.parse(execFileSync('.build/saddlelab', ['run', '-', '-quiet', '-files', dir], { input: JSON.stringify(spec), maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'inherit'] }));

export class Lab {
  constructor(page) {
    this.page = page;
  }

  open(url, spec) { return this.page.goto(url + (spec ? hashOf(spec) : '')); }
  eval(f, ...args) { return this.page.eval(f, ...args); }

  /** Waits until f, evaluated in the page, gives something true, and gives that. */
  async until(what, f, ...args) {
    const end = Date.now() + 120_000;
    let last;
    while (Date.now() < end) {
      try {
        const v = await this.page.eval(f, ...args);
        if (v) return v;
        last = '';
      } catch (e) {
        last = `: ${e.message}`; // a page that is being loaded cannot answer yet
      }
      await new Promise((r) => setTimeout(r, 50)); // between two questions, not for the state
    }
    throw new Error(`still waiting for ${what}${last}`);
  }

  /** Where the middle of an element is, once it is there, in sight and not covered. */
  at(selector) {
    return this.until(`${selector} to be clickable`, (s) => {
      const e = document.querySelector(s);
      if (!e || e.disabled) return null;
      e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
      const r = e.getBoundingClientRect();
      const [x, y] = [r.x + r.width / 2, r.y + r.height / 2];
      const top = document.elementFromPoint(x, y);
      return r.width > 0 && (e === top || e.contains(top)) ? { x, y, w: r.width, h: r.height } : null;
    }, selector);
  }

  async click(selector) {
    const { x, y } = await this.at(selector);
    await this.page.clickAt(x, y);
  }
  press(name) { return this.click(`.time button[aria-label="${name}"]`); }

  async clickText(text) {
    await this.until(`a button “${text}”`, (t) => {
      const b = [...document.querySelectorAll('button')].find((e) => e.textContent.trim() === t && !e.disabled);
      document.querySelector('[data-e2e]')?.removeAttribute('data-e2e');
      b?.setAttribute('data-e2e', '');
      return !!b;
    }, text);
    await this.click('[data-e2e]');
  }

  /** {button, at, total}: what the transport shows. */
  transport() {
    return this.page.eval(() => {
      const b = document.querySelector('.time button');
      const range = document.querySelector('.time input[type=range]');
      const bar = document.querySelector('.time [role=progressbar]');
      return {
        button: b?.getAttribute('aria-label'),
        at: +(range?.value ?? bar?.getAttribute('aria-valuenow') ?? 0),
        total: +(range?.max ?? bar?.getAttribute('aria-valuemax') ?? 0),
      };
    });
  }

  /** Waits until the transport shows what f, a function of {button, at, total}, wants. */
  async shows(what, f) {
    const end = Date.now() + 180_000;
    for (;;) {
      const t = await this.transport();
      if (f(t)) return t;
      if (Date.now() > end) throw new Error(`the transport does not show ${what}: ${JSON.stringify(t)}`);
      await new Promise((r) => setTimeout(r, 30));
    }
  }
  moved(from = 0) { return this.shows(`a step after ${from}`, (t) => t.at > from); }
  done() { return this.shows('the end', (t) => t.button === 'Run' && t.total > 0 && t.at === t.total); }

  /** The page's result, as `saddlelab run` prints it. */
  result() { return this.page.eval(async () => JSON.parse(JSON.stringify(await window.saddlelab.result()))); }

  /** Waits until the page shows words; says what it shows instead. */
  async words(re) {
    const end = Date.now() + 60_000;
    for (;;) {
      const text = await this.page.eval(() => [...document.querySelectorAll('[role=alert], .err, .preview')].map((e) => e.textContent).join(' | '));
      if (re.test(text)) return text;
      if (Date.now() > end) throw new Error(`${re} is not said; the page says “${text}”`);
      await new Promise((r) => setTimeout(r, 50));
    }
  }

  /** Drops a file. No protocol drives the system's drag and drop, so the page gets the event that would end one. */
  drop(name, text) {
    return this.page.eval((n, t) => {
      const data = new DataTransfer();
      data.items.add(new File([t], n, { type: 'text/csv' }));
      for (const type of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, name, text);
  }

  /** Drops files by their paths, with bytes; paths with folders arrive as files do that a folder input gives. */
  dropFiles(files) {
    return this.page.eval((all) => {
      const input = document.querySelector('#open-file');
      if (Object.keys(all).some((p) => p.includes('/'))) { // a folder chosen by its input
        const list = Object.entries(all).map(([path, bytes]) => Object.defineProperty(new File([Uint8Array.from(bytes)], path.split('/').pop()), 'webkitRelativePath', { value: path }));
        Object.defineProperty(input, 'files', { value: list, configurable: true });
        input.dispatchEvent(new Event('change', { bubbles: true }));
        delete input.files;
        return;
      }
      const data = new DataTransfer();
      for (const [name, bytes] of Object.entries(all)) data.items.add(new File([Uint8Array.from(bytes)], name));
      for (const type of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, Object.fromEntries(Object.entries(files).map(([n, b]) => [n, [...b]])));
  }

  /** How a part of the screen looks: the share of pixels unlike the corner's, and how many colours (4 bits a channel) there are. */
  async look(selector) {
    const png = (await this.page.screenshot()).toString('base64');
    return this.page.eval(async (s, b64) => {
      const bytes = Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const k = image.width / innerWidth;
      const r = document.querySelector(s).getBoundingClientRect();
      const c = document.createElement('canvas');
      c.width = Math.floor(r.width * k);
      c.height = Math.floor(r.height * k);
      const g = c.getContext('2d');
      g.drawImage(image, -r.x * k, -r.y * k);
      const d = g.getImageData(0, 0, c.width, c.height).data;
      const corner = (5 * c.width + 5) * 4; // inside of any border
      let other = 0;
      let vivid = 0;
      const colours = new Set();
      for (let i = 0; i < d.length; i += 4) {
        if (Math.abs(d[i] - d[corner]) + Math.abs(d[i + 1] - d[corner + 1]) + Math.abs(d[i + 2] - d[corner + 2]) > 24) other++;
        if (Math.max(d[i], d[i + 1], d[i + 2]) - Math.min(d[i], d[i + 1], d[i + 2]) > 60) vivid++;
        colours.add((d[i] >> 4 << 8) | (d[i + 1] >> 4 << 4) | (d[i + 2] >> 4));
      }
      return { other: (4 * other) / d.length, vivid: (4 * vivid) / d.length, colours: colours.size };
    }, selector, png);
  }

  /** What is on the screen as the lightness of its blocks of so many pixels, two hexadecimal digits each, row by row. */
  async blocks(size) {
    const png = (await this.page.screenshot()).toString('base64');
    return this.page.eval(async (n, b64) => {
      const bytes = Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const [w, h] = [image.width, image.height];
      const c = Object.assign(document.createElement('canvas'), { width: w, height: h });
      const g = c.getContext('2d');
      g.drawImage(image, 0, 0);
      const d = g.getImageData(0, 0, w, h).data;
      let text = '';
      for (let y = 0; y < h; y += n)
        for (let x = 0; x < w; x += n) {
          let sum = 0;
          let count = 0;
          for (let v = y; v < Math.min(y + n, h); v++)
            for (let u = x; u < Math.min(x + n, w); u++, count++) sum += 0.3 * d[4 * (v * w + u)] + 0.59 * d[4 * (v * w + u) + 1] + 0.11 * d[4 * (v * w + u) + 2];
          text += Math.round(sum / count).toString(16).padStart(2, '0');
        }
      return text;
    }, size, png);
  }

  surfaceSeen() { return this.seen('.pv-view'); }

  /** Waits until a surface stands in a part of the page: viridis over a good part of it. */
  async seen(selector) {
    const end = Date.now() + 90_000;
    for (;;) {
      const l = await this.look(selector);
      if (l.vivid > 0.1 && l.colours > 40) return l;
      if (Date.now() > end) throw new Error(`the view stays blank: ${JSON.stringify(l)}`);
    }
  }
}
