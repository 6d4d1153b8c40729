// Rows: the truth. Columns: what the network said. A cell's share of its row stands below, for pointer, touch and keys alike.
import { useState } from 'preact/hooks';
import type { Confusion } from '../../engine.js';
import { int } from '../../format.js';
import { t } from '../../words/words.js';

/** From this many classes on, cells are too small for numbers. */
const CROWDED = 24;

export function ConfusionView({ c }: { c: Confusion | null }) {
  const [at, setAt] = useState<[number, number] | null>(null);
  if (!c) return <div class="cmwrap" aria-hidden="true" />;
  const k = c.classes.length;
  const crowded = k > CROWDED;
  const sums = c.classes.map((_, i) => c.counts.subarray(i * k, (i + 1) * k).reduce((a, b) => a + b, 0));
  const right = c.classes.reduce((a, _, i) => a + c.counts[i * (k + 1)]!, 0);
  const of = sums.reduce((a, b) => a + b, 0);
  const key = (e: KeyboardEvent) => {
    const d = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] } as Record<string, [number, number]>)[e.key];
    if (!d) return;
    e.preventDefault();
    e.stopPropagation();
    const [i, j] = at ?? [0, -d[1]];
    setAt([Math.max(0, Math.min(k - 1, i + d[0])), Math.max(0, Math.min(k - 1, j + d[1]))]);
  };
  const said = at && at[0] < k && at[1] < k ? at : null;
  return (
    <>
      <div class="cmwrap" tabIndex={0} role="group" aria-label={t.network.confusionLabel} onKeyDown={key} onPointerLeave={(e) => e.pointerType === 'mouse' && setAt(null)}>
        <table class={crowded ? 'cm crowded' : 'cm'}>
          <caption class="vh">{t.network.confusionCaption}</caption>
          <thead><tr><td class="corner" />{c.classes.map((n, j) => <th key={j} scope="col" title={n}><span>{n}</span></th>)}</tr></thead>
          <tbody>
            {c.classes.map((n, i) => (
              <tr key={i}>
                <th scope="row" title={n}><span>{n}</span></th>
                {c.classes.map((_, j) => {
                  const v = c.counts[i * k + j]!;
                  const share = sums[i] ? v / sums[i]! : 0;
                  // Between these two ranges neither ink nor paper could be read on the colour.
                  const part = !v ? 0 : share > 0.5 ? 80 + 16 * (2 * share - 1) : 8 + 96 * share;
                  return (
                    <td key={j} class={`num${said?.[0] === i && said[1] === j ? ' at' : ''}`} onPointerEnter={() => setAt([i, j])} onClick={() => setAt([i, j])}
                      style={{ background: `color-mix(in srgb, var(--accent) ${Math.round(part)}%, var(--sunken))`, color: share > 0.5 ? 'var(--on-accent)' : 'var(--ink)' }}>
                      {!crowded && v ? int(v) : ''}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="help num" aria-live={said ? 'polite' : 'off'}>
        {said
          ? t.network.cell(c.classes[said[0]]!, c.classes[said[1]]!, c.counts[said[0] * k + said[1]]!, sums[said[0]]!, sums[said[0]] ? c.counts[said[0] * k + said[1]]! / sums[said[0]]! : 0)
          : t.network.allRight(right, of, c.set === 'test', of ? right / of : 0)}
        {t.network.rowsColumns}
      </p>
    </>
  );
}
