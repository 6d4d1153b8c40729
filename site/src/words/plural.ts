// A number with its noun, by a language's own rule of plurals.
import { int } from '../format.js';

/** For a language: "3 runs", "1 run"; nouns that only add an s need no second form. */
export function counter(language: string): (n: number, one: string, many?: string) => string {
  const rule = new Intl.PluralRules(language);
  return (n, one, many = `${one}s`) => `${int(n)} ${rule.select(n) === 'one' ? one : many}`;
}
