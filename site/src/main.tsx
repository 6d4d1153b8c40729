// The shell: top bar, rooms by the address, shortcuts, dialogs, messages, files dropped anywhere.
import { effect, signal, untracked } from '@preact/signals';
import { Fragment, render } from 'preact';
import { keepOffline } from './assets.js';
import { attachPaste, openFiles } from './export/import.js';
import { listenForFaults } from './faults.js';
import { Contents } from './rooms/contents.js';
import { Gallery } from './rooms/gallery.js';
import { Runs } from './rooms/runs.js';
import { Embed } from './rooms/embed.js';
import { embedded, giveBackKeys, seen } from './embed.js';
import { kept, list } from './keep/store.js';
import { Front } from './rooms/front.js';
import { Learn } from './rooms/learn.js';
import { droppedFiles, Network } from './rooms/network.js';
import { Trust } from './rooms/learn/trust.js';
import { Surface } from './rooms/surface.js';
import { actions, announce, attempt, complain, dialog, engineFor, type Room, room, route, say, sheet, spec, toggleTheme } from './store.js';
import { Icon } from './ui/icon.js';
import { Messages, Spoken } from './ui/message.js';
import { RaceDialog } from './race/panel.js';
import { camera } from './rooms/surface/view.js';
import { result as race } from './race/run.js';
import { ShareDialog } from './ui/share.js';
import { KeysDialog } from './ui/keys.js';
import { type Language, language, LANGUAGES, speak, t } from './words/words.js';

function App() {
  const here = room.value;
  if (embedded) return <><Embed /><Messages /><Spoken /></>;
  return (
    <>
      <a class="skip" href="#main" onClick={(e) => { e.preventDefault(); document.getElementById('main')?.focus(); }}>{t.shell.skip}</a>
      <header class="bar">
        <a class="mark" href="#" aria-label={t.shell.frontPage}><Mark /><span>Saddlelab</span></a>
        <nav class="rooms" aria-label={t.shell.rooms}>
          <a href="#learn" aria-current={here === 'contents' || here === 'experiment' || here === 'trust' ? 'page' : undefined}>{t.shell.learn}</a>
          <a href="#surface" aria-current={here === 'surface' ? 'page' : undefined} onClick={stay('surface')}>{t.shell.surface}</a>
          <a href="#network" aria-current={here === 'network' ? 'page' : undefined} onClick={stay('network')}>{t.shell.network}</a>
          <a class="opt" href="#gallery" aria-current={here === 'gallery' ? 'page' : undefined}>{t.places.gallery}</a>
        </nav>
        <div class="end">
          {(here === 'surface' || here === 'network' || here === 'experiment') && <button type="button" class="b q opt" aria-haspopup="dialog" onClick={() => (dialog.value = 'keys')}><Icon name="keys" />{t.shell.shortcuts}</button>}
          <a class="b q ic yours" href="#runs" aria-label={t.places.yourRuns} title={t.places.yourRuns} aria-current={here === 'runs' ? 'page' : undefined}><Icon name="runs" /></a>
          <button type="button" class="b q" aria-haspopup="dialog" aria-label={t.shell.share} onClick={() => (dialog.value = 'share')}><Icon name="share" /><span class="opt">{t.shell.share}</span></button>
          <button type="button" class="b q ic" aria-label={t.shell.theme} title={t.shell.themeKey} onClick={toggleTheme}><Icon name="theme" /></button>
          <LanguageButton />
        </div>
      </header>
      <Fragment key={attempt.value}>{here === 'surface' ? <Surface /> : here === 'network' ? <Network /> : here === 'experiment' ? <Learn /> : here === 'trust' ? <Trust /> : here === 'gallery' ? <Gallery /> : here === 'runs' ? <Runs /> : here === 'contents' ? <Contents /> : <Front />}</Fragment>
      <Messages />
      <Spoken />
      <ShareDialog />
      <RaceDialog />
      <KeysDialog />
      {dragging.value && <div class="dropzone">{t.shell.dropFiles}</div>}
    </>
  );
}

/** Changes to the other language, in that language's own words. */
function LanguageButton() {
  const other: Language = language.value === 'en' ? 'fr' : 'en';
  return <button type="button" class="b q ic lang" lang={other} title={LANGUAGES[other]} onClick={() => speak(other)}>{other.toUpperCase()}</button>;
}

/** A link to the room that is open would only lose its Spec from the address. */
const stay = (to: Room) => (e: Event) => room.peek() === to && e.preventDefault();

const Mark = () => (
  <svg viewBox="0 0 26 22" aria-hidden="true" fill="none" stroke-linecap="round">
    <path d="M2 3C6 17 20 17 24 3" stroke="var(--accent)" stroke-width="2.4" />
    <path d="M5 20C8.5 7.5 17.5 7.5 21 20" stroke="var(--ink)" stroke-width="2.4" />
  </svg>
);

// Shortcuts act wherever no text is being typed and nothing nearer has taken the key.
const typing = (t: EventTarget | null): boolean => t instanceof HTMLElement && (t.matches('textarea, select, input:not([type=range], [type=checkbox])') || t.isContentEditable);
const pressing = (t: EventTarget | null): boolean => t instanceof HTMLElement && t.matches('button, a, summary, input');

addEventListener('keydown', (e) => {
  if (embedded || e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || dialog.peek()) return;
  const a = actions.peek();
  const act = {
    ' ': pressing(e.target) ? undefined : a?.toggle,
    ArrowRight: e.target instanceof HTMLElement && e.target.matches('input, [role=tab], [role=application]') ? undefined : a?.step,
    r: a?.reset,
    n: a?.newSeed,
    s: () => (dialog.value = 'share'),
    '?': () => (dialog.value = 'keys'),
    t: toggleTheme,
  }[e.key.length === 1 ? e.key.toLowerCase() : e.key];
  if (!act) return;
  e.preventDefault();
  act();
});

// A file may be dropped anywhere: what carries a Spec opens it, and the Network room takes data.
const dragging = signal(false);
const hasFile = (e: DragEvent) => !embedded && !!e.dataTransfer?.types.includes('Files');
addEventListener('dragover', (e) => {
  if (!hasFile(e)) return;
  e.preventDefault();
  dragging.value = true;
});
addEventListener('dragleave', (e) => {
  if (!e.relatedTarget) dragging.value = false;
});
addEventListener('drop', (e) => {
  dragging.value = false;
  if (embedded || (!e.dataTransfer?.files.length && !e.dataTransfer?.items.length)) return;
  e.preventDefault();
  droppedFiles(e.dataTransfer).then(openFiles).catch(complain);
});

if (!embedded) attachPaste();

effect(() => void (document.title = t.shell.titles[room.value]));
listenForFaults();

let first = true;
effect(() => {
  const to = room.value;
  sheet.value = false;
  if (!first && !embedded) {
    scrollTo(0, 0);
    untracked(() => announce(t.shell.titles[to]));
  }
  first = false;
});
addEventListener('hashchange', () => void route());

function begin(): void {
  const app = document.getElementById('app')!;
  app.replaceChildren(); // what stood there before the script came
  render(<App />, app);
  if (!embedded) keepOffline(() => say({ kind: 'note', title: t.faults.newTitle, text: t.faults.newText, actions: [{ label: t.faults.reload, run: () => location.reload() }] })); // a guest on another page brings no copy of the site with it
}
function open(): void {
  const opening = route();
  if (opening) void opening.then(begin); // a link that takes a moment to unpack
  else begin();
}
if (embedded) {
  document.documentElement.classList.add('embedded');
  document.getElementById('app')!.replaceChildren();
  giveBackKeys();
  void seen().then(open);
} else open();

/**
 * For tests and for the console. `engine` is the open room's engine client (the Surface room's on the front page), `spec()` the Spec
 * as the address has it or null, `result()` a promise of what `saddlelab run` prints for it, or null while
 * nothing has run, `runs()` a promise of the runs that are kept, `race()` what the last race came to, `camera()` where the Surface room's camera is.
 */
const scripting = {
  get engine() {
    const here = room.peek();
    return engineFor(here === 'network' || here === 'experiment' ? here : 'surface');
  },
  spec: () => spec.peek(),
  result: () => actions.peek()?.result() ?? null,
  runs: () => list().then(() => kept.peek()),
  race: () => race.peek(),
  camera: () => camera(),
};
declare global {
  interface Window { saddlelab: typeof scripting }
}
window.saddlelab = scripting;
