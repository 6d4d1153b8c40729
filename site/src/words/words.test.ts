/// <reference types="node" />
// That no component has text of its own: what people read stands in words/, in every language. Components are looked at as esbuild
// leaves them, where JSX has become calls and every text a string.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { en } from './en.js';
import { fr } from './fr.js';
import catalogInFrench from './fr/catalog.json';
import { counter } from './plural.js';
import { inLanguage, textsOf } from './said.js';
import { speak } from './words.js';
import { shown } from '../catalog.js';

/** Names, symbols, keys and code, which are the same in every language. */
const ALLOWED = new Set(['Saddlelab', 'CSV', 'JSON', 'spec.json', 'saddlelab run spec.json', 'Esc', 'R', 'Enter', 'Escape', 'Home', 'End', 'PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Files', 'λ min', 'λ max', 'λ min ≤ −γ', 'some steps of training']);
/** Names that are written so everywhere: PyTorch, CSV, BibTeX. */
const NAME = /^[A-Z]\w*[A-Z]\w*$/;
const CODE = /^(import numpy|length,width)/;
const READ = /(?:children|"aria-label"|"aria-roledescription"|"data-k"|title|label|placeholder|alt|owner|xName|yName): $/;
const SKIPPED = /(?:\bclass: |\bd: |import .*|from |typeof \w+ === |querySelector(?:<\w+>)?\()$/;

/** The strings and the constant parts of templates in a script without comments, each with what stands before it on its line. */
function strings(js: string): { text: string; before: string; alone: boolean }[] {
  const out: { text: string; before: string; alone: boolean }[] = [];
  const open: string[] = []; // braces, and ` where a template goes on behind its }
  for (let i = 0; i < js.length; i++) {
    const c = js[i]!;
    const template = c === '`' || (c === '}' && open.at(-1) === '`');
    if (c === '{') open.push('{');
    else if (c === '}') open.pop();
    else if (c === '/' && js[i + 1] === '*') i = js.indexOf('*/', i) + 1;
    else if (c === '/' && /[(,=:[!&|?{};\n]\s*$/.test(js.slice(Math.max(0, i - 8), i))) { // a regular expression
      for (let set = false; i < js.length && (js[++i] !== '/' || set);) {
        if (js[i] === '\\') i++;
        else if (js[i] === '[') set = true;
        else if (js[i] === ']') set = false;
      }
      continue;
    }
    if (!template && c !== '"' && c !== "'") continue;
    const from = i + 1, line = js.lastIndexOf('\n', i) + 1;
    for (i++; i < js.length; i++) {
      if (js[i] === '\\') i++;
      else if (template && js[i] === '$' && js[i + 1] === '{') { open.push('`'); i++; break; }
      else if (js[i] === (template ? '`' : c)) break;
    }
    const text = js.slice(from, js[i] === '{' ? i - 1 : i);
    out.push({ text, before: js.slice(line, from - 1), alone: /[^(]\n\s*$/.test(js.slice(0, from - 1)) && /^,?\n/.test(js.slice(i + 1, i + 3)) });
  }
  return out;
}

/** Texts that look as if somebody were to read them: what is a child or a label, what begins as a sentence does, what has three words. */
function texts(js: string): string[] {
  const found = strings(js).filter(({ text, before, alone }) => {
    if (!/[A-Za-zÀ-ÿ]{2}/.test(text) || SKIPPED.test(before)) return false;
    if (alone || /children: $/.test(before)) return true;
    return /^\s*[A-ZÀ-Ý][a-zà-ÿ’]+/.test(text) || (READ.test(before) && /[a-z]/.test(text)) || /[a-zà-ÿ’]{2,} [a-zà-ÿ’]{2,} [a-zà-ÿ’]{2,}/.test(text);
  });
  return [...new Set(found.map((f) => f.text.trim()))].filter((f) => !ALLOWED.has(f) && !NAME.test(f) && !CODE.test(f));
}

const components = readdirSync('site/src', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.tsx'));
const { transformSync } = createRequire(join(process.cwd(), 'package.json'))('esbuild') as { transformSync(code: string, o: object): { code: string } };
const js = (tsx: string): string => transformSync(tsx, { loader: 'tsx', jsx: 'automatic', charset: 'utf8' }).code;

test('no component has text of its own', () => {
  assert.ok(components.length > 40, 'the components are not where they were');
  const all = components.flatMap((f) => texts(js(readFileSync(join('site/src', f), 'utf8'))).map((t) => `${f}: ${t}`));
  assert.deepEqual(all, []);
});

test('text in a component would be found', () => {
  assert.deepEqual(texts(js('const A = () => <p class="two words here">not in words</p>;')), ['not in words']);
  assert.deepEqual(texts(js('const A = ({ on }) => <b aria-label="Label">{on ? "Pause" : `${on} steps were made`}</b>;')).sort(), ['Label', 'Pause', 'steps were made']);
  assert.deepEqual(texts(js('const A = () => <p><i />and then</p>;')), ['and then']);
});

/** Every text of a language by its path; functions by what they say for a few arguments. */
function said(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([k, v]): [string, string][] => {
    const at = path ? `${path}.${k}` : k;
    return typeof v === 'object' && v !== null ? said(v as object, at) : typeof v === 'string' ? [[at, v]] : [];
  });
}

test('French says everything in French', () => {
  const english = new Map(said(en));
  // A word alone may be the same in both, and so may names; two words that are have been forgotten.
  const left = said(fr).filter(([k, v]) => english.get(k) === v && /[a-z]{2,} [a-z]{2,}/i.test(v) && !/^Saddlelab|· Saddlelab$/.test(v));
  assert.deepEqual(left, []);
});

// An entry that has just been added is English until its French is there: it is told, and no more, so that adding one stays one file and one line.
test('the French of the catalogs is French, and of texts that a catalog has', (c) => {
  const texts = new Set([...textsOf(shown)].map(([, , text]) => text));
  const french = catalogInFrench as Record<string, string>;
  for (const text of texts) if (!french[text]) c.diagnostic(`not yet in French: ${text}`);
  assert.ok(Object.keys(french).length > 500);
  assert.deepEqual(Object.keys(french).filter((text) => !texts.has(text)), []);
  assert.deepEqual(Object.entries(french).filter(([e, f]) => e === f && / [a-z]{2,} [a-z]{2,}/i.test(e)), []);
});

test('a catalog follows the language of the page', () => {
  const one = { id: 'x', name: 'Momentum', params: [{ name: 'momentum', label: 'noise', help: 'Different tokens besides the sign.' }] };
  inLanguage(one);
  speak('fr');
  assert.equal(one.params[0]!.label, 'bruit');
  assert.equal(one.params[0]!.name, 'momentum');
  speak('en');
  assert.equal(one.params[0]!.label, 'noise');
});

test('nouns follow the number by the rule of the language', () => {
  const one = counter('en'), un = counter('fr');
  assert.deepEqual([0, 1, 2, 10000].map((n) => one(n, 'run')), ['0 runs', '1 run', '2 runs', '10\u202f000 runs']);
  assert.deepEqual([0, 1, 2].map((n) => un(n, 'graine')), ['0 graine', '1 graine', '2 graines']);
});
