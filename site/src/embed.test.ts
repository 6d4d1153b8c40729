/// <reference types="node" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parts, snippet } from './embed.js';

const shown = (search: string) => [...parts(search)!.shown].join();

test('the address chooses the parts of an embedded page', () => {
  assert.equal(parts(''), null);
  assert.equal(parts('?theme=dark'), null);
  assert.equal(shown('?embed'), 'runs,view,run,step,reset,seed,scrub');
  assert.equal(shown('?embed=1'), shown('?embed'));
  assert.equal(shown('?embed=run,%20Map'), 'run,map');
  assert.equal(shown('?embed=-seed,-runs'), 'view,run,step,reset,scrub');
  assert.deepEqual(parts('?embed=run,play,-stop')!.unknown, ['play', 'stop']);
  assert.equal(shown('?embed=play'), shown('?embed'));
});

test('a title with quotes stays inside its attribute', () => {
  const html = snippet('https://example.org/lab/', '#surface/zigzag', 'x" onload="y <&');
  assert.match(html, /src="https:\/\/example\.org\/lab\/\?embed#surface\/zigzag" title="x&quot; onload=&quot;y &lt;&amp;"/);
});
