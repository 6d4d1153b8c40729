// Makes dist/ from site/ and from what build.sh left in .build/: the two wasm modules, wasm_exec.js, the catalogs, the schema and the
// reference values of the self-tests.
// Does nothing when none of these has changed since the last time. All addresses in dist/ are relative: it works under any path.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pages } from './course.mjs';
import { withMathML } from './mathml.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const made = '.build';
const dist = 'dist';
const inputs = ['engine.wasm', 'view.wasm', 'wasm_exec.js', 'catalog.raw.json', 'spec.schema.json', 'reference.json'].map((f) => join(made, f));

const hashOf = (...parts) => {
  const h = createHash('sha256');
  for (const p of parts) h.update(p).update('\0');
  return h.digest('hex').slice(0, 12);
};
const filesIn = (dir) =>
  !existsSync(dir) ? [] : statSync(dir).isFile() ? [dir] : readdirSync(dir).sort().flatMap((f) => filesIn(join(dir, f)));

const sources = ['site/src', 'site/style', 'site/static', 'site/course', 'site/index.html', 'site/build.mjs', 'site/course.mjs', 'site/mathml.mjs', 'package-lock.json'].flatMap(filesIn);
const stamp = hashOf(...[...sources, ...inputs].flatMap((f) => [f, readFileSync(f)]));
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

const out = new Map(); // file name → contents, all that dist/ will hold
for (const f of ['engine.wasm', 'view.wasm', 'wasm_exec.js', 'spec.schema.json', 'reference.json']) out.set(f, readFileSync(join(made, f)));
for (const f of filesIn('site/static')) out.set(f.slice('site/static/'.length), readFileSync(f));
out.set('worker.js', (await bundle('site/src/worker.ts')).js);
out.set('course.json', JSON.stringify(texts));

const describe = (f) => ({ size: Buffer.byteLength(out.get(f)), hash: hashOf(out.get(f)) });
const first = ['engine.wasm', 'view.wasm', 'wasm_exec.js', 'worker.js'];
const assets = Object.fromEntries([...first, 'course.json', 'reference.json'].map((f) => [f, describe(f)]));
const app = await bundle('site/src/main.tsx', { ASSETS: assets }, ['site/src/language.ts']);
out.set('app.css', (await bundle('site/style/main.css')).css + app.css);
out.set('app.js', app.js);

// The page: its two files by the hash of their contents.
const page = readFileSync('site/index.html', 'utf8');
const link = /<link rel="stylesheet" href="app\.css"\s*\/?>/;
const script = /<script[^>]*\bsrc="app\.js"[^>]*><\/script>/;
for (const [what, re] of [['<link rel="stylesheet" href="app.css">', link], ['<script src="app.js" defer></script>', script]])
  if (!re.test(page)) throw new Error(`site/index.html lacks ${what}`);
const versioned = (f) => `${f}?v=${hashOf(out.get(f))}`;
out.set('index.html', page.replace('href="app.css"', `href="${versioned('app.css')}"`).replace('src="app.js"', `src="${versioned('app.js')}"`));

const precache = ['./', ...['app.css', 'app.js', ...Object.keys(assets)].map(versioned), ...filesIn('site/static').map((f) => f.slice('site/static/'.length))];
out.set('sw.js', (await bundle('site/src/sw.ts', { PRECACHE: { version: hashOf(...precache, out.get('index.html')), files: precache } })).js);

// The single file: everything inline, in classic scripts, because file: allows no fetch, no module and no worker from an address.
const inert = (id, text) => `<script type="text/plain" id="${id}">${text.replaceAll('</script', '<\\/script')}</script>`;
const packed = (f) => inert(f, gzipSync(out.get(f), { level: 9 }).toString('base64'));
const asDataURL = (f) => `data:${f.endsWith('.svg') ? 'image/svg+xml' : 'image/png'};base64,${out.get(f).toString('base64')}`;
const standalone = (await bundle('site/src/main.tsx', { ASSETS: null }, ['site/src/language.ts'])).js;
const tail = [inert('wasm_exec.js', out.get('wasm_exec.js').toString()), inert('worker.js', out.get('worker.js')), inert('course.json', out.get('course.json')), packed('reference.json'), packed('engine.wasm'), packed('view.wasm'), `<script>${standalone.replaceAll('</script', '<\\/script')}</script>`];
const body = page
  .replace(link, () => `<style>${out.get('app.css')}</style>`)
  .replace(script, '')
  .replace(/(href|src)="([\w.-]+\.(?:svg|png))"/g, (whole, attr, f) => (out.has(f) ? `${attr}="${asDataURL(f)}"` : whole))
  .replace('</body>', () => `${tail.join('\n')}\n</body>`);
out.set('saddlelab.html', body);

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
const toFirst = ['index.html', 'app.css', 'app.js', ...first].reduce((sum, f) => sum + gzipped[f], 0);
console.log(`${'to first picture'.padEnd(30)}${kB(toFirst)}`);
