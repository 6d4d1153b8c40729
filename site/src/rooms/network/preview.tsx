// What was read in a file, before anything is trained on it; and what to do when there is none, or none that can be read.
import { useEffect, useRef } from 'preact/hooks';
import { catalog } from '../../catalog.js';
import { count, int, percent } from '../../format.js';
import { phone } from '../../store.js';
import { Segments, Select } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Message } from '../../ui/message.js';
import { Slider } from '../../ui/slider.js';
import { takeSet } from './data.js';
import { acceptText, choose, chooseFolder, close, type Found, type Open, openPreview, type Reading, reread, train, waiting } from './open.js';
import { live, missing } from './run.js';
import type { Table } from './table.js';

const TEST = { name: 'test', label: 'kept for testing', help: 'The part of the rows that is not trained on.', min: 0, default: 0.2, max: 0.9 };
/** Classes, problems and columns listed one by one before “and n more”. */
const LISTED = 8;

export function Preview() {
  const p = openPreview.value;
  const box = useRef<HTMLElement>(null);
  const at = p?.at ?? 'absent';
  // What has just been opened comes into sight, and a screen reader goes on from there.
  useEffect(() => {
    box.current?.querySelector('.title')?.scrollIntoView({ block: phone.peek() ? 'start' : 'nearest' });
    if (openPreview.peek()) box.current?.focus({ preventScroll: true });
  }, [at]);
  return (
    <section class="preview" ref={box} tabIndex={-1} aria-labelledby="preview-h" aria-busy={waiting.value}>
      {p ? <Looking p={p} /> : <Absent name={missing.value ?? ''} />}
    </section>
  );
}

function Looking({ p }: { p: Open }) {
  switch (p.at) {
    case 'empty': return <Empty />;
    case 'paste': return <Paste />;
    case 'reading': return <h2 id="preview-h" class="title">Reading {p.name}</h2>;
    case 'refused': return <Refused name={p.name} why={p.why} reading={p.reading} />;
    case 'arrays': return <Arrays name={p.name} f={p.found} reading={p.reading} />;
    case 'table': return <Read name={p.name} t={p.table} reading={p.reading} />;
  }
}

const first = () => catalog.datasets[0];
const back = () => (live.peek().state === 'none' ? `Use ${first()?.name ?? 'another set'}` : 'Keep what is there');
const leave = () => (live.peek().state === 'none' && first() ? void takeSet(first()!.id) : close());

function Empty() {
  return (
    <div class="drop">
      <Icon name="drop" />
      <h2 id="preview-h" class="title">Drop files to train on them</h2>
      <p class="cap">A table as CSV; MNIST’s IDX or NumPy’s NPY files, inputs and labels together; an NPZ file; or a folder of PNG or JPEG pictures with a folder for each class. They are read here and go nowhere.</p>
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => choose()}>Choose files</button>
        <button type="button" class="b" onClick={() => chooseFolder()}>Choose a folder</button>
        <button type="button" class="b" onClick={() => (openPreview.value = { at: 'paste' })}>Paste a table</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
    </div>
  );
}

function Paste() {
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <h2 id="preview-h" class="title">Paste a table</h2>
      <textarea ref={area} class="field pasted" rows={8} aria-label="Table as text" placeholder={'length,width,kind\n5.1,3.5,setosa\n6.4,3.2,versicolor'} spellcheck={false} onKeyDown={(e) => e.stopPropagation()} />
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => acceptText(area.current!.value)}>Read it</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
    </>
  );
}

function Absent({ name }: { name: string }) {
  return (
    <div class="drop">
      <Icon name="file" />
      <h2 id="preview-h" class="title">{`This experiment trains on ${name}`}</h2>
      <p class="cap">A link carries no file, and this page does not hold that one. Choose it from this device: it is read here and goes nowhere.</p>
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => choose(name)}>{`Choose ${name}`}</button>
        {first() && <button type="button" class="b q" onClick={() => void takeSet(first()!.id)}>{`Use ${first()!.name}`}</button>}
      </div>
    </div>
  );
}

/** The engine's words under the name of the file: without the name again, as a sentence. */
function sentence(name: string, why: string): string {
  const t = why.startsWith(`${name}: `) ? why.slice(name.length + 2) : why;
  return `${t.charAt(0).toUpperCase()}${t.slice(1)}${/[.!?]$/.test(t) ? '' : '.'}`;
}

function Refused({ name, why, reading }: { name: string; why: string; reading?: Reading }) {
  const running = live.value.state !== 'none';
  return (
    <div class="err">
      <h2 id="preview-h" class="title bad">{name} cannot be used</h2>
      <Message kind="bad" actions={[
        { label: 'Choose another file', primary: true, run: () => choose() },
        ...(reading && Object.keys(reading).length ? [{ label: 'Read it as before', run: () => reread({ label: undefined, header: undefined, separator: undefined, task: undefined, missing: undefined }) }] : []),
        { label: back(), run: leave },
      ]}>{sentence(name, why)}{running ? ' The training that was there is unchanged.' : ''}</Message>
    </div>
  );
}

const separators: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab' };
/** How a Spec names column j: by its name where that can mean nothing else, by its number from 1 otherwise. */
function columnOf(t: Table, j: number): string {
  const name = t.names[j] ?? '';
  const plain = t.header_found && name !== '' && !/^(first|last|\d+)$/.test(name) && t.names.indexOf(name) === t.names.lastIndexOf(name);
  return plain ? name : String(j + 1);
}
const nameOf = (t: Table, j: number) => t.names[j] ?? `column ${j + 1}`;

function Read({ name, t, reading }: { name: string; t: Table; reading: Reading }) {
  const lines = t.missing_rows - t.dropped_rows;
  const bad = lines > 0;
  const classes = t.task === 'classes';
  return (
    <>
      <div class="row wrap head">
        <h2 id="preview-h" class="title">{bad ? `${name}: ${count(lines, 'row')} cannot be used` : name}</h2>
        <button type="button" class={bad ? 'b' : 'b p'} disabled={bad || waiting.value} onClick={() => void train()}>Train on it</button>
        <button type="button" class="b" onClick={() => choose()}>Another file</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
      <div class="two-col">
        <div>
          <dl class="facts">
            <dt>Rows, columns</dt><dd class="num">{int(t.rows + lines)} · {int(t.cols)}</dd>
            <dt>Inputs</dt><dd class="num">{int(t.features.length)}</dd>
            <dt>Without a value</dt><dd class="num">{bad ? count(lines, 'row') : t.dropped_rows ? `${count(t.dropped_rows, 'row')}, left out` : 'none'}</dd>
          </dl>
          {bad && <Missing t={t} lines={lines} />}
          {t.ignored?.map((c) => <p class="help" key={c.column}>{`Column “${c.column}” is not used: ${c.why}.`}</p>)}
          <div class="form">
            <label class="row"><span class="lb">To predict</span>
              <Select label="Column to predict" value={String(t.label_column)} options={t.names.map((_, j) => ({ id: String(j), name: nameOf(t, j) }))} onChange={(j) => reread({ label: columnOf(t, +j) })} />
            </label>
            <div class="row"><span class="lb">It is</span>
              <Segments label="What is predicted" value={t.task} options={[{ id: 'classes', label: 'a class' }, { id: 'regression', label: 'a number' }]} onChange={(task) => reread({ task })} />
            </div>
            <div class="row"><span class="lb">First line</span>
              <Segments label="First line" value={t.header_found ? 'yes' : 'no'} options={[{ id: 'yes', label: 'names' }, { id: 'no', label: 'an example' }]} onChange={(header) => reread({ header })} />
            </div>
            <label class="row"><span class="lb">Separator</span>
              <Select label="Separator" value={t.separator} options={Object.entries(separators).map(([id, n]) => ({ id, name: n }))} onChange={(separator) => reread({ separator })} />
            </label>
            <Slider param={TEST} value={reading.test ?? TEST.default} onChange={(test) => reread({ test })} />
          </div>
        </div>
        <div class="what">
          {classes && t.classes && <Classes of={t.classes} />}
          <Rows t={t} />
        </div>
      </div>
    </>
  );
}

/** What arrays or a folder of pictures hold. */
function Arrays({ name, f, reading }: { name: string; f: Found; reading: Reading }) {
  return (
    <>
      <div class="row wrap head">
        <h2 id="preview-h" class="title">{name}</h2>
        <button type="button" class="b p" disabled={waiting.value} onClick={() => void train()}>Train on it</button>
        <button type="button" class="b" onClick={() => choose()}>Other files</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
      <div class="two-col">
        <div>
          <dl class="facts">
            <dt>Examples</dt><dd class="num">{int(f.n)}</dd>
            <dt>Each</dt><dd class="num">{f.shape.length === 3 ? `${f.shape[0]! > 1 ? 'colour' : 'grey'} picture, ${f.shape[1]} × ${f.shape[2]}` : count(f.shape[0]!, 'number')}</dd>
            {f.labels && <><dt>Labels</dt><dd>{f.labels}</dd></>}
          </dl>
          <div class="form">
            {!name.endsWith('/') && (
              <div class="row"><span class="lb">A label is</span>
                <Segments label="What is predicted" value={f.task} options={[{ id: 'classes', label: 'a class' }, { id: 'regression', label: 'a number' }]} onChange={(task) => reread({ task })} />
              </div>
            )}
            <Slider param={TEST} value={reading.test ?? TEST.default} onChange={(test) => reread({ test })} />
          </div>
        </div>
        <div class="what">{f.classes.length > 0 && <Classes of={f.classes} />}</div>
      </div>
    </>
  );
}

function Missing({ t, lines }: { t: Table; lines: number }) {
  const all = t.missing ?? [];
  const said = all.slice(0, 3).map((m) => `Line ${int(m.line)}, column ${m.column}: ${m.text === '' ? 'empty' : `“${m.text}” is no number`}.`);
  const rest = lines - new Set(all.slice(0, 3).map((m) => m.line)).size;
  return (
    <Message kind="bad" actions={[{ label: `Leave out ${count(lines, 'row')}`, primary: true, run: () => reread({ missing: 'drop' }) }]}>
      {said.join(' ')}{rest > 0 ? ` And ${count(rest, 'more row')}.` : ''}
    </Message>
  );
}

function Classes({ of }: { of: NonNullable<Table['classes']> }) {
  const most = Math.max(1, ...of.map((c) => c.count));
  const all = of.reduce((a, c) => a + c.count, 0);
  return (
    <div>
      <h3 class="h">{count(of.length, 'class', 'classes')}</h3>
      <ul class="classes">
        {of.slice(0, LISTED).map((c) => (
          <li key={c.name}><span class="cn" title={c.name}>{c.name}</span><span class="part"><i style={{ width: `${(100 * c.count) / most}%` }} /></span><span class="num">{int(c.count)}</span><span class="num u">{percent(c.count / all, 0)}</span></li>
        ))}
      </ul>
      {of.length > LISTED && <p class="help">{`and ${int(of.length - LISTED)} more`}</p>}
    </div>
  );
}

function Rows({ t }: { t: Table }) {
  return (
    <div>
      <h3 class="h">First rows</h3>
      <div class="firstrows" tabIndex={0} role="group" aria-label="First rows of the file">
        <table class="csv">
          <thead><tr>{t.names.map((_, j) => <th key={j} scope="col" class={j === t.label_column ? 'target' : undefined}>{nameOf(t, j)}</th>)}</tr></thead>
          <tbody>{t.head?.map((r, i) => <tr key={i}>{r.map((v, j) => <td key={j} class={j === t.label_column ? 'target' : undefined}>{v === '' ? <span class="cell">empty</span> : v}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </div>
  );
}
