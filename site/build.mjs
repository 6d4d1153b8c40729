// Makes dist/ from site/ and from what build.sh left in .build/: the two wasm modules, wasm_exec.js, the catalogs, the schema, the
// reference values of the self-tests, the icons.
// Does nothing when none of these has changed since the last time. All addresses in dist/ are relative: it works under any path.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { LZMA_CHECK_CRC32, initModule, xzAsync } from 'node-liblzma/wasm';
import liblzma from 'node-liblzma/wasm/liblzma.js';
import { pages } from './course.mjs';
import { pictures } from './gallery.mjs';
import { withMathML } from './mathml.mjs';
import { sbom } from './sbom.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const made = '.build';
const dist = 'dist';
const inputs = ['engine.wasm', 'view.wasm', 'wasm_exec.js', 'catalog.raw.json', 'spec.schema.json', 'reference.json', 'modules.shipped'].map((f) => join(made, f));

const hashOf = (...parts) => {
  const h = createHash('sha256');
  for (const p of parts) h.update(p).update('\0');
  return h.digest('hex').slice(0, 12);
};
/** The hash of contents as browsers check it: in integrity attributes, in policies, and by site/src/assets.ts. */
const sri = (text, algorithm = 'sha384') => `${algorithm}-${createHash(algorithm).update(text).digest('base64')}`;
const filesIn = (dir) =>
  !existsSync(dir) ? [] : statSync(dir).isFile() ? [dir] : readdirSync(dir).sort().flatMap((f) => filesIn(join(dir, f)));

const sources = ['site/src', 'site/style', 'site/icon.svg', 'site/manifest.webmanifest', 'site/course', 'site/index.html', 'site/build.mjs', 'site/course.mjs', 'site/gallery.mjs', 'site/mathml.mjs', 'site/sbom.mjs', 'package-lock.json'].flatMap(filesIn);
const icons = filesIn(join(made, 'icons'));
const stamp = hashOf(...[...sources, ...inputs, ...icons].flatMap((f) => [f, readFileSync(f)]));
const stampFile = join(made, 'site.stamp');
if (existsSync(`${dist}/index.html`) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  console.log('dist/ is up to date');
  process.exit(0);
}

const catalog = JSON.parse(readFileSync(join(made, 'catalog.raw.json'), 'utf8'));
// A page's first words are in the catalog, so that nothing below them moves when the rest of the text arrives.
const texts = pages('site/course', catalog.experiments);
for (const e of catalog.experiments) ({ lede: e.lede, ...texts[e.id] } = texts[e.id]);
writeFileSync(join(made, 'catalog.json'), JSON.stringify(withMathML(catalog)));

/** Bundles one entry, with what runs before it; gives its script, and the styles that its modules import. */
async function bundle(entry, define = {}, first = []) {
  const r = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    outdir: dist,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'eof',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    alias: { 'catalog.json': join(process.cwd(), made, 'catalog.json') },
    inject: first,
    define: Object.fromEntries(Object.entries(define).map(([k, v]) => [k, JSON.stringify(v)])),
    logLevel: 'warning',
  });
  const text = (ext) => r.outputFiles.find((f) => f.path.endsWith(ext))?.text ?? '';
  return { js: text('.js'), css: text('.css') };
}

/** A module packed by liblzma in WebAssembly, which makes the same bytes on every machine. Kept, since it takes seconds. */
async function xz(f) {
  const bytes = readFileSync(join(made, f));
  const kept = join(made, `${f}.${hashOf(bytes)}.xz`);
  if (!existsSync(kept)) {
    for (const old of readdirSync(made)) if (old.startsWith(`${f}.`)) rmSync(join(made, old));
    await initModule(() => liblzma({ wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('node-liblzma/wasm/liblzma.wasm'))) }));
    writeFileSync(kept, await xzAsync(bytes, { preset: 6, check: LZMA_CHECK_CRC32 }));
  }
  return readFileSync(kept);
}

const out = new Map(); // file name → contents, all that dist/ will hold
for (const f of ['engine.wasm', 'view.wasm']) out.set(`${f}.xz`, await xz(f));
for (const f of ['wasm_exec.js', 'spec.schema.json', 'reference.json']) out.set(f, readFileSync(join(made, f)));
const statics = ['site/icon.svg', 'site/manifest.webmanifest', ...icons].map((f) => [basename(f), readFileSync(f)]);
for (const [f, bytes] of statics) out.set(f, bytes);
for (const f of ['worker', 'unpack']) out.set(`${f}.js`, (await bundle(`site/src/${f}.ts`)).js);
out.set('sbom.json', sbom(/^go (\S+)$/m.exec(readFileSync('go.mod', 'utf8'))[1]));
out.set('course.json', JSON.stringify(texts));
out.set('gallery.json', JSON.stringify(pictures(catalog, join(made, 'saddlelab'), join(made, 'gallery.json'))));

const describe = (f) => ({ size: Buffer.byteLength(out.get(f)), hash: hashOf(out.get(f)), integrity: sri(out.get(f)) });
const first = ['engine.wasm.xz', 'view.wasm.xz', 'wasm_exec.js', 'worker.js', 'unpack.js'];
const assets = Object.fromEntries([...first, 'course.json', 'gallery.json', 'reference.json'].map((f) => [f, describe(f)]));
const app = await bundle('site/src/main.tsx', { ASSETS: assets }, ['site/src/language.ts']);
out.set('app.css', (await bundle('site/style/main.css')).css + app.css);
out.set('app.js', app.js);
out.set('first.js', (await bundle('site/src/first.ts')).js);

// What the page may do, said by itself because many hosts send no headers. No script but its own, none inline, no address turned into
// code but through its one Trusted Types policy (site/src/trusted.ts); it asks its own site and nobody else.
const policy = (own) => Object.entries({
  'default-src': "'none'", ...own, 'base-uri': "'none'", 'form-action': "'none'", 'require-trusted-types-for': "'script'", 'trusted-types': 'saddlelab',
}).map(([k, v]) => `${k} ${v}`).join('; ');
const withPolicy = (html, own) => html.replace('<meta charset="utf-8">', () => `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy(own)}">`);

// The page: its files by the hash of their contents, checked by the browser.
const page = readFileSync('site/index.html', 'utf8');
const tags = { 'first.js': '<script src="first.js"></script>', 'app.css': '<link rel="stylesheet" href="app.css">', 'app.js': '<script src="app.js" defer></script>' };
const versioned = (f) => `${f}?v=${hashOf(out.get(f))}`;
let site = withPolicy(page, { 'script-src': "'self' 'wasm-unsafe-eval'", 'worker-src': "'self' blob:", 'connect-src': "'self'", 'style-src': "'self'", 'img-src': "'self' data: blob:", 'media-src': 'blob:', 'manifest-src': "'self'" });
for (const [f, tag] of Object.entries(tags)) {
  if (!page.includes(tag)) throw new Error(`site/index.html lacks ${tag}`);
  site = site.replace(tag, tag.replace(`"${f}"`, `"${versioned(f)}" integrity="${sri(out.get(f))}"`));
}
out.set('index.html', site);

const own = [...Object.keys(tags), ...Object.keys(assets)];
const precache = { page: versioned('app.js'), files: [...own.map((f) => ({ url: versioned(f), integrity: sri(out.get(f)) })), ...statics.map(([f]) => ({ url: f, integrity: sri(out.get(f)) }))] };
out.set('sw.js', (await bundle('site/src/sw.ts', { PRECACHE: { version: hashOf(JSON.stringify(precache), site), ...precache } })).js);

// The single file: everything inline, in classic scripts, because file: allows no fetch, no module and no worker from an address.
// Its policy names each by its hash.
const quoted = (text) => text.replaceAll('</script', '<\\/script');
const inert = (id, text) => `<script type="text/plain" id="${id}">${quoted(text)}</script>`;
const packed = (f) => inert(f, (f.endsWith('.xz') ? out.get(f) : gzipSync(out.get(f), { level: 9 })).toString('base64'));
const asDataURL = (f) => `data:${f.endsWith('.svg') ? 'image/svg+xml' : 'image/png'};base64,${out.get(f).toString('base64')}`;
const standalone = quoted((await bundle('site/src/main.tsx', { ASSETS: null }, ['site/src/language.ts'])).js);
const early = quoted(out.get('first.js'));
const exec = quoted(out.get('wasm_exec.js').toString());
const hashed = (...texts) => texts.map((t) => `'${sri(t, 'sha256')}'`).join(' ');
const tail = [inert('wasm_exec.js', exec), inert('worker.js', out.get('worker.js')), inert('unpack.js', out.get('unpack.js')), ...['course.json', 'gallery.json', 'reference.json', 'engine.wasm.xz', 'view.wasm.xz'].map(packed), `<script>${standalone}</script>`];
const single = withPolicy(page, { 'script-src': `${hashed(early, exec, standalone)} 'wasm-unsafe-eval'`, 'worker-src': 'blob:', 'style-src': hashed(out.get('app.css')), 'img-src': 'data: blob:', 'media-src': 'blob:' })
  .replace(tags['first.js'], () => `<script>${early}</script>`)
  .replace(tags['app.css'], () => `<style>${out.get('app.css')}</style>`)
  .replace(tags['app.js'], '')
  .replace(/<link rel="manifest"[^>]*>\n?/, '')
  .replace(/(href|src)="([\w.-]+\.(?:svg|png))"/g, (whole, attr, f) => (out.has(f) ? `${attr}="${asDataURL(f)}"` : whole))
  .replace('</body>', () => `${tail.join('\n')}\n</body>`);
const MOST = 8e6; // bytes: what goes by mail and onto a phone without a thought
if (Buffer.byteLength(single) > MOST) throw new Error(`dist/saddlelab.html has ${Buffer.byteLength(single)} bytes, more than ${MOST}`);
out.set('saddlelab.html', single);

rmSync(dist, { recursive: true, force: true });
for (const [f, text] of out) {
  mkdirSync(dirname(join(dist, f)), { recursive: true });
  writeFileSync(join(dist, f), text);
}
writeFileSync(stampFile, stamp);

// How much it is.
const kB = (n) => `${(n / 1000).toFixed(1)} kB`.padStart(12);
const gzipped = Object.fromEntries([...out].map(([f, text]) => [f, gzipSync(text, { level: 9 }).length]));
console.log(`${'dist/'.padEnd(18)}${'raw'.padStart(12)}${'gzip'.padStart(12)}`);
for (const [f, text] of out) console.log(`${f.padEnd(18)}${kB(Buffer.byteLength(text))}${kB(gzipped[f])}`);
const toFirst = ['index.html', ...Object.keys(tags), ...first].reduce((sum, f) => sum + gzipped[f], 0);
console.log(`${'to first picture'.padEnd(30)}${kB(toFirst)}`);
