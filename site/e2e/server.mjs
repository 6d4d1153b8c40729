// A plain static host under a sub-path, as GitHub Pages is one; it counts what is asked for, can go down and come back, and can spoil a file.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json', '.png': 'image/png',
};

export class Site {
  /** Requests by path below the folder of the site. */
  counts = new Map();
  /** What happens to a file on its way: 'cut' in the middle, 'changed' in one byte, 'blocked' altogether. */
  faults = new Map();
  /** Paths that were asked for outside the folder of the site. */
  outside = [];
  #server;
  #sockets = new Set();
  #port = 0;

  constructor(dir, base = '/some/sub/path/') {
    this.dir = dir;
    this.base = base;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}${this.base}`;
  }

  async up() {
    this.#server = createServer((q, r) => this.#answer(q, r).catch(() => r.writeHead(500).end()));
    this.#server.on('connection', (s) => {
      this.#sockets.add(s);
      s.on('close', () => this.#sockets.delete(s));
    });
    await new Promise((done) => this.#server.listen(this.#port, '127.0.0.1', done));
    this.#port = this.#server.address().port;
    return this;
  }

  /** Connections are refused from now on. */
  async down() {
    const closed = new Promise((done) => this.#server.close(done));
    for (const s of this.#sockets) s.destroy();
    await closed;
  }

  async #answer(q, r) {
    const path = decodeURIComponent(new URL(q.url, 'http://x').pathname);
    if (!path.startsWith(this.base)) {
      this.outside.push(path);
      return r.writeHead(404).end();
    }
    let file = normalize(path.slice(this.base.length)) || '.';
    this.counts.set(file, (this.counts.get(file) ?? 0) + 1);
    if (file === '.' || file === './') file = 'index.html';
    const full = join(this.dir, file);
    const s = await stat(full).catch(() => null);
    if (file.startsWith('..') || !s?.isFile()) return r.writeHead(404).end();
    const fault = this.faults.get(file);
    if (fault === 'blocked') return r.destroy();
    r.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Length': s.size, 'Cache-Control': 'max-age=600' });
    if (!fault) return void createReadStream(full).pipe(r);
    const bytes = await readFile(full);
    const half = bytes.length >> 1;
    if (fault === 'cut') return void r.write(bytes.subarray(0, half), () => r.destroy());
    bytes[half] ^= 1;
    r.end(bytes);
  }
}
