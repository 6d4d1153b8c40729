// A few pictures of the data with what the network says of each.
import { useMemo } from 'preact/hooks';
import type { Samples } from '../../engine.js';
import { percent } from '../../format.js';
import { Pixels, span } from './pixels.js';

export function SamplesView({ s, worst }: { s: Samples | null; /** They are those that cost the most. */ worst?: boolean }) {
  const range = useMemo(() => (s ? span(s.pixels) : ([0, 1] as [number, number])), [s?.pixels]);
  if (!s) return <div class="samples" aria-hidden="true" />;
  const d = s.pixels.length / Math.max(1, s.items.length);
  const channels = Math.round(d / (s.h * s.w || 1));
  const name = (k: number) => s.classes[k] ?? String(k);
  const wrong = s.items.filter((i) => i.said !== i.label).length;
  return (
    <>
      <div class="samples">
        {s.items.map((it, i) => {
          const bad = it.said !== it.label;
          return (
            <figure key={it.index} class={bad ? 'bad' : undefined}>
              <Pixels pixels={s.pixels.subarray(i * d, (i + 1) * d)} h={s.h} w={s.w} channels={channels} lo={range[0]} hi={range[1]} />
              <figcaption>
                {bad ? `said ${name(it.said)}, is ${name(it.label)}` : name(it.label)}
                <span class="num">{Number.isFinite(it.prob) ? `${percent(it.prob, 0)} sure` : 'not a number'}</span>
                {it.redrawn && <span>redrawn label</span>}
              </figcaption>
            </figure>
          );
        })}
      </div>
      <p class="help num">{worst ? `The ${s.items.length} of the first 2000 ${s.set === 'test' ? 'test' : 'training'} examples to whose class the network gives the least probability, the worst first.` : `${s.items.length} of the ${s.set === 'test' ? 'test' : 'training'} examples; ${wrong} of them wrong now.`}</p>
    </>
  );
}
