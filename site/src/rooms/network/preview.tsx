// What was read in a file, before anything is trained on it; and what to do when there is none, or none that can be read.
import { useEffect, useRef } from 'preact/hooks';
import { catalog } from '../../catalog.js';
import { int, percent } from '../../format.js';
import { phone } from '../../store.js';
import { Segments, Select } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Message } from '../../ui/message.js';
import { Slider } from '../../ui/slider.js';
import { takeSet } from './data.js';
import { acceptText, choose, chooseFolder, close, type Found, type Open, openPreview, type Reading, reread, train, waiting } from './open.js';
import { live, missing } from './run.js';
import type { Table } from './table.js';
import { t } from '../../words/words.js';

const test = () => ({ name: 'test', label: t.network.keptTest, help: t.network.keptTestHelp, min: 0, default: 0.2, max: 0.9 });
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
    case 'reading': return <h2 id="preview-h" class="title">{t.network.reading(p.name)}</h2>;
    case 'refused': return <Refused name={p.name} why={p.why} reading={p.reading} />;
    case 'arrays': return <Arrays name={p.name} f={p.found} reading={p.reading} />;
    case 'table': return <Read name={p.name} table={p.table} reading={p.reading} />;
  }
}

const first = () => catalog.datasets[0];
const back = () => (live.peek().state === 'none' ? t.network.use(first()?.name ?? t.network.anotherSet) : t.network.keepThere);
const leave = () => (live.peek().state === 'none' && first() ? void takeSet(first()!.id) : close());

function Empty() {
  return (
    <div class="drop">
      <Icon name="drop" />
      <h2 id="preview-h" class="title">{t.network.dropTitle}</h2>
      <p class="cap">{t.network.dropText}</p>
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => choose()}>{t.network.chooseFiles}</button>
        <button type="button" class="b" onClick={() => chooseFolder()}>{t.network.chooseFolder}</button>
        <button type="button" class="b" onClick={() => (openPreview.value = { at: 'paste' })}>{t.network.pasteTable}</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
    </div>
  );
}

function Paste() {
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <h2 id="preview-h" class="title">{t.network.pasteTable}</h2>
      <textarea ref={area} class="field pasted" rows={8} aria-label={t.network.tableText} placeholder={'length,width,kind\n5.1,3.5,setosa\n6.4,3.2,versicolor'} spellcheck={false} onKeyDown={(e) => e.stopPropagation()} />
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => acceptText(area.current!.value)}>{t.network.readIt}</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
    </>
  );
}

function Absent({ name }: { name: string }) {
  return (
    <div class="drop">
      <Icon name="file" />
      <h2 id="preview-h" class="title">{t.network.trainsOn(name)}</h2>
      <p class="cap">{t.network.absentText}</p>
      <div class="row wrap">
        <button type="button" class="b p" onClick={() => choose(name)}>{t.network.chooseNamed(name)}</button>
        {first() && <button type="button" class="b q" onClick={() => void takeSet(first()!.id)}>{t.network.use(first()!.name)}</button>}
      </div>
    </div>
  );
}

/** The engine's words under the name of the file: without the name again, as a sentence. */
function sentence(name: string, why: string): string {
  const said = why.startsWith(`${name}: `) ? why.slice(name.length + 2) : why;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`;
}

function Refused({ name, why, reading }: { name: string; why: string; reading?: Reading }) {
  const running = live.value.state !== 'none';
  return (
    <div class="err">
      <h2 id="preview-h" class="title bad">{t.network.cannotUse(name)}</h2>
      <Message kind="bad" actions={[
        { label: t.network.chooseAnother, primary: true, run: () => choose() },
        ...(reading && Object.keys(reading).length ? [{ label: t.network.readBefore, run: () => reread({ label: undefined, header: undefined, separator: undefined, task: undefined, missing: undefined }) }] : []),
        { label: back(), run: leave },
      ]}>{sentence(name, why)}{running ? ` ${t.network.unchanged}` : ''}</Message>
    </div>
  );
}

const separators = (): Record<string, string> => ({ ',': t.network.comma, ';': t.network.semicolon, '\t': t.network.tab });
/** How a Spec names column j: by its name where that can mean nothing else, by its number from 1 otherwise. */
function columnOf(table: Table, j: number): string {
  const name = table.names[j] ?? '';
  const plain = table.header_found && name !== '' && !/^(first|last|\d+)$/.test(name) && table.names.indexOf(name) === table.names.lastIndexOf(name);
  return plain ? name : String(j + 1);
}
const nameOf = (table: Table, j: number) => table.names[j] ?? t.network.column(j + 1);

function Read({ name, table, reading }: { name: string; table: Table; reading: Reading }) {
  const lines = table.missing_rows - table.dropped_rows;
  const bad = lines > 0;
  const classes = table.task === 'classes';
  return (
    <>
      <div class="row wrap head">
        <h2 id="preview-h" class="title">{bad ? t.network.rowsUnusable(name, lines) : name}</h2>
        <button type="button" class={bad ? 'b' : 'b p'} disabled={bad || waiting.value} onClick={() => void train()}>{t.network.trainOnIt}</button>
        <button type="button" class="b" onClick={() => choose()}>{t.network.anotherFile}</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
      <div class="two-col">
        <div>
          <dl class="facts">
            <dt>{t.network.rowsCols}</dt><dd class="num">{int(table.rows + lines)} · {int(table.cols)}</dd>
            <dt>{t.network.inputsHead}</dt><dd class="num">{int(table.features.length)}</dd>
            <dt>{t.network.withoutValue}</dt><dd class="num">{bad ? t.network.rows(lines) : table.dropped_rows ? t.network.leftOut(table.dropped_rows) : t.network.none}</dd>
          </dl>
          {bad && <Missing table={table} lines={lines} />}
          {table.ignored?.map((c) => <p class="help" key={c.column}>{t.network.ignored(c.column, c.why)}</p>)}
          <div class="form">
            <label class="row"><span class="lb">{t.network.toPredict}</span>
              <Select label={t.network.columnPredict} value={String(table.label_column)} options={table.names.map((_, j) => ({ id: String(j), name: nameOf(table, j) }))} onChange={(j) => reread({ label: columnOf(table, +j) })} />
            </label>
            <div class="row"><span class="lb">{t.network.itIs}</span>
              <Segments label={t.network.whatPredicted} value={table.task} options={[{ id: 'classes', label: t.network.aClass }, { id: 'regression', label: t.network.aNumber }]} onChange={(task) => reread({ task })} />
            </div>
            <div class="row"><span class="lb">{t.network.firstLine}</span>
              <Segments label={t.network.firstLine} value={table.header_found ? 'yes' : 'no'} options={[{ id: 'yes', label: t.network.lineNames }, { id: 'no', label: t.network.lineExample }]} onChange={(header) => reread({ header })} />
            </div>
            <label class="row"><span class="lb">{t.network.separator}</span>
              <Select label={t.network.separator} value={table.separator} options={Object.entries(separators()).map(([id, n]) => ({ id, name: n }))} onChange={(separator) => reread({ separator })} />
            </label>
            <Slider param={test()} value={reading.test ?? test().default} onChange={(part) => reread({ test: part })} />
          </div>
        </div>
        <div class="what">
          {classes && table.classes && <Classes of={table.classes} />}
          <Rows table={table} />
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
        <button type="button" class="b p" disabled={waiting.value} onClick={() => void train()}>{t.network.trainOnIt}</button>
        <button type="button" class="b" onClick={() => choose()}>{t.network.otherFiles}</button>
        <button type="button" class="b q" onClick={leave}>{back()}</button>
      </div>
      <div class="two-col">
        <div>
          <dl class="facts">
            <dt>{t.network.examples}</dt><dd class="num">{int(f.n)}</dd>
            <dt>{t.network.each}</dt><dd class="num">{f.shape.length === 3 ? t.network.picture(f.shape[0]! > 1, f.shape[1]!, f.shape[2]!) : t.network.numbers(f.shape[0]!)}</dd>
            {f.labels && <><dt>{t.network.labels}</dt><dd>{f.labels}</dd></>}
          </dl>
          <div class="form">
            {!name.endsWith('/') && (
              <div class="row"><span class="lb">{t.network.labelIs}</span>
                <Segments label={t.network.whatPredicted} value={f.task} options={[{ id: 'classes', label: t.network.aClass }, { id: 'regression', label: t.network.aNumber }]} onChange={(task) => reread({ task })} />
              </div>
            )}
            <Slider param={test()} value={reading.test ?? test().default} onChange={(part) => reread({ test: part })} />
          </div>
        </div>
        <div class="what">{f.classes.length > 0 && <Classes of={f.classes} />}</div>
      </div>
    </>
  );
}

function Missing({ table, lines }: { table: Table; lines: number }) {
  const all = table.missing ?? [];
  const said = all.slice(0, 3).map((m) => t.network.badCell(m.line, m.column, m.text));
  const rest = lines - new Set(all.slice(0, 3).map((m) => m.line)).size;
  return (
    <Message kind="bad" actions={[{ label: t.network.leaveOut(lines), primary: true, run: () => reread({ missing: 'drop' }) }]}>
      {said.join(' ')}{rest > 0 ? t.network.moreRows(rest) : ''}
    </Message>
  );
}

function Classes({ of }: { of: NonNullable<Table['classes']> }) {
  const most = Math.max(1, ...of.map((c) => c.count));
  const all = of.reduce((a, c) => a + c.count, 0);
  return (
    <div>
      <h3 class="h">{t.network.classes(of.length)}</h3>
      <ul class="classes">
        {of.slice(0, LISTED).map((c) => (
          <li key={c.name}><span class="cn" title={c.name}>{c.name}</span><span class="part"><i style={{ width: `${(100 * c.count) / most}%` }} /></span><span class="num">{int(c.count)}</span><span class="num u">{percent(c.count / all, 0)}</span></li>
        ))}
      </ul>
      {of.length > LISTED && <p class="help">{t.network.andMore(of.length - LISTED)}</p>}
    </div>
  );
}

function Rows({ table }: { table: Table }) {
  return (
    <div>
      <h3 class="h">{t.network.firstRows}</h3>
      <div class="firstrows" tabIndex={0} role="group" aria-label={t.network.firstRowsOf}>
        <table class="csv">
          <thead><tr>{table.names.map((_, j) => <th key={j} scope="col" class={j === table.label_column ? 'target' : undefined}>{nameOf(table, j)}</th>)}</tr></thead>
          <tbody>{table.head?.map((r, i) => <tr key={i}>{r.map((v, j) => <td key={j} class={j === table.label_column ? 'target' : undefined}>{v === '' ? <span class="cell">{t.network.empty}</span> : v}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </div>
  );
}
