/// <reference types="node" />
// The tones of a curve against what they must be: the scale's ends at the extremes, equal ratios for equal ratios, silence for gaps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HIGH, LOW, tones } from './sonify.js';

const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-3, `${a} is not ${b}`);

test('a loss that falls by equal factors falls by equal musical steps', () => {
  const [hz] = tones([[1, 0.1, 0.01]], true, 3);
  near(hz![0]!, HIGH);
  near(hz![1]!, Math.sqrt(LOW * HIGH)); // an octave below the first
  near(hz![2]!, LOW);
});

test('values without a logarithm are heard on a linear scale', () => {
  const [hz] = tones([[-1, 0, 1]], true, 3);
  near(hz![0]!, LOW);
  near(hz![1]!, Math.sqrt(LOW * HIGH));
  near(hz![2]!, HIGH);
});

test('several lines share a scale, gaps are silent, a constant is the middle', () => {
  const [a, b] = tones([[1, 2], [null, 4]], false, 2);
  near(a![0]!, LOW);
  near(a![1]!, LOW * 4 ** (1 / 3));
  assert.equal(b![0], 0);
  near(b![1]!, HIGH);
  near(tones([[3, 3]], true, 2)[0]![0]!, Math.sqrt(LOW * HIGH));
  assert.equal(tones([[]], true, 2)[0]![0], 0);
});
