// LaTeX to MathML at build time, as a tree: text, or [tag, attributes or null, ...children].
import temml from 'temml';

/** Attributes that only Temml's own style sheet gives a meaning to. */
const dropped = new Set(['class', 'style']);
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescape = (s) =>
  s.replace(/&(#x[0-9a-f]+|#[0-9]+|\w+);/gi, (whole, e) => {
    if (e[0] === '#') return String.fromCodePoint(e[1] === 'x' ? parseInt(e.slice(2), 16) : +e.slice(1));
    if (!(e in entities)) throw new Error(`unknown entity ${whole}`);
    return entities[e];
  });

/** Reads a well-formed XML element; throws at the first character that is not. */
export function parse(xml) {
  let at = 0;
  const fail = (want) => {
    throw new Error(`${want} expected at character ${at} of ${xml}`);
  };
  const match = (re) => {
    re.lastIndex = at;
    const m = re.exec(xml);
    if (m) at = re.lastIndex;
    return m;
  };
  function element() {
    const tag = (match(/<([a-z]+)/y) ?? fail('an element'))[1];
    const attrs = {};
    for (let a; (a = match(/\s+([\w-]+)="([^"<]*)"/y)); ) if (!dropped.has(a[1])) attrs[a[1]] = unescape(a[2]);
    const node = [tag, Object.keys(attrs).length ? attrs : null];
    if (match(/\s*\/>/y)) return node;
    match(/\s*>/y) ?? fail('">"');
    for (;;) {
      if (match(new RegExp(`</${tag}>`, 'y'))) return node;
      const text = match(/[^<]+/y);
      node.push(text ? unescape(text[0]) : element());
    }
  }
  const root = element();
  if (at !== xml.length) fail('the end');
  return root;
}

/** A formula in both forms; throws when the LaTeX is wrong. */
export const formula = (tex) => ({ tex, mathml: names(parse(temml.renderToString(tex.replace(/@\w+/g, (n) => n.replaceAll('_', '-')), { displayMode: true, throwOnError: true }))) });
/** Temml takes no underscore within text: names of parameters are given it with a hyphen. */
const names = (n) => (typeof n === 'string' ? n.replace(/@[\w-]+/g, (x) => x.replaceAll('-', '_')) : Array.isArray(n) ? [n[0], n[1], ...n.slice(2).map(names)] : n);

/** The same JSON with every LaTeX field in both forms. */
export function withMathML(value) {
  if (Array.isArray(value)) return value.map(withMathML);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [k, k === 'formula' && typeof v === 'string' && v ? formula(v) : withMathML(v)]),
  );
}
