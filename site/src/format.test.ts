// Numbers as people read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed, int, num, parse, percent, power } from './format.js';

test('numbers in about four digits, and what is rounded first decides how it is written', () => {
  const cases: [number | null, string][] = [
    [0, '0'], [0.511, '0.511'], [-13.3149, '−13.31'], [0.001, '0.001'], [0.0009999999, '0.001'], [0.00099, '9.9 · 10⁻⁴'], [5.4e-10, '5.4 · 10⁻¹⁰'],
    [12345.6, '12\u202f350'], [999999.9, '1.0 · 10⁶'], [-2e7, '−2.0 · 10⁷'], [Number.POSITIVE_INFINITY, '∞'], [null, '–'],
  ];
  for (const [v, want] of cases) assert.equal(num(v), want, String(v));
});

test('columns stand still, counts have thin spaces, and no zero has a sign', () => {
  assert.equal(fixed(-0.0004, 3), '0.000');
  assert.equal(fixed(1234.5, 1), '1234.5');
  assert.equal(int(10000), '10\u202f000');
  assert.equal(percent(0.985), '98.5\u202f%');
  assert.equal(power(-9), '10⁻⁹');
});

test('what people type is read, and what is no number is none', () => {
  const cases: [string, number][] = [['−0,5', -0.5], ['3e-4', 3e-4], ['10^-3', 1e-3], ['5 · 10^2', 500], ['12 000', 12000]];
  for (const [text, want] of cases) assert.ok(Math.abs(parse(text) - want) < 1e-15 * Math.max(1, Math.abs(want)), `${text}: ${parse(text)}`);
  for (const text of ['', 'ten', '1.2.3', '1e']) assert.ok(Number.isNaN(parse(text)), text);
});
