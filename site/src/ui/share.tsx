// Share and export: the link that reproduces the state, what can be taken away, and what brings it back.
import { useEffect, useState } from 'preact/hooks';
import { BringBack, Rows } from '../export/rows.js';
import { dialog, linkTo, shortLinkTo, spec } from '../store.js';
import { Copy } from './copy.js';
import { Dialog } from './dialog.js';
import { EmbedLine } from './embedline.js';
import { t } from '../words/words.js';

export { save } from '../export/files.js';

export function ShareDialog() {
  return <Dialog id="share" title={t.shell.shareTitle} open={dialog.value === 'share'} onClose={() => (dialog.value = null)}><Body /></Dialog>;
}

function Body() {
  const s = spec.value;
  const [link, setLink] = useState(s ? linkTo(s) : location.href); // replaced by the short one as soon as that is made
  useEffect(() => {
    if (s) void shortLinkTo(s).then(setLink);
  }, [s]);
  const file = s?.kind === 'network' ? s.data.file : undefined;
  return (
    <>
      <p class="lb">{s ? t.shell.shareSpec : t.shell.shareFront}{file && t.shell.shareFile(file)}</p>
      <div class="url">
        <input class="field" readOnly aria-label={t.shell.linkTo} value={link} onFocus={(e) => e.currentTarget.select()} />
        <Copy primary text={link} label={t.shell.copyLink} />
      </div>
      {s && <EmbedLine spec={s} link={link} />}
      {s && <><h3>{t.shell.takeRun}</h3><Rows spec={s} /></>}
      <BringBack />
    </>
  );
}
