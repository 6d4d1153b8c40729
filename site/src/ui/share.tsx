// Share and export: the link that reproduces the state, the run's data, the Spec for the command line.
import { useMemo } from 'preact/hooks';
import { actions, complain, dialog, linkTo, spec } from '../store.js';
import { Copy } from './copy.js';
import { Dialog } from './dialog.js';
import { t } from '../words/words.js';

export function ShareDialog() {
  return <Dialog id="share" title={t.shell.shareTitle} open={dialog.value === 'share'} onClose={() => (dialog.value = null)}><Body /></Dialog>;
}

function Body() {
  const s = spec.value;
  const a = actions.value;
  const link = s ? linkTo(s) : location.href;
  const ran = useMemo(() => a?.result()?.catch(() => null) ?? null, [a]); // null while nothing has run
  const file = s?.kind === 'network' ? s.data.file : undefined;
  const json = async () => {
    try {
      save('run.json', JSON.stringify(await a?.result(), null, 1), 'application/json');
    } catch (e) {
      complain(e);
    }
  };
  return (
    <>
      <p class="lb">{s ? t.shell.shareSpec : t.shell.shareFront}{file && t.shell.shareFile(file)}</p>
      <div class="url">
        <input class="field" readOnly aria-label={t.shell.linkTo} value={link} onFocus={(e) => e.currentTarget.select()} />
        <Copy primary text={link} label={t.shell.copyLink} />
      </div>
      {s && (
        <>
          <h3>{t.shell.takeRun}</h3>
          <ul class="opts">
            <li>
              <div><b>{t.shell.data}</b><div class="u">{ran ? a?.summary() : t.shell.nothingRun}</div></div>
              <div class="acts">
                <button type="button" class="b" disabled={!ran || !a?.csv} onClick={() => { const t = a?.csv(); if (t) save('run.csv', t, 'text/csv'); }}>CSV</button>
                <button type="button" class="b" disabled={!ran} onClick={() => void json()}>JSON</button>
              </div>
            </li>
            <li>
              <div><b>{t.shell.ownCores}</b><div class="u"><code>saddlelab run spec.json</code></div></div>
              <div class="acts">
                <Copy text={JSON.stringify(s)} label={t.shell.copySpec} />
                <button type="button" class="b" onClick={() => save('spec.json', `${JSON.stringify(s, null, 1)}\n`, 'application/json')}>spec.json</button>
              </div>
            </li>
          </ul>
        </>
      )}
    </>
  );
}

/** Gives the user a file. */
export function save(name: string, text: string, type: string): void {
  const a = document.createElement('a');
  a.href = URL.createObjectURL(new Blob([text], { type }));
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
}
