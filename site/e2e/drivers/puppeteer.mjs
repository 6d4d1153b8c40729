// Chromium over the DevTools protocol and Firefox over WebDriver BiDi, both by puppeteer-core.
import puppeteer from 'puppeteer-core';
import { xvfb } from './process.mjs';

class Page {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    /** Uncaught errors of the page. */
    this.errors = [];
    /** Addresses asked for. */
    this.requests = [];
    page.on('pageerror', (e) => this.errors.push(e.stack || e.message || String(e)));
    page.on('request', (r) => this.requests.push(r.url()));
  }

  goto(url) { return this.page.goto(url, { waitUntil: 'load' }); }
  reload() { return this.page.reload({ waitUntil: 'load' }); }
  /** Evaluates a function, which may be async, with JSON arguments. */
  eval(f, ...args) { return this.page.evaluate(f, ...args); }
  /** Runs a script's text, which the page itself would not be allowed to. */
  script(text) { return this.page.evaluate(text); }
  /** Runs before anything of the pages that come. */
  before(f, ...args) { return this.page.evaluateOnNewDocument(f, ...args); }
  /** The page's workers; of Chromium alone. */
  workers() { return this.page.workers(); }
  /** A command of the DevTools protocol; of Chromium alone. */
  async command(name, args) { return (this.tools ??= await this.page.createCDPSession()).send(name, args); }
  /** The person wants nothing to move. */
  calm() { return this.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]); }
  setViewport(width, height) { return this.page.setViewport({ width, height }); }
  async screenshot(path) { return Buffer.from(await this.page.screenshot(path ? { path } : {})); }
  move(x, y) { return this.page.mouse.move(x, y); }
  clickAt(x, y) { return this.page.mouse.click(x, y); }

  async drag(x, y, dx, dy) {
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 });
    await this.page.mouse.move(x + dx, y + dy, { steps: 4 });
    await this.page.mouse.up();
  }

  key(name) { return this.page.keyboard.press(name); }
  type(text) { return this.page.keyboard.type(text); }
  async setFiles(selector, path) { await (await this.page.$(selector)).uploadFile(path); }
  /** Hides this tab behind another, or brings it back. */
  async hide() {
    this.front = await this.browser.newPage();
    await this.front.bringToFront();
  }
  async show() {
    await this.page.bringToFront();
    await this.front?.close();
  }
  close() { return this.page.close(); }
}

class Browser {
  constructor(name, browser) {
    this.name = name;
    this.browser = browser;
  }
  version() { return this.browser.version(); }
  /** A page with storage of its own. */
  async page() {
    const context = await this.browser.createBrowserContext();
    const page = new Page(this.browser, await context.newPage());
    page.close = () => context.close();
    await page.setViewport(1280, 800);
    return page;
  }
  close() { return this.browser.close(); }
}

const common = { headless: true, protocolTimeout: 300_000 };

export const chromium = {
  name: 'chromium',
  needs: 'chromium',
  async launch() {
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
    return new Browser('chromium', await puppeteer.launch({ ...common, executablePath: '/usr/bin/chromium', args }));
  },
};

export const firefox = {
  name: 'firefox',
  needs: 'firefox-esr',
  async launch() {
    const { name } = await xvfb(); // headless too needs a display, or WebGL is missing
    return new Browser('firefox', await puppeteer.launch({
      ...common,
      browser: 'firefox',
      protocol: 'webDriverBiDi',
      executablePath: '/usr/bin/firefox-esr',
      env: { ...process.env, DISPLAY: name },
      // Puppeteer's profile loosens the second; people's Firefox has it strict.
      extraPrefsFirefox: { 'webgl.force-enabled': true, 'security.fileuri.strict_origin_policy': true },
    }));
  },
};
