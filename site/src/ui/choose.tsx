// Segments choose one of few, tabs change the view, switches are layers, selects choose from a catalog.
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

export interface Option<T extends string> { id: T; label: string; title?: string; disabled?: boolean }

export interface SegmentsProps<T extends string> { label: string; options: Option<T>[]; value: T; onChange(id: T): void }
export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  return (
    <div class="seg" role="group" aria-label={label}>
      {options.map((o) => <button type="button" key={o.id} aria-pressed={o.id === value} disabled={o.disabled} title={o.title} onClick={() => onChange(o.id)}>{o.label}</button>)}
    </div>
  );
}

export interface TabsProps<T extends string> {
  label: string;
  tabs: (Option<T> & { count?: number })[];
  value: T;
  onChange(id: T): void;
  /** A pointer is over a tab: it may be chosen soon. */
  onNear?(id: T): void;
  /** Panels are <TabPanel of={prefix} id=…>. */
  prefix: string;
  children?: ComponentChildren;
}
/** A row of tabs; arrow keys move between them. */
export function Tabs<T extends string>({ label, tabs, value, onChange, onNear, prefix }: TabsProps<T>) {
  const row = useRef<HTMLDivElement>(null);
  const key = (e: KeyboardEvent) => {
    const on = tabs.filter((t) => !t.disabled);
    const i = on.findIndex((t) => t.id === value);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: on.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    e.stopPropagation();
    const next = on[(to + on.length) % on.length]!;
    onChange(next.id);
    row.current?.querySelector<HTMLElement>(`#${prefix}-tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={row} onKeyDown={key}>
      {tabs.map((t) => (
        <button type="button" role="tab" key={t.id} id={`${prefix}-tab-${t.id}`} aria-selected={t.id === value} aria-controls={`${prefix}-panel`} tabIndex={t.id === value ? 0 : -1} disabled={t.disabled} title={t.title} onPointerEnter={() => onNear?.(t.id)} onClick={() => onChange(t.id)}>
          {t.label}{t.count !== undefined && <span class="u num"> {t.count}</span>}
        </button>
      ))}
    </div>
  );
}
/** What the chosen tab shows. One panel per row of tabs. */
export function TabPanel({ prefix, id, class: more, children }: { prefix: string; id: string; class?: string; children: ComponentChildren }) {
  return <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-tab-${id}`} class={more}>{children}</div>;
}

export function Switch({ label, checked, onChange, note, class: more }: { label: string; checked: boolean; onChange(on: boolean): void; note?: string; class?: string }) {
  return (
    <label class={more ? `switch ${more}` : 'switch'}>
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.currentTarget.checked)} />
      {label}
      {note && <span class="u num">{note}</span>}
    </label>
  );
}

export interface SelectProps<T extends string> { label: string; options: { id: T; name: string; group?: string }[]; value: T; onChange(id: T): void; class?: string }
export function Select<T extends string>({ label, options, value, onChange, class: more }: SelectProps<T>) {
  return (
    <select class={more} aria-label={label} value={value} onChange={(e) => onChange(e.currentTarget.value as T)}>
      {!options.some((o) => o.id === value) && <option value={value}>{value}</option>}
      {groups(options).map(([name, all]) => {
        const inner = all.map((o) => <option key={o.id} value={o.id} selected={o.id === value}>{o.name}</option>);
        return name ? <optgroup key={name} label={name}>{inner}</optgroup> : inner;
      })}
    </select>
  );
}
/** Neighbours of the same group together. */
function groups<O extends { group?: string }>(options: O[]): [string | undefined, O[]][] {
  const out: [string | undefined, O[]][] = [];
  for (const o of options) {
    const last = out[out.length - 1];
    if (last && last[0] === o.group) last[1].push(o);
    else out.push([o.group, [o]]);
  }
  return out;
}
