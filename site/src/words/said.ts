// What the catalogs say, in the language of the page: their names, labels and helps are English where they are made; fr/catalog.json has
// the French of each. The course and the checks of the page about trust stay English.
import french from './fr/catalog.json';
import { language } from './words.js';

const fr: Record<string, string | undefined> = french;
const TEXTS = ['label', 'help', 'group', 'title', 'line'];

/** Every text of a catalog entry and of what is in it, with the object and the field that hold it. A name is a text where an id stands beside it. */
export function* textsOf(o: object): Generator<[holder: Record<string, unknown>, field: string, text: string]> {
  if (Array.isArray(o)) {
    for (const v of o) if (typeof v === 'object' && v) yield* textsOf(v);
    return;
  }
  const holder = o as Record<string, unknown>;
  for (const [k, v] of Object.entries(holder)) {
    if (typeof v === 'string' && (TEXTS.includes(k) || (k === 'name' && 'id' in holder))) yield [holder, k, v];
    else if (typeof v === 'object' && v && k !== 'spec' && k !== 'formula' && k !== 'theory') yield* textsOf(v);
  }
}

/** Makes the texts of some catalogs follow the language of the page, for who reads them while rendering. */
export function inLanguage<T extends object>(...catalogs: T[]): void {
  for (const c of catalogs)
    for (const [holder, field, text] of textsOf(c))
      Object.defineProperty(holder, field, { get: () => (language.value === 'fr' ? fr[text] ?? text : text), enumerable: true });
}
