// The Share dialog's list of what can be taken away, and what brings it back.
import { signal } from '@preact/signals';
import { useMemo, useRef, useState } from 'preact/hooks';
import { computedSteps } from '../rooms/surface/run.js';
import { viewNow } from '../rooms/surface/view.js';
import type { Spec } from '../spec.js';
import { actions, complain, room } from '../store.js';
import { Copy } from '../ui/copy.js';
import { runNames } from '../ui/names.js';
import { t } from '../words/words.js';
import { download, type Format, save } from './files.js';
import { endRecording, length, record, recordable, recorded } from './film.js';
import { openFiles, openText } from './import.js';
import { chartsHere } from './svg.js';

/** What is being made; its button waits. */
const busy = signal<string | null>(null);
async function make(what: string, how: () => Promise<void> | void): Promise<void> {
  if (busy.peek()) return;
  busy.value = what;
  try {
    await how();
  } catch (e) {
    complain(e, t.take.notExported);
  } finally {
    busy.value = null;
  }
}

function Make({ id, label, title, off, how }: { id: string; label: string; title?: string; off?: boolean; how(): Promise<void> | void }) {
  return <button type="button" class="b" title={title} aria-label={title && `${label}, ${title}`} disabled={off} aria-busy={busy.value === id} onClick={() => void make(id, how)}>{busy.value === id ? t.take.making : label}</button>;
}

function Row({ name, what, children }: { name: string; what: preact.ComponentChildren; children: preact.ComponentChildren }) {
  return <li><div><b>{name}</b><div class="u">{what}</div></div><div class="acts">{children}</div></li>;
}

/** All that leaves the page, of the Spec that is open. */
export function Rows({ spec: s }: { spec: Spec }) {
  const a = actions.value;
  const ran = useMemo(() => {
    const result = a?.result() ?? null;
    result?.catch(() => {}); // a refusal is said when it is asked for
    return result !== null;
  }, [a]);
  const [run, setRun] = useState(0);
  const file = (f: Format, label: string, title: string, off = false) => <Make id={f} label={label} title={title} off={off} how={() => download(f, s, run)} />;
  return (
    <ul class="opts">
      {s.kind !== 'experiment' && (
        <Row name={t.take.script} what={s.kind === 'surface' ? t.take.scriptSurface : t.take.scriptNetwork}>
          {file('py', '.py', t.take.python)}{file('ipynb', '.ipynb', t.take.notebook)}
        </Row>
      )}
      <Row name={t.shell.data} what={!ran || !a ? t.shell.nothingRun : s.kind === 'experiment' ? a.summary() : t.take.dataWhat(a.summary())}>
        {s.kind === 'experiment' ? (
          <>
            <button type="button" class="b" disabled={!ran || !a?.csv} onClick={() => { const table = a?.csv(); if (table) save('run.csv', table, 'text/csv'); }}>CSV</button>
            <Make id="result" label="JSON" off={!ran} how={async () => save('run.json', JSON.stringify(await a?.result(), null, 1), 'application/json')} />
          </>
        ) : <>{file('csv', 'CSV', t.take.table, !ran)}{file('json', 'JSON', t.take.result, !ran)}</>}
      </Row>
      {s.kind === 'network' && (
        <Row name={t.take.weights} what={ran ? t.take.weightsWhat : t.shell.nothingRun}>
          {s.runs.length > 1 && <select class="field" aria-label={t.take.whose} value={run} onChange={(e) => setRun(Number(e.currentTarget.value))}>{runNames(s.runs).map((n, k) => <option key={k} value={k}>{`${k + 1}: ${n}`}</option>)}</select>}
          {file('npz', '.npz', t.take.numpy, !ran)}{file('safetensors', '.safetensors', t.take.safetensors, !ran)}
        </Row>
      )}
      {room.value === 'surface' && viewNow() && <Picture />}
      <Charts />
      {room.value === 'surface' && viewNow() && <Film />}
      <Row name={t.take.citation} what={t.take.citationWhat}>
        {file('cite', t.take.text, t.take.citeText)}{file('bib', 'BibTeX', t.take.citeBib)}
      </Row>
      <Row name={t.shell.ownCores} what={<code>saddlelab run spec.json</code>}>
        <Copy text={JSON.stringify(s)} label={t.shell.copySpec} />
        <button type="button" class="b" onClick={() => save('spec.json', `${JSON.stringify(s, null, 1)}\n`, 'application/json')}>spec.json</button>
      </Row>
    </ul>
  );
}

function Picture() {
  const take = (k: number) => async () => save(`surface-${k}x.png`, await viewNow()!.screenshot(undefined, k), 'image/png');
  return (
    <Row name={t.take.picture} what={t.take.pictureWhat}>
      {[1, 2, 4].map((k) => <Make key={k} id={`png${k}`} label={k === 1 ? 'PNG 1×' : `${k}×`} title={t.take.png(k)} how={take(k)} />)}
    </Row>
  );
}

function Charts() {
  const all = chartsHere();
  if (all.length === 0) return null;
  return (
    <Row name={all.length === 1 ? t.take.chart : t.take.charts} what={all.length === 1 ? t.take.chartWhat(all[0]!.name) : t.take.chartsWhat}>
      {all.map((c, i) => <button key={i} type="button" class="b" aria-label={t.take.asSVG(c.name)} onClick={() => save(`${c.name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'chart'}.svg`, c.svg(), 'image/svg+xml')}>{all.length === 1 ? 'SVG' : c.name}</button>)}
    </Row>
  );
}

function Film() {
  const steps = computedSteps.value;
  const can = recordable();
  const part = recorded.value;
  const why = 'why' in can ? can.why : steps === 0 ? t.shell.nothingRun : null;
  const label = 'type' in can && can.type.startsWith('video/mp4') ? 'MP4' : 'WebM';
  return (
    <Row name={t.take.recording} what={why ?? (part === null ? t.take.recordingWhat(steps, length(steps)) : t.take.recordingNow(part))}>
      {part === null ? <button type="button" class="b" disabled={!!why} onClick={() => void record()}>{label}</button> : <button type="button" class="b" onClick={endRecording}>{t.take.stopRecording}</button>}
    </Row>
  );
}

/** Brings any of it back. */
export function BringBack() {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const open = async () => {
    if (!(await openText(text))) complain(t.take.neither, t.take.cannotOpen);
  };
  return (
    <>
      <h3>{t.take.openOne}</h3>
      <p class="lb">{t.take.openWhat}</p>
      <div class="url wrap">
        <input class="field" aria-label={t.take.linkOrSpec} placeholder={t.take.pasteIt} value={text} onInput={(e) => setText(e.currentTarget.value)} onKeyDown={(e) => e.key === 'Enter' && void open()} />
        <button type="button" class="b" disabled={!text.trim()} onClick={() => void open()}>{t.take.open}</button>
        <button type="button" class="b" onClick={() => input.current?.click()}>{t.take.chooseFile}</button>
      </div>
      <input type="file" id="open-any" hidden ref={input} accept=".json,.py,.ipynb,.csv,.txt,.npz,.safetensors,application/json,text/csv,text/plain,application/octet-stream" aria-label={t.take.openExperiment} onChange={(e) => {
        const all = [...(e.currentTarget.files ?? [])].map((file) => ({ name: file.name, file }));
        e.currentTarget.value = '';
        void openFiles(all).catch(complain);
      }} />
    </>
  );
}
