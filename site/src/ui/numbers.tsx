// The numbers behind a picture, for who cannot see it or wants them exactly: a sentence, a table in the picture's place, a sound.
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { num } from '../format.js';
import { announce } from '../store.js';
import { t } from '../words/words.js';
import { Icon } from './icon.js';
import { play, tones } from './sonify.js';

type Values = ArrayLike<number | null | undefined>;
export interface NumbersProps {
  /** What the picture shows. */
  label: string;
  /** Names of the columns, the first of them that of x. */
  names: string[];
  /** As many columns; those that are shorter end early. */
  columns: Values[];
  /** Lines can be heard: on the scale of their logarithm, or as they are. */
  sound?: 'log' | 'linear';
}

/** At most so many rows are written out; of more, evenly chosen ones with the last. */
const ROWS = 100;

export function rowsOf(n: number): number[] {
  const every = Math.max(1, Math.ceil(n / ROWS));
  const rows = Array.from({ length: Math.ceil(n / every) }, (_, k) => k * every);
  if (n > 0 && rows.at(-1) !== n - 1) rows.push(n - 1);
  return rows;
}

const some = (c: Values): boolean => {
  for (let k = 0; k < c.length; k++) if (finite(c[k])) return true;
  return false;
};
const finite = (v: number | null | undefined): v is number => typeof v === 'number' && Number.isFinite(v);

/** "loss: from 2.3 to 0.1, lowest 0.09 at 12": each line in a clause. */
export function saying({ names, columns }: Pick<NumbersProps, 'names' | 'columns'>): string {
  const x = columns[0] ?? [];
  return columns.slice(1).flatMap((c, i) => {
    let first = -1, last = -1, low = -1;
    for (let k = 0; k < c.length; k++) {
      if (!finite(c[k])) continue;
      if (first < 0) first = low = k;
      if (c[k]! < c[low]!) low = k;
      last = k;
    }
    if (first < 0) return [];
    return [t.ui.line(names[i + 1] ?? '', num(c[first], 3), num(c[last], 3), low === last || low === first ? null : [num(c[low], 3), num(x[low], 3)])];
  }).join(' ');
}

/** A number that changes when the signal has, but not more often than every so many milliseconds. */
export function useSettled(of: ReadonlySignal<unknown> | undefined, ms = 1000): number {
  const [n, set] = useState(0);
  useEffect(() => {
    let timer = 0;
    const stop = of?.subscribe(() => {
      timer ||= window.setTimeout(() => {
        timer = 0;
        set((k) => k + 1);
      }, ms);
    });
    return () => {
      stop?.();
      clearTimeout(timer);
    };
  }, [of, ms]);
  return n;
}

/** The sentence and the two buttons, to be put beside the picture in a box that both may fill. */
export function Numbers(p: NumbersProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div class="charttools">
        <button type="button" class="b q ic" aria-pressed={open} aria-label={t.ui.tableOf(p.label)} title={t.ui.asTable} onClick={() => setOpen(!open)}><Icon name="table" /></button>
        {p.sound && <Play {...p} />}
      </div>
      {open && <Table {...p} />}
    </>
  );
}

function Table({ label, names, columns }: NumbersProps) {
  const n = Math.max(0, ...columns.map((c) => c.length));
  const rows = rowsOf(n);
  const cell = (v: number | null | undefined) => (finite(v) ? num(v, 6) : v === null || v === undefined ? '' : num(v));
  return (
    <div class="datatable" role="region" aria-label={label} tabIndex={0}>
      <table class="t">
        <caption class="help">{n === 0 ? t.ui.noNumbers : rows.length < n ? t.ui.someRows(rows.length, n) : t.ui.allRows(n)}</caption>
        <thead><tr>{names.map((name, i) => <th key={i} scope="col">{name}</th>)}</tr></thead>
        <tbody>{rows.map((k) => <tr key={k}>{columns.map((c, i) => (i === 0 ? <th key={i} scope="row" class="num">{cell(c[k])}</th> : <td key={i} class="num">{cell(c[k])}</td>))}</tr>)}</tbody>
      </table>
    </div>
  );
}

function Play({ label, names, columns, sound }: NumbersProps) {
  const [on, setOn] = useState(false);
  const stop = useRef(() => {});
  useEffect(() => () => stop.current(), []);
  const lines = columns.slice(1).map((c, i) => ({ c, name: names[i + 1] ?? '' })).filter(({ c }) => some(c));
  const toggle = () => {
    if (on) return stop.current();
    setOn(true);
    stop.current = play(tones(lines.map((l) => l.c), sound === 'log'), (i) => {
      if (i < 0) setOn(false);
      else if (lines.length > 1) announce(lines[i]!.name);
    });
  };
  return <button type="button" class="b q ic" aria-pressed={on} aria-label={on ? t.ui.stopSound : t.ui.soundOf(label)} title={on ? t.ui.stopSound : t.ui.asSound} disabled={lines.length === 0} onClick={toggle}><Icon name={on ? 'stop' : 'sound'} /></button>;
}

