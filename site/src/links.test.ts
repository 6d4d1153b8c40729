/// <reference types="node" />
// Links: what is written is read again as the same experiment, what was written years ago still is, and nothing harmful is unpacked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { catalog } from './catalog.js';
import { brief, entryOf, hashOf, MAX_UNPACKED, named, read, runsOf, sameness, shortHash } from './links.js';
import { encode, networkDefault, type Spec, surfaceDefault, type SurfaceSpec } from './spec.js';

const long: Spec = {
  ...networkDefault, epochs: 25,
  model: [64, 48, 32, 24, 16, 12].flatMap((dense) => [{ dense }, { act: 'tanh' }]).concat([{ dense: 10 }]),
  runs: [0.01, 0.02, 0.04, 0.08].map((lr) => ({ optimizer: 'momentum', lr, momentum: 0.8, schedule: { id: 'cosine' } })),
};

// Written by the first versions: they open for ever.
const OLD: [hash: string, spec: object][] = [
  ['s=eyJ2IjoxLCJraW5kIjoic3VyZmFjZSIsInNlZWQiOjcsInN0ZXBzIjo0MDAsInN1cmZhY2UiOnsiaWQiOiJuZXN0ZXJvdiJ9LCJzdGFydCI6WzEuMywwXSwicnVucyI6W3sib3B0aW1pemVyIjoic2dkIiwibHIiOjAuMDV9LHsib3B0aW1pemVyIjoicGVydHVyYmVkLXNnZCIsImxyIjowLjA1LCJub2lzZSI6MC4zfV19', surfaceDefault],
  ['s=eyJ2IjoxLCJraW5kIjoiZXhwZXJpbWVudCIsImlkIjoiRTMxYiIsInBhcmFtcyI6eyJrYXBwYSI6MzB9fQ', { v: 1, kind: 'experiment', id: 'E31b', params: { kappa: 30 } }],
];
test('a link of the first version opens', async () => {
  for (const [hash, spec] of OLD) assert.deepEqual(await read(hash), spec);
});

test('a deflated link of this version opens for ever', async () => {
  const z = 'z=q1YqU7Iy1FHKzsxLUbJSKi4tSktMTlWqBQA';
  assert.equal(inflateRawSync(Buffer.from(z.slice(2), 'base64url')).toString(), '{"v":1,"kind":"surface"}');
  assert.deepEqual(await read(z), { v: 1, kind: 'surface' });
});

test('what is written is read again as the same experiment, and the short form is not longer', async () => {
  const specs: Spec[] = [surfaceDefault, networkDefault, long, { v: 1, kind: 'experiment', seed: 8, id: catalog.experiments[0]!.id, params: {} }, ...catalog.gallery.map((g) => ({ ...g.spec, seed: 11 }))];
  for (const s of specs) {
    for (const hash of [`s=${encode(s)}`, hashOf(s).slice(1), (await shortHash(s)).slice(1)]) {
      const back = named(hash)?.spec ?? (await read(hash))!;
      assert.equal(sameness(back), sameness(s), hash);
    }
    assert.ok((await shortHash(s)).length <= hashOf(s).length);
  }
});

test('a long Spec becomes a third of its plain link', async () => {
  const short = await shortHash(long);
  assert.match(short, /^#z=[\w-]+$/);
  assert.ok(short.length * 3 < encode(long).length, `${short.length} of ${encode(long).length}`);
});

test('an exhibit of the gallery is named, with its defaults written out too', () => {
  assert.ok(catalog.gallery.length > 10);
  for (const g of catalog.gallery) {
    assert.equal(hashOf(g.spec), `#${g.spec.kind}/${g.id}`);
    assert.equal(named(`${g.spec.kind}/${g.id}`), g);
    assert.equal(entryOf({ ...g.spec, seed: 8 }), undefined);
  }
  const g = catalog.gallery.find((e) => e.id === 'saddle-noise')!;
  const whole = { ...g.spec, seed: 7, steps: 400, runs: g.spec.runs.map((r) => ({ lr: 0.05, schedule: { id: 'constant' }, average: 'none', ...r })) } as unknown as SurfaceSpec;
  assert.equal(entryOf(whole), g);
  assert.equal(named('surface/no-such'), null);
  assert.equal(named('learn/E18'), undefined);
});

test('only what is the default is left out', () => {
  const s: SurfaceSpec = { ...surfaceDefault, seed: 8, steps: 401, runs: [{ optimizer: 'adam', lr: 0.01, beta1: 0.9, beta2: 0.5, schedule: { id: 'constant' } }] };
  assert.deepEqual(brief(s), { v: 1, kind: 'surface', seed: 8, steps: 401, surface: { id: 'nesterov' }, runs: [{ optimizer: 'adam', beta2: 0.5 }] });
});

test('what is asked about runs makes no other runs', () => {
  assert.equal(runsOf({ ...surfaceDefault, analyse: { critical: {} } }), runsOf(surfaceDefault));
  assert.notEqual(runsOf({ ...surfaceDefault, seed: 8 }), runsOf(surfaceDefault));
});

test('a link that unpacks without end is refused, and so is a cut one', async () => {
  const bomb = deflateRawSync(Buffer.alloc(64 << 20, ' '));
  assert.ok(bomb.length < 100_000);
  await assert.rejects(async () => read(`z=${bomb.toString('base64url')}`), /more than 1 MB/);
  const fits = deflateRawSync(Buffer.from(JSON.stringify(surfaceDefault).padEnd(MAX_UNPACKED, ' ')));
  assert.deepEqual(await read(`z=${fits.toString('base64url')}`), surfaceDefault);
  const short = (await shortHash(long)).slice(1);
  await assert.rejects(async () => read(short.slice(0, short.length >> 1)), /cut|complete|unpacked/);
  await assert.rejects(async () => read('z=ab'), /cut|complete|unpacked/);
  await assert.rejects(async () => read('z=?'), /#z=/);
  assert.equal(read('learn/E18'), null);
});
