// What others made of what is here: the bill of materials of the built site (CycloneDX), and the licences of all that is used.
//   node site/sbom.mjs    lists package, version, licence, and fails where a licence is not one of those below
// build.sh leaves the Go modules in .build/modules.shipped and .build/modules.all: path, version and folder, a line each.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath } from 'node:url';

/** Licences that what is shipped under Apache-2.0 may contain, or be built with. */
const ALLOWED = new Set(['Apache-2.0', 'MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'Unlicense', 'BlueOak-1.0.0', 'Python-2.0']);
/** Tools that are only run. */
const TOOLS = new Set(['MPL-2.0', 'LGPL-3.0']);

/** The licence that a text is, by the words that no other has. */
function licenceOf(folder) {
  const file = existsSync(folder) && readdirSync(folder).find((f) => /^(licen[cs]e|copying)/i.test(f));
  if (!file) return '';
  const text = readFileSync(join(folder, file), 'utf8').replace(/\s+/g, ' ');
  if (/Apache License,? Version 2\.0/i.test(text)) return 'Apache-2.0';
  if (/Permission is hereby granted, free of charge/.test(text)) return 'MIT';
  if (/Permission to use, copy, modify, and\/?(or)? distribute this software/.test(text)) return 'ISC';
  if (/Redistribution and use in source and binary forms/.test(text)) return /[Nn]either the name/.test(text) ? 'BSD-3-Clause' : 'BSD-2-Clause';
  return '';
}

function goModules(list) {
  return readFileSync(list, 'utf8').trim().split('\n').filter(Boolean).sort().map((line) => {
    const [name, version, folder] = line.split(' ');
    return { name, version, licence: licenceOf(folder), purl: `pkg:golang/${name}@${version}` };
  });
}

function packages(lock, dev) {
  const all = JSON.parse(readFileSync(lock, 'utf8')).packages;
  return Object.entries(all).filter(([path, p]) => path && (dev || !p.dev)).map(([path, p]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { name, version: p.version, licence: p.license ?? '', dev: !!p.dev, integrity: p.integrity, purl: `pkg:npm/${name.replace('@', '%40')}@${p.version}` };
  }).sort((a, b) => (a.purl < b.purl ? -1 : 1));
}

/** The bill of materials of dist/, the same bytes for the same sources. */
export function sbom(goVersion) {
  const std = { name: 'std', version: goVersion, licence: 'BSD-3-Clause', purl: `pkg:golang/std@${goVersion}` };
  const component = ({ name, version, licence, purl, integrity }) => ({
    type: 'library', 'bom-ref': purl, name, version, purl,
    ...(licence && { licenses: [/ (OR|AND) /.test(licence) ? { expression: licence } : { license: { id: licence } }] }),
    ...(integrity?.startsWith('sha512-') && { hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice(7), 'base64').toString('hex') }] }),
  });
  return `${JSON.stringify({
    bomFormat: 'CycloneDX', specVersion: '1.6', version: 1,
    metadata: { component: { type: 'application', 'bom-ref': 'saddlelab', name: 'saddlelab', licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components: [std, ...goModules('.build/modules.shipped'), ...packages('package-lock.json', false)].map(component),
  }, null, 1)}\n`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const all = [...goModules('.build/modules.all'), ...packages('package-lock.json', true), ...packages('bench/package-lock.json', true).map((p) => ({ ...p, dev: true }))];
  const fine = ({ licence, dev }) => licence.replace(/[()]/g, '').split(' OR ').some((l) => l.split(' AND ').every((one) => ALLOWED.has(one) || (dev && TOOLS.has(one))));
  const bad = all.filter((p) => !fine(p));
  for (const p of all) console.log(`${(p.licence || '(none)').padEnd(24)}${p.name} ${p.version}`);
  for (const p of bad) console.log(`NOT ALLOWED: ${p.name} ${p.version}: ${p.licence || 'no licence that is known'}`);
  exit(bad.length ? 1 : 0);
}
