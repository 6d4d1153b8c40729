// The runs that this browser keeps: to open again, to name, to delete, to lay side by side.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { when } from '../format.js';
import { hashOf } from '../links.js';
import { type Kept, kept, list, MOST, MOST_BYTES, remove, rename } from '../keep/store.js';
import { Icon } from '../ui/icon.js';
import { Compare } from './runs/compare.js';
import { methodsOf, outcome, reach, subjectOf, titleOf } from './runs/title.js';
import { t } from '../words/words.js';

const picked = signal<ReadonlySet<string>>(new Set());
const asked = signal(false);

export function Runs() {
  useEffect(() => {
    void list().then(() => (asked.value = true));
  }, []);
  const all = kept.value ?? [];
  const chosen = all.filter((k) => picked.value.has(k.id));
  const pick = (id: string, on: boolean) => (picked.value = new Set(on ? [...picked.value, id] : [...picked.value].filter((o) => o !== id)));
  return (
    <main id="main" class="page plain runsroom" tabIndex={-1}>
      <header class="head">
        <h1>{t.places.yourRuns}</h1>
        <p class="lede">{t.places.runsLede(MOST_BYTES / 1e6, MOST)}</p>
      </header>
      {asked.value && all.length === 0 && <p class="empty">{kept.value ? t.places.nothingRun : t.places.nothingKept}<a href="#gallery">{t.places.startGallery}</a>, <a href="#surface">{t.places.startSurface}</a>{t.places.or}<a href="#network">{t.places.startNetwork}</a>.</p>}
      {all.length > 0 && (
        <>
          <div class="row tools">
            <span class="lb" role="status">{chosen.length < 2 ? t.places.chooseTwo : t.places.chosen(chosen.length)}</span>
            {chosen.length > 0 && <button type="button" class="b" onClick={() => { void remove(chosen.map((k) => k.id)); picked.value = new Set(); }}><Icon name="trash" />{t.places.deleteRuns(chosen.length)}</button>}
          </div>
          <ul class="runlist">{all.map((k) => <Row key={k.id} k={k} on={picked.value.has(k.id)} pick={(on) => pick(k.id, on)} />)}</ul>
        </>
      )}
      {chosen.length > 1 && <Compare runs={chosen} />}
    </main>
  );
}

function Row({ k, on, pick }: { k: Kept; on: boolean; pick(on: boolean): void }) {
  const what = titleOf(k);
  return (
    <li>
      <label class="pick"><input type="checkbox" checked={on} aria-label={t.places.compareRun(what, methodsOf(k))} onChange={(e) => pick(e.currentTarget.checked)} /></label>
      <div class="what">
        <input class="name" key={k.name} defaultValue={k.name} placeholder={subjectOf(k)} aria-label={t.places.nameOf(subjectOf(k))} maxLength={80} onChange={(e) => void rename(k.id, e.currentTarget.value.trim())} onKeyDown={(e) => e.key === 'Enter' && e.currentTarget.blur()} />
        <span class="u">{k.name && `${subjectOf(k)} · `}{methodsOf(k)}</span>
      </div>
      <div class="came num"><span>{outcome(k)}</span><span class="u">{reach(k)}</span></div>
      <span class="at num u">{when(k.at)}</span>
      <div class="row">
        <a class="b" href={hashOf(k.spec)} aria-label={t.places.openRun(what)}>{t.places.open}</a>
        <button type="button" class="b q ic" aria-label={t.places.deleteRun(what)} title={t.places.delete} onClick={() => void remove([k.id])}><Icon name="trash" /></button>
      </div>
    </li>
  );
}
