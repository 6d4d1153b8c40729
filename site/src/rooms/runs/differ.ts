// In which fields Specs differ: each Spec as a flat list of fields and values, and the fields whose values are not all the same.
import { plain } from '../../format.js';
import type { RunSpec } from '../../spec.js';

/** "runs[0].lr": 0.05. Lists of objects are gone into; lists of numbers are one value. */
export function fields(spec: RunSpec): Map<string, string> {
  const out = new Map<string, string>();
  const walk = (v: unknown, at: string): void => {
    if (Array.isArray(v) && v.some((x) => typeof x === 'object' && x !== null)) v.forEach((x, i) => walk(x, `${at}[${i}]`));
    else if (typeof v === 'object' && v !== null && !Array.isArray(v)) for (const [k, x] of Object.entries(v)) walk(x, at ? `${at}.${k}` : k);
    else if (v !== undefined) out.set(at, Array.isArray(v) ? v.map(say).join(', ') : say(v));
  };
  walk(spec, '');
  out.delete('v');
  return out;
}
const say = (v: unknown): string => (typeof v === 'number' ? plain(v) : typeof v === 'boolean' ? (v ? 'yes' : 'no') : String(v));

export interface Difference { field: string; /** One for each Spec; null where it has no such field. */ values: (string | null)[] }

/** The fields that are not the same in all Specs, in the order in which they are first met. */
export function differences(specs: RunSpec[]): Difference[] {
  const all = specs.map(fields);
  const names = [...new Set(all.flatMap((m) => [...m.keys()]))];
  return names
    .map((field) => ({ field, values: all.map((m) => m.get(field) ?? null) }))
    .filter((d) => new Set(d.values).size > 1);
}
