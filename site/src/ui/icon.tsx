// Line icons on a 16-unit grid, and the runners' swatches and markers.
import type { JSX } from 'preact';
import { t } from '../words/words.js';

const line = (d: string) => <path d={d} />;
const icons = {
  play: <path d="M5 3.2v9.6L13 8z" fill="currentColor" />,
  pause: <path d="M5 3.5h1.6v9H5zM9.4 3.5H11v9H9.4z" fill="currentColor" />,
  step: <><path fill="currentColor" d="M3.5 3.2v9.6L10 8z" /><path d="M12.5 3.5v9" /></>,
  reset: line('M3.2 8a4.9 4.9 0 1 0 1.5-3.5M3 2.4v2.8h2.8'),
  seed: <><rect x="2.5" y="2.5" width="11" height="11" rx="2.5" /><circle cx="5.6" cy="5.6" r=".8" fill="currentColor" /><circle cx="10.4" cy="10.4" r=".8" fill="currentColor" /><circle cx="8" cy="8" r=".8" fill="currentColor" /></>,
  share: line('M8 10V2.2M5 4.8 8 2l3 2.8M4 7H3v6.5h10V7h-1'),
  keys: <><rect x="1.5" y="4" width="13" height="8.5" rx="1.5" />{line('M4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.8h6')}</>,
  theme: <><circle cx="8" cy="8" r="5.5" /><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" /></>,
  check: line('m3 8.5 3.2 3.2L13 4.8'),
  close: line('m4 4 8 8M12 4l-8 8'),
  plus: line('M8 3v10M3 8h10'),
  chevron: line('m6 3.5 4.5 4.5L6 12.5'),
  adjust: <>{line('M2 5h6M12 5h2M2 11h2M8 11h6')}<circle cx="10" cy="5" r="1.8" /><circle cx="6" cy="11" r="1.8" /></>,
  home: line('M2.5 8 8 3l5.5 5M4 7v6h8V7'),
  full: line('M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10'),
  runs: line('M2.5 3.5h.01M5.5 3.5h8M2.5 8h.01M5.5 8h8M2.5 12.5h.01M5.5 12.5h8'),
  copy: <><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />{line('M10.5 5.5V3.5a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2')}</>,
  file: line('M4 1.8h5L12.2 5v9.2H4zM9 1.8V5h3.2'),
  drop: line('M8 2v8.5M4.8 7.5 8 10.7l3.2-3.2M3 13.5h10'),
  trash: line('M3 4.5h10M6.5 4.5V2.8h3v1.7M4.5 4.5l.6 8.7h5.8l.6-8.7M6.8 7v4M9.2 7v4'),
  up: line('M8 13V3M4 7l4-4 4 4'),
  down: line('M8 3v10M4 9l4 4 4-4'),
  table: <><rect x="2.5" y="3" width="11" height="10" rx="1" />{line('M2.5 6.3h11M6.6 6.3V13')}</>,
  sound: line('M2.8 6.2v3.6H5l3.3 2.7v-9L5 6.2zM11 5.8a3.2 3.2 0 0 1 0 4.4M12.9 4a5.8 5.8 0 0 1 0 8'),
  stop: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />,
  grip: <>{[5.5, 10.5].map((x) => [4, 8, 12].map((y) => <circle key={`${x}${y}`} cx={x} cy={y} r=".9" fill="currentColor" />))}</>,
} satisfies Record<string, JSX.Element>;
export type IconName = keyof typeof icons;

export function Icon({ name, class: more }: { name: IconName; class?: string }) {
  return <svg class={more ? `i ${more}` : 'i'} viewBox="0 0 16 16" aria-hidden="true">{icons[name]}</svg>;
}

/** The path of runner k's marker (1 … 7) around (x, y): ● ▲ ■ ◆ ▼ ✚ ○. r is the disc's radius; the others have its area. */
export function markerPath(k: number, x: number, y: number, r: number): string {
  const p = (pts: [number, number][]) => `M${pts.map(([a, b]) => `${(x + a * r).toFixed(2)} ${(y + b * r).toFixed(2)}`).join('L')}Z`;
  switch (k) {
    case 2: return p([[0, -1.25], [1.2, 0.85], [-1.2, 0.85]]);
    case 3: return p([[-0.95, -0.95], [0.95, -0.95], [0.95, 0.95], [-0.95, 0.95]]);
    case 4: return p([[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]]);
    case 5: return p([[0, 1.25], [1.2, -0.85], [-1.2, -0.85]]);
    case 6: return p([[-0.4, -1.2], [0.4, -1.2], [0.4, -0.4], [1.2, -0.4], [1.2, 0.4], [0.4, 0.4], [0.4, 1.2], [-0.4, 1.2], [-0.4, 0.4], [-1.2, 0.4], [-1.2, -0.4], [-0.4, -0.4]]);
    default: return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }
}

/** A runner's line with its dash and marker: its identity everywhere. k counts from 1. */
export function Swatch({ k, mean }: { k: number; /** Of the average of its iterates: no line, a hollow marker. */ mean?: boolean }) {
  return (
    <svg class="sw" viewBox="0 0 34 12" aria-hidden="true">
      {!mean && <line class={`k${k} d${k}`} x1="1" x2="33" y1="6" y2="6" />}
      <path class={`mk k${k}${mean ? ' mean' : k === 7 ? ' hollow' : ''}`} d={markerPath(k, 17, 6, 4.2)} />
    </svg>
  );
}

/** The marker alone, 10 units wide. */
export function Marker({ k }: { k: number }) {
  return <svg viewBox="0 0 10 10" aria-hidden="true"><path class={`k${k}${k === 7 ? ' hollow' : ''}`} d={markerPath(k, 5, 5, 3.6)} /></svg>;
}

const kinds: Record<string, string> = {
  minimum: 'M2 3c1.5 9 8.5 9 10 0',
  maximum: 'M2 12C3.5 3 10.5 3 12 12',
  saddle: 'M2 2c1.5 8 8.5 8 10 0M4 13c1-6 5-6 6 0',
  degenerate: 'M2 11c5 0 4-8 10-8',
  moving: 'M1 7h11M9 4l3 3-3 3',
  diverged: 'M3 11 11 3M6 3h5v5',
};
/** The kind of a point in word and picture. */
export function KindMark({ kind }: { kind: string }) {
  return <span class="kind"><svg viewBox="0 0 14 14" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><path d={kinds[kind] ?? kinds.moving} /></svg>{t.ui.kind(kind)}</span>;
}
