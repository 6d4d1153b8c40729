// Errors that nothing in the page has caught, and parts of it that could not be loaded: said in a message like any other.
import { onUnloaded, Unloaded } from './assets.js';
import { t } from './words/words.js';
import { complain, reportOf, say } from './store.js';

function tell(e: unknown): void {
  const text = e instanceof Error ? e.message : String(e);
  say({
    kind: 'bad',
    title: t.faults.pageTitle,
    text: t.faults.page(/[.!?]$/.test(text) ? text : `${text}.`),
    report: reportOf(e instanceof Error ? (e.stack ?? text) : text),
  });
}

export function listenForFaults(): void {
  onUnloaded(complain);
  addEventListener('error', (e) => {
    // Of an observer whose callback resized what it observes: the browser calls it again, and nothing is wrong.
    if (!/ResizeObserver loop/.test(e.message)) tell(e.error ?? e.message);
  });
  addEventListener('unhandledrejection', (e) => {
    if (!(e.reason instanceof Unloaded)) tell(e.reason); // that is said already
  });
}
