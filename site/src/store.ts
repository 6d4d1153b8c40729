// The state of the page: which room, the Spec of each, messages, theme. Everything else is derived from a Spec or belongs to a run.
import { batch, computed, effect, signal } from '@preact/signals';
import { Unloaded } from './assets.js';
import { byId, catalog, functionOf } from './catalog.js';
import { Crash, Engine, span } from './engine.js';
import { themeOfHost } from './embed.js';
import { hashOf, named, read, shortHash } from './links.js';
import { type ExperimentSpec, type Kind, networkDefault, type NetworkSpec, type RunSpec, showable, type Spec, surfaceDefault, type SurfaceSpec } from './spec.js';
import { t } from './words/words.js';

/** What the page shows: the front page, a room, the course's contents, the gallery, the runs that were kept. */
export type Room = 'front' | Kind | 'contents' | 'trust' | 'gallery' | 'runs';
/** The addresses of those that have no Spec. */
const ADDRESSES = { front: '', contents: 'learn', trust: 'learn/trust', gallery: 'gallery', runs: 'runs' } as const;

export const room = signal<Room>('front');
export const surface = signal<SurfaceSpec>(surfaceDefault);
export const network = signal<NetworkSpec>(networkDefault);
/** The experiment of the course that is open, or was last. */
export const experiment = signal<ExperimentSpec>(experimentOf(catalog.experiments[0]!.id));
/** The Spec of the room that is open; the front page has none. */
export const spec = computed<Spec | null>(() => ({ front: null, contents: null, trust: null, gallery: null, runs: null, surface: surface.value, network: network.value, experiment: experiment.value })[room.value]);
/** The same where it has runs. */
export const runSpec = computed<RunSpec | null>(() => (spec.value?.kind === 'experiment' ? null : spec.value));
/** Counts the Specs that came from a link, by kind: a room clears its run when its count changes. */
export const loads = signal<Record<Kind, number>>({ surface: 0, network: 0, experiment: 0 });

/** What the open room can do; the shortcuts and the Share dialog ask it. */
export interface RoomActions {
  toggle(): void;
  step(): void;
  reset(): void;
  newSeed(): void;
  /** The run as `saddlelab run` prints it, or null when nothing has run. */
  result(): Promise<object> | null;
  /** The run as a table, or null when nothing has run. */
  csv(): string | null;
  /** What the data export holds: "2 runners × 400 steps". */
  summary(): string;
}
export const actions = signal<RoomActions | null>(null);

export const dialog = signal<'share' | 'keys' | 'race' | null>(null);
/** Whether the phone's bottom sheet is open. */
export const sheet = signal(false);

// Engines

const engines = new Map<Kind, Engine>();
/** The engine of a kind of experiment, started on first use, so that a run goes on while another room is open. */
export function engineFor(kind: Kind): Engine {
  let e = engines.get(kind);
  if (e) return e;
  engines.set(kind, (e = new Engine('run')));
  e.sure = (seconds) => {
    let id = 0;
    const answer = new Promise<boolean>((resolve) => {
      id = say({ kind: 'note', title: t.shell.heavy, text: t.shell.heavyText(span(seconds)), actions: [{ label: t.shell.heavyStart, run: () => resolve(true) }] });
      const stop = messages.subscribe((all) => {
        if (all.some((m) => m.id === id)) return;
        queueMicrotask(() => { // its button is pressed after it has gone
          stop();
          resolve(false);
        });
      });
    });
    return { answer, drop: () => dismiss(id) };
  };
  return e;
}

// Messages

export interface Message {
  id: number;
  text: string;
  title?: string;
  kind: 'bad' | 'note';
  actions?: { label: string; run(): void }[];
  /** What to send to whoever can mend it; a button copies it. */
  report?: string;
}
export const messages = signal<Message[]>([]);
let nextMessage = 1;

/** Shows a message until it is dismissed; a note goes away by itself. One of the same text or title replaces the older one. Returns its id. */
export function say(m: Omit<Message, 'id'>): number {
  const id = nextMessage++;
  messages.value = [...messages.value.filter((o) => o.text !== m.text && (!m.title || o.title !== m.title)), { ...m, id }].slice(-3);
  if (m.kind === 'note' && !m.actions) setTimeout(() => dismiss(id), 6000);
  return id;
}
/** Counts the times that the user asked for what could not be loaded; the open room is made anew with each. */
export const attempt = signal(0);

/** Shows what went wrong; of parts of the page that did not come, with a way to try again; of an engine that stopped, with what is needed to find out why. */
export function complain(e: unknown, title?: string, text?: string): number {
  const why = e instanceof Error ? e.message : String(e);
  if (e instanceof Unloaded) return say({ kind: 'bad', title: t.faults.partTitle, text: t.faults.part(why), actions: [{ label: t.faults.again, run: () => attempt.value++ }] });
  if (e instanceof Crash) return say({ kind: 'bad', title: title ?? t.faults.broke, text: text ?? t.faults.brokeText(why), report: reportOf(e.log, e.spec ?? spec.peek()) });
  return say({ kind: 'bad', title, text: text ?? why });
}

/** What happened, the Spec that it happened with, its link, and the browser. */
export const reportOf = (what: string, s: Spec | null = spec.peek()): string =>
  [what.trim(), ...(s ? [JSON.stringify(s), linkTo(s)] : [location.href]), navigator.userAgent].join('\n\n') + '\n';

export function dismiss(id: number): void {
  messages.value = messages.value.filter((m) => m.id !== id);
}

/** Said by screen readers, shown nowhere. */
export const spoken = signal('');
export const announce = (text: string): void => void (spoken.value = text);

// Spec and URL

function hold(s: Spec): void {
  if (s.kind === 'surface') surface.value = s;
  else if (s.kind === 'network') network.value = s;
  else experiment.value = s;
}

/** An experiment with the text's own values. */
export function experimentOf(id: string): ExperimentSpec {
  return { v: 1, kind: 'experiment', seed: 7, id, params: Object.fromEntries(byId(catalog.experiments, id)!.params.map((p) => [p.name, p.default])) };
}

/** The hash of a Spec: a page of the course with the text's own values has a short one. */
export function addressOf(s: Spec): string {
  if (s.kind !== 'experiment') return hashOf(s);
  const own = experimentOf(s.id);
  return s.seed === own.seed && Object.keys(own.params).every((k) => own.params[k] === s.params[k]) ? `#learn/${s.id}` : hashOf(s);
}

/** Takes an edited Spec as it is and writes it into the address. */
export function edit(s: Spec): void {
  hold(s);
  if (room.peek() === s.kind) write(s);
}

// Browsers bear some hundred changes of the address in ten seconds; a slider makes more.
const budget = { left: 60, at: 0 };
let settling = 0;

/** Writes a Spec into the address: at once in the form that takes no time, and once it rests in the shortest. */
function write(s: Spec): void {
  const now = performance.now();
  budget.left = Math.min(60, budget.left + (now - budget.at) / 200);
  budget.at = now;
  if (budget.left >= 1) {
    budget.left--;
    replace(addressOf(s));
  }
  clearTimeout(settling);
  const at = location.hash;
  settling = window.setTimeout(() => {
    void shortAddress(s).then((short) => {
      if (spec.peek() === s && location.hash === at) replace(short); // else a link has been followed, of which the page has yet to hear
    });
  }, 400);
}
let wrote = '';
function replace(to: string): void {
  try {
    if (location.hash !== to) history.replaceState(null, '', to);
    wrote = location.hash;
  } catch {
    // too many in a short time: the next edit writes it
  }
}

/** Opens a room, as a link to it would. */
export function go(to: Room): void {
  if (room.peek() === to) return;
  location.hash = to === 'experiment' ? addressOf(experiment.peek()) : to in ADDRESSES ? ADDRESSES[to as keyof typeof ADDRESSES] : to;
}

/** The same, as short as it can be. */
const shortAddress = async (s: Spec): Promise<string> => (addressOf(s).startsWith('#s=') ? shortHash(s) : addressOf(s));

/** The page itself, without what an embedding host has asked for. */
export const home = (): string => location.href.replace(/[?#].*$/, '');
/** The address that reproduces the Spec, and the shortest one that does. */
export const linkTo = (s: Spec): string => home() + addressOf(s);
export const shortLinkTo = async (s: Spec): Promise<string> => home() + (await shortAddress(s));

function accept(s: Spec): void {
  batch(() => {
    hold(s);
    room.value = s.kind;
    loads.value = { ...loads.value, [s.kind]: loads.value[s.kind] + 1 };
  });
}

/** Defaults for what the Spec leaves out, where the controls need a value before the engine has filled it in. */
function filled(s: Spec): Spec {
  if (s.kind === 'experiment') {
    const own = experimentOf(s.id);
    return { ...own, ...s, params: { ...own.params, ...s.params } };
  }
  if (s.kind === 'network') return { ...networkDefault, ...s };
  const known = byId(catalog.surfaces, s.surface.id);
  return { ...surfaceDefault, ...s, start: s.start ?? known?.start };
}

let reading = 0;
let fresh = true; // no address has been followed yet

/**
 * Opens the Spec of a link once the engine has checked it; until then, and when it is refused, what is there goes on. Only when
 * the page begins with the link, and its controls can show it, are they shown at once.
 */
async function load(given: Spec | Promise<Spec>, first: boolean): Promise<void> {
  const turn = ++reading;
  const at = location.hash;
  let shown: Spec | null = null;
  try {
    const s = given instanceof Promise ? await given : given;
    if (turn !== reading) return;
    if (first && showable(s) && known(s)) accept((shown = filled(s)));
    const check = () => engineFor(s.kind).call<{ spec: Spec }>('validate', { spec: s });
    const { spec: whole } = await check().catch((e) => { // an engine that ended while it was asked is no fault of the link
      if (e instanceof Crash) return check();
      throw e;
    });
    if (turn !== reading) return;
    if (!shown) {
      accept(whole);
      if (location.hash === at || location.hash === wrote) write(whole); // else another link has been followed
    }
    else if (spec.peek() === shown) edit(whole); // not edited meanwhile: write the defaults out
  } catch (e) {
    if (turn !== reading) return;
    if (shown) batch(() => {
      surface.value = surfaceDefault;
      network.value = networkDefault;
      room.value = 'front';
    });
    refuse(e);
  }
}

/** Whether the catalogs have what it names. */
function known(s: Spec): boolean {
  if (s.kind === 'experiment') return !!byId(catalog.experiments, s.id);
  return s.runs.every((r) => byId(catalog.optimizers, r.optimizer)) && (s.kind === 'network' || s.surface.id === 'formula' || !!functionOf(s.surface.id));
}

function refuse(e: unknown): void {
  const here = spec.peek();
  history.replaceState(null, '', here ? addressOf(here) : location.pathname + location.search);
  const why = e instanceof Error ? e.message : String(e);
  say({
    kind: 'bad',
    title: t.shell.badLink,
    text: `${/[.!?]$/.test(why) ? why : `${why}.`} ${here ? t.shell.unchanged : t.shell.askAgain}`,
    actions: here ? undefined : [{ label: t.shell.openSurface, run: () => go('surface') }, { label: t.shell.openNetwork, run: () => go('network') }],
  });
}

/** Follows the address: a room, or a Spec. Where a Spec takes a moment to unpack, gives a promise of its being shown or refused. */
export function route(): Promise<void> | void {
  const h = location.hash.slice(1);
  const first = fresh;
  fresh = false;
  const entry = named(h);
  let given: Spec | Promise<Spec> | null;
  try {
    given = entry ? entry.spec : read(h);
    if (entry === null) throw new Error(t.places.noExhibit(h.slice(0, 60)));
  } catch (e) {
    reading++;
    return refuse(e);
  }
  if (given) {
    void load(given, first);
    return given instanceof Promise ? given.then(() => {}, () => {}) : undefined;
  }
  reading++;
  const place = (Object.keys(ADDRESSES) as (keyof typeof ADDRESSES)[]).find((k) => ADDRESSES[k] === h);
  if (place) room.value = place;
  else if (h.startsWith('learn/')) openPage(h.slice('learn/'.length));
  else if (h === 'surface' || h === 'network') {
    room.value = h;
    const s = spec.peek()!;
    if (s !== surfaceDefault && s !== networkDefault) write(s); // so that a reload finds it again
  }
}

/** A page of the course by its experiment. Coming back to the one that was open finds it as it was. */
function openPage(id: string): void {
  if (!byId(catalog.experiments, id)) {
    const here = spec.peek();
    history.replaceState(null, '', here ? addressOf(here) : '#learn');
    if (!here) room.value = 'contents';
    say({ kind: 'bad', title: t.shell.noPage, text: t.shell.noPageText(id.slice(0, 40)), actions: [{ label: t.shell.openContents, run: () => go('contents') }] });
    return;
  }
  if (experiment.peek().id !== id) accept(experimentOf(id));
  else room.value = 'experiment';
  history.replaceState(null, '', addressOf(experiment.peek()));
}

// Theme and device

const watchMedia = (query: string) => {
  const m = matchMedia(query);
  const s = signal(m.matches);
  m.addEventListener('change', () => (s.value = m.matches));
  return s;
};
export const phone = watchMedia('(max-width: 720px)');
export const calm = watchMedia('(prefers-reduced-motion: reduce)');
const systemDark = watchMedia('(prefers-color-scheme: dark)');

const stored = (): string | null => {
  try {
    return localStorage.getItem('saddlelab.theme');
  } catch {
    return null; // storage may be forbidden
  }
};
const chosen = signal(themeOfHost ?? stored());
export const dark = computed(() => (chosen.value ? chosen.value === 'dark' : systemDark.value));
/** Counts changes of theme after they have reached the styles: who draws on a canvas draws again. */
export const themed = signal(0);

export function toggleTheme(): void {
  chosen.value = dark.peek() ? 'light' : 'dark';
  try {
    localStorage.setItem('saddlelab.theme', chosen.value);
  } catch {
    // the choice then lasts until the page is closed
  }
}

effect(() => {
  const d = dark.value;
  if (chosen.value) document.documentElement.dataset.theme = d ? 'dark' : 'light';
  themed.value = themed.peek() + 1;
});
