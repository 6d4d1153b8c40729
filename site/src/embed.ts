// A page in someone else's frame: ?embed shows one experiment with a few controls and nothing of the site around it.
//   ?embed                      the usual parts
//   ?embed=view,run,curves      these alone
//   ?embed=-seed,-scrub         the usual ones without these
//   &theme=dark                 or light; else it follows the system
// It takes no keys but those of the control that has the focus, starts no run by itself, loads nothing before it is seen, and keeps nothing.

/**
 * view is the picture of the experiment: the surface in space, a training's curves, a page's figure with its results. map and curves
 * are those of a surface; of a network, map is what its tabs show. runs names the runs; the others are controls.
 */
export const PARTS = ['runs', 'view', 'map', 'curves', 'sliders', 'run', 'step', 'reset', 'seed', 'scrub', 'speed'] as const;
export type Part = (typeof PARTS)[number];
const USUAL: Part[] = ['runs', 'view', 'run', 'step', 'reset', 'seed', 'scrub'];

/** The parts that an address asks for, and the words in it that are none; null where it asks for no embedding. */
export function parts(search: string): { shown: Set<Part>; unknown: string[] } | null {
  const asked = new URLSearchParams(search).get('embed');
  if (asked === null) return null;
  const words = asked.split(',').map((w) => w.trim().toLowerCase()).filter((w) => w && w !== '1' && w !== 'true');
  const known = (w: string): w is Part => (PARTS as readonly string[]).includes(w);
  const without = words.filter((w) => w.startsWith('-')).map((w) => w.slice(1));
  const only = words.filter((w) => !w.startsWith('-'));
  const shown = new Set(only.some(known) ? only.filter(known) : USUAL);
  for (const w of without) shown.delete(w as Part);
  return { shown, unknown: [...only, ...without].filter((w) => !known(w)) };
}

const here = typeof location === 'undefined' ? null : parts(location.search);
if (here?.unknown.length) console.warn(`embed: ${here.unknown.join(', ')} unknown; have ${PARTS.join(', ')}`);

/** Whether this page is one. */
export const embedded = here !== null;
export const shows = (p: Part): boolean => !here || here.shown.has(p);

/** Settles when the page is in sight: a frame further down, or on another slide, loads nothing until then. */
export function seen(): Promise<void> {
  if (!('IntersectionObserver' in globalThis)) return Promise.resolve();
  return new Promise((done) => {
    const watch = new IntersectionObserver((all) => {
      if (!all.some((e) => e.isIntersecting)) return;
      watch.disconnect();
      done();
    });
    watch.observe(document.documentElement);
  });
}

/**
 * Gives the keys back to the host after a click or a tap: a talk’s next slide is one key away. Who came by the keyboard, and who is about
 * to type, keeps them.
 */
export function giveBackKeys(): void {
  if (parent === window) return;
  addEventListener('click', (e) => {
    const at = e.target as Element | null;
    if (e.detail === 0 || at?.closest('input:not([type=range], [type=checkbox]), textarea, select, [role=application]')) return;
    (document.activeElement as HTMLElement | null)?.blur();
    parent.focus();
  });
}

/** The theme that the host wants, or null. */
export const themeOfHost: 'dark' | 'light' | null = (() => {
  const t = here && new URLSearchParams(location.search).get('theme');
  return t === 'dark' || t === 'light' ? t : null;
})();

/** The frame that shows a page as HTML. It needs scripts, workers of its own origin, and a way to open the link to the whole page. */
export function snippet(page: string, hash: string, title: string): string {
  const safe = (t: string) => t.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  return `<iframe src="${safe(`${page}?embed${hash}`)}" title="${safe(title)}" width="720" height="480" loading="lazy" allow="fullscreen" sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="border:0;max-width:100%"></iframe>`;
}
