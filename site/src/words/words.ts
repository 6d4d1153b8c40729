// The language of the page. All its text stands in en/ and fr/, a file for each part; TypeScript refuses a key that one of them lacks
// or has beyond the other. What the catalogs say is in said.ts; the course and the engine's sentences are English.
import { effect, signal } from '@preact/signals';
import { en } from './en.js';
import { fr } from './fr.js';

export type Words = typeof en;
export type Language = keyof typeof all;
const all = { en, fr } satisfies Record<string, Words>;
/** What each language calls itself. */
export const LANGUAGES: Record<Language, string> = { en: 'English', fr: 'Français' };

const KEY = 'saddlelab.language';
const known = (l: string | null | undefined): Language | undefined => (l && l in all ? (l as Language) : undefined);
const stored = (): Language | undefined => {
  try {
    return known(localStorage.getItem(KEY));
  } catch {
    return undefined; // storage may be forbidden
  }
};

/** The one that was chosen here, else the browser's, else English. */
export const language = signal<Language>(stored() ?? known(globalThis.navigator?.language.slice(0, 2).toLowerCase()) ?? 'en');

export function speak(l: Language): void {
  language.value = l;
  try {
    localStorage.setItem(KEY, l);
  } catch {
    // the choice then lasts until the page is closed
  }
}

/** The texts in the language of the page, by part: t.surface.reset. Read while rendering, they follow a change of language. */
export const t: Words = new Proxy(en, { get: (_, part) => all[language.value][part as keyof Words] });

effect(() => {
  if (typeof document !== 'undefined') document.documentElement.lang = language.value;
});
