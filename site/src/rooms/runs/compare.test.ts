/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surfaceDefault } from '../../spec.js';
import { History } from '../../ui/history.js';
import { thinned } from '../../keep/thin.js';
import { differences } from './differ.js';
import { lineOf, over } from './lines.js';

test('only fields with different values differ, and a missing one is none', () => {
  const a = { ...surfaceDefault, start: [1, 2], runs: [{ optimizer: 'sgd', lr: 0.05 }] };
  const b = { ...a, steps: 10, start: [1, 3], runs: [{ optimizer: 'sgd', lr: 0.1, schedule: { id: 'power', p: 0.5 } }] };
  assert.deepEqual(differences([a, b]), [
    { field: 'steps', values: ['400', '10'] },
    { field: 'start', values: ['1, 2', '1, 3'] },
    { field: 'runs[0].lr', values: ['0.05', '0.1'] },
    { field: 'runs[0].schedule.id', values: [null, 'power'] },
    { field: 'runs[0].schedule.p', values: [null, '0.5'] },
  ]);
  assert.deepEqual(differences([a, a, a]), []);
});

test('a thinned run keeps its first and last rows and the steps of those between', () => {
  const h = new History(['f']);
  h.append(0, Float64Array.from({ length: 1234 }, (_, i) => i * i), ['f']);
  const { cols, rows } = thinned([h]);
  const line = lineOf(cols, rows[0]!, null, 'f', false);
  assert.ok(line.x.length <= 501 && line.x[0] === 0 && line.x.at(-1) === 1233);
  line.x.forEach((x, i) => assert.equal(line.y[i], x * x));
});

test('lines of different places meet on one axis', () => {
  const [x, a, b] = over([{ x: [0, 2, 4], y: [0, 20, null] }, { x: [1, 2], y: [5, 6] }]);
  assert.deepEqual([x, a, b], [[0, 1, 2, 4], [0, 10, 20, null], [null, 5, 6, null]]);
});
