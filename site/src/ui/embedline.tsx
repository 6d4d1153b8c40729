// In the Share dialog: the experiment in a frame of a slide, a page or a notebook, as the HTML that shows it.
import { PARTS, snippet } from '../embed.js';
import { entryOf } from '../links.js';
import type { Spec } from '../spec.js';
import { home } from '../store.js';
import { t } from '../words/words.js';
import { Copy } from './copy.js';

const EMBED = `?embed=${PARTS.join(',')}`;
const what = (s: Spec): string => entryOf(s)?.title ?? (s.kind === 'experiment' ? s.id : s.kind === 'surface' ? s.surface.id : (s.data.file ?? s.data.id ?? ''));

export function EmbedLine({ spec, link }: { spec: Spec; link: string }) {
  const code = snippet(home(), link.replace(/^[^#]*/, ''), t.places.embedTitle(what(spec)));
  return (
    <div class="embedline">
      <div><b>{t.places.embed}</b><div class="u">{t.places.embedText}<code>{EMBED}</code></div></div>
      <div class="url"><input class="field" readOnly aria-label={t.places.embedField} value={code} onFocus={(e) => e.currentTarget.select()} /><Copy text={code} label={t.places.copyHTML} /></div>
    </div>
  );
}
