// WebKitGTK's MiniBrowser over plain WebDriver. One session is one browser with storage of its own.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { freePort, xvfb } from './process.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const KEYS = { Enter: '\uE007', Escape: '\uE00C', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Home: '\uE011', End: '\uE010', Tab: '\uE004', Backspace: '\uE003', Space: ' ' };

class Page {
  errors = [];
  requests = null; // WebDriver does not tell; the page's own resource timing does

  constructor(call, session) {
    this.call = (method, path, body) => call(method, `/session/${session}${path}`, body);
  }

  goto(url) { return this.call('POST', '/url', { url }); }
  reload() { return this.call('POST', '/refresh', {}); }

  /** Values come as text: the driver would lose the order of their fields. */
  async eval(f, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${f})(...${JSON.stringify(args)})).then((v) => done({ v: JSON.stringify(v) ?? null }), (e) => done({ e: String(e && e.message || e) }));`;
    const r = await this.call('POST', '/execute/async', { script, args: [] });
    if (r.e) throw new Error(r.e);
    return JSON.parse(r.v);
  }

  /** The window is sized so that the page gets what is asked for. */
  async setViewport(width, height) {
    let [w, h] = [width, height];
    for (let i = 0; i < 3; i++) {
      await this.call('POST', '/window/rect', { width: w, height: h });
      const now = await this.eval(() => [innerWidth, innerHeight]);
      if (now[0] === width && now[1] === height) return;
      w += width - now[0];
      h += height - now[1];
    }
  }

  async screenshot(path) {
    const png = Buffer.from(await this.call('GET', '/screenshot'), 'base64');
    if (path) writeFileSync(path, png);
    return png;
  }

  #pointer(...actions) {
    return this.call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }
  #to = (x, y, duration = 0) => ({ type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration });

  move(x, y) { return this.#pointer(this.#to(x, y)); }
  clickAt(x, y) { return this.#pointer(this.#to(x, y), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }); }
  drag(x, y, dx, dy) {
    return this.#pointer(this.#to(x, y), { type: 'pointerDown', button: 0 }, this.#to(x + dx / 2, y + dy / 2, 60), this.#to(x + dx, y + dy, 60), { type: 'pointerUp', button: 0 });
  }

  #keys(list) {
    const actions = list.flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    return this.call('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }
  key(name) { return this.#keys([KEYS[name] ?? name]); }
  type(text) { return this.#keys([...text]); }

  async setFiles(selector, path) {
    const e = await this.call('POST', '/element', { using: 'css selector', value: selector });
    await this.call('POST', `/element/${e[ELEMENT]}/value`, { text: path });
  }

  close() { return this.call('DELETE', ''); }
}

class Browser {
  name = 'webkit';
  constructor(binary) {
    this.binary = binary;
  }

  async restart() {
    this.driver?.kill();
    const { name } = await xvfb();
    const port = await freePort();
    this.driver = spawn('WebKitWebDriver', [`--port=${port}`], { env: { ...process.env, DISPLAY: name }, stdio: 'ignore' });
    this.call = client(`http://127.0.0.1:${port}`);
    for (let i = 0; !(await this.call('GET', '/status').catch(() => null)); i++) {
      if (i === 100) throw new Error('WebKitWebDriver does not answer');
      await new Promise((r) => setTimeout(r, 100));
    }
    return this;
  }
  version() { return 'WebKitGTK'; }
  async page() {
    const wish = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: this.binary, args: ['--automation'] } } } };
    // MiniBrowser now and then ends while it starts, and the driver then waits for it without end: a new driver starts another.
    const s = await this.call('POST', '/session', wish).catch(async () => {
      await this.restart();
      return this.call('POST', '/session', wish);
    });
    const page = new Page(this.call, s.sessionId);
    await page.call('POST', '/timeouts', { script: 300_000, pageLoad: 120_000 });
    await page.setViewport(1280, 800);
    return page;
  }
  async close() { this.driver.kill(); }
}

function miniBrowser() {
  for (const lib of readdirSync('/usr/lib'))
    for (const api of ['4.1', '6.0', '4.0']) {
      const path = `/usr/lib/${lib}/webkit${api === '6.0' ? '' : '2'}gtk-${api}/MiniBrowser`;
      if (existsSync(path)) return path;
    }
  throw new Error('MiniBrowser of WebKitGTK is not installed');
}

/** Commands of one driver, as WebDriver has them. */
const client = (at) => async (method, path, body) => {
  const r = await fetch(at + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(path === '/session' ? 60_000 : 290_000),
  });
  const { value } = await r.json();
  // What the driver fails at without a reason is its own: the test is run again, once.
  if (value?.error) throw Object.assign(new Error(`${value.error}: ${value.message || `no reason given, at ${method} ${path.replace(/^.session.[^/]+/, '')}`}`), { driver: !value.message });
  return value;
};

export const webkit = { name: 'webkit', needs: 'WebKitWebDriver', launch: () => new Browser(miniBrowser()).restart() };
