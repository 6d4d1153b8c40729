/// <reference types="node" />
// The tokens' colours by WCAG 2.2's formula: text at 4.5 to 1, lines, markers and edges of controls at 3 to 1, in both themes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync('site/style/tokens.css', 'utf8');
const block = (from: string): Map<string, string> => {
  const at = css.indexOf(from);
  assert.ok(at >= 0, `no ${from} in tokens.css`);
  return new Map([...css.slice(at, css.indexOf('\n}', at)).matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
};
const light = block(':root {');
const themes = { light, dark: new Map([...light, ...block(':root[data-theme="dark"] {')]) };

/** Relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
};

test('black on white has the contrast that the standard says', () => assert.equal(contrast('#000000', '#ffffff'), 21));

for (const [name, of] of Object.entries(themes)) {
  const least = (fore: string[], back: string[], ratio: number) => {
    for (const f of fore) for (const b of back) {
      const c = contrast(of.get(f)!, of.get(b)!);
      assert.ok(c >= ratio, `${f} on ${b}: ${c.toFixed(2)}, not ${ratio}`);
    }
  };
  test(`${name}: text is read on every ground`, () => {
    least(['--ink', '--ink-2', '--ink-3', '--accent', '--ok', '--bad'], ['--paper', '--raised', '--sunken'], 4.5);
    least(['--on-accent'], ['--accent', '--accent-2'], 4.5);
    least(['--ok'], ['--ok-soft'], 4.5);
    least(['--bad'], ['--bad-soft'], 4.5);
  });
  test(`${name}: runners, edges and axes are seen`, () => {
    least(['--r1', '--r2', '--r3', '--r4', '--r5', '--r6', '--r7', '--edge', '--axis'], ['--paper', '--raised'], 3);
  });
}
