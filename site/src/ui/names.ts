// Names of runs beside each other: a method's name, and where two have the same what tells them apart.
import { byId, catalog, valueOf } from '../catalog.js';
import { plain } from '../format.js';
import type { Run } from '../spec.js';
import { t } from '../words/words.js';

const label = (v: unknown): string => (typeof v === 'object' && v !== null && 'id' in v ? String((v as { id: unknown }).id) : String(v));

/** "Adam" alone; "Adam, lr 0.01" and "Adam, lr 0.1" beside each other; the number of the run where nothing differs. */
export function runNames(runs: Run[]): string[] {
  const name = (r: Run) => byId(catalog.optimizers, r.optimizer)?.name ?? r.optimizer;
  return runs.map((r, k) => {
    const alike = runs.filter((q) => q.optimizer === r.optimizer);
    if (alike.length === 1) return name(r);
    const params = byId(catalog.optimizers, r.optimizer)?.params ?? [];
    const parts = params.filter((p) => new Set(alike.map((q) => valueOf(p, q))).size > 1).map((p) => `${p.label} ${plain(valueOf(p, r))}`);
    for (const what of ['schedule', 'average'] as const) {
      if (new Set(alike.map((q) => JSON.stringify(q[what] ?? null))).size > 1) parts.push(r[what] ? label(r[what]) : what === 'schedule' ? t.ui.noSchedule : t.ui.noAverage);
    }
    if (new Set(alike.map((q) => JSON.stringify(q.options ?? null))).size > 1) parts.push(r.options ? Object.entries(r.options).map(([n, v]) => `${n} ${plain(v)}`).join(' ') : t.ui.noOptions);
    return `${name(r)}, ${parts.length ? parts.join(', ') : t.ui.runNumber(k + 1)}`;
  });
}
