// The pages of the course at build time: Markdown with LaTeX in, trees of elements out: text, or [tag, attributes or null, ...children].
// A page is a lede, then the sections named below; anything else is an error, so that a slip never reaches a reader.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lexer } from 'marked';
import { formula } from './mathml.mjs';

const SECTIONS = { 'The claim': 'claim', 'In the theorem': 'note', 'What people get wrong': 'wrong', 'Try this': 'tries' };

/** The pages in a folder, by the id of their experiment. */
export function pages(dir, experiments) {
  const byId = new Map(experiments.map((e) => [e.id, e]));
  const all = {};
  for (const f of existsSync(dir) ? readdirSync(dir).sort() : []) {
    const id = f.replace(/\.md$/, '');
    const fail = (why) => {
      throw new Error(`${join(dir, f)}: ${why}`);
    };
    if (!byId.has(id)) fail(`there is no experiment ${id}`);
    all[id] = page(readFileSync(join(dir, f), 'utf8'), byId.get(id), fail);
  }
  for (const id of byId.keys()) if (!all[id]) throw new Error(`${dir}: experiment ${id} has no page`);
  return all;
}

/** One page. fail throws with the page's name. */
export function page(text, experiment, fail) {
  const maths = [];
  const keep = (tex, block) => {
    maths.push({ tex: tex.trim(), block });
    return `§${maths.length - 1}§`; // out of Markdown's way
  };
  // Formulas side by side are parts that stand below each other where there is no room.
  const plain = text.replace(/\$\$([\s\S]+?)\$\$/g, (_, t) => t.split(/\\qquad(?![^{]*\})/).map((part) => keep(part, true)).join(' ')).replace(/\$([^$\n]+?)\$/g, (_, t) => keep(t, false));
  if (plain.includes('$')) fail('a $ without its partner');
  const math = (k) => {
    const { tex, block } = maths[k];
    let tree;
    try {
      tree = formula(tex).mathml;
    } catch (e) {
      fail(`${tex}: ${e.message}`);
    }
    const [, , ...kids] = tree;
    return ['math', { display: block ? 'block' : 'inline' }, ...kids];
  };
  /** Text with its formulas in their places. What follows or precedes a formula without a space stays on its line. */
  const words = (s) => glued(s).split(/([^\s§]*§\d+§[^\s§]*(?:§\d+§[^\s§]*)*)/).filter((p) => p !== '').map((p) => {
    const kids = p.split(/(§\d+§)/).filter((q) => q !== '').map((q) => (/^§\d+§$/.test(q) ? math(+q.slice(1, -1)) : q));
    return kids.length === 1 || !p.includes('§') ? kids[0] : ['span', { class: 'whole' }, ...kids];
  });
  const inline = (tokens) => (tokens ?? []).flatMap((t) => {
    switch (t.type) {
      case 'text': return t.tokens ? inline(t.tokens) : words(unescape(t.text));
      case 'escape': return words(t.text);
      case 'em': return [['em', null, ...inline(t.tokens)]];
      case 'strong': return [['strong', null, ...inline(t.tokens)]];
      case 'codespan': return [['code', null, t.text]];
      case 'br': return [['br', null]];
      case 'link': return [['a', { href: t.href }, ...inline(t.tokens)]];
    }
    return fail(`${t.type} has no place in a page: ${t.raw}`);
  });
  const cell = (tag, c) => [tag, null, ...inline(c.tokens)];
  const block = (t) => {
    switch (t.type) {
      case 'space': return [];
      case 'paragraph': {
        const kids = inline(t.tokens);
        const block = kids.filter((k) => k !== ' ');
        return block.every((k) => Array.isArray(k) && k[0] === 'math' && k[1].display === 'block') ? [['div', { class: block.length > 1 ? 'thm eqs' : 'thm' }, ...block]] : [['p', null, ...kids]];
      }
      case 'list': return [[t.ordered ? 'ol' : 'ul', { class: 'plain' }, ...t.items.map((i) => ['li', null, ...i.tokens.flatMap((k) => (k.type === 'text' ? inline(k.tokens) : block(k)))])]];
      case 'table': return [['table', null, ['thead', null, ['tr', null, ...t.header.map((c) => cell('th', c))]], ['tbody', null, ...t.rows.map((r) => ['tr', null, ...r.map((c) => cell('td', c))])]]];
      case 'heading': return t.depth === 3 ? [['h3', null, ...inline(t.tokens)]] : fail(`heading “${t.text}”; ## is for ${Object.keys(SECTIONS).join(', ')}`);
    }
    return fail(`${t.type} has no place in a page: ${t.raw.slice(0, 60)}`);
  };

  const out = { lede: [], claim: [], note: [], wrong: [], tries: [] };
  let section = 'lede';
  for (const t of new Lexer({ gfm: true }).lex(plain)) {
    if (t.type === 'heading' && t.depth === 2) {
      section = SECTIONS[t.text] ?? fail(`section “${t.text}”; have ${Object.keys(SECTIONS).join(', ')}`);
      continue;
    }
    if (section === 'tries' && t.type === 'list') for (const i of t.items) out.tries.push(attempt(inline(i.tokens.flatMap((k) => k.tokens ?? [])), experiment, fail));
    else out[section].push(...block(t));
  }
  for (const s of ['lede', 'claim', 'wrong', 'tries']) if (out[s].length === 0) fail(`${s} is missing`);
  return out;
}

/** A thing to try: a sentence, and a link that sets parameters. */
function attempt(kids, experiment, fail) {
  const link = kids.pop();
  if (!Array.isArray(link) || link[0] !== 'a' || !link[1].href.startsWith('set:')) fail('a thing to try ends in [words](set:name=value)');
  const set = {};
  for (const part of link[1].href.slice(4).split(',')) {
    const [name, value] = part.split('=');
    const p = experiment.params.find((q) => q.name === name) ?? fail(`${experiment.id} has no parameter “${name}”; have ${experiment.params.map((q) => q.name).join(', ')}`);
    const v = Number(value);
    if (!(v >= p.min && v <= p.max)) fail(`${part} is outside ${p.min} … ${p.max}`);
    set[name] = v;
  }
  return { text: kids, label: link.slice(2).join(''), set };
}

/** Text whose numbers are not torn apart at the end of a line. */
const glued = (s) => s.replace(/(\d) (?=\d{3}\b|%)/g, '$1\u202f');

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescape = (s) => s.replace(/&(amp|lt|gt|quot|#39);/g, (_, e) => entities[e]);
