// A few pictures of the data with what the network says of each.
import { useMemo } from 'preact/hooks';
import type { Samples } from '../../engine.js';
import { Pixels, span } from './pixels.js';
import { t } from '../../words/words.js';

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
                {bad ? t.network.saidIs(name(it.said), name(it.label)) : name(it.label)}
                <span class="num">{Number.isFinite(it.prob) ? t.network.sure(it.prob) : t.network.notNumber}</span>
                {it.redrawn && <span>{t.network.redrawnLabel}</span>}
              </figcaption>
            </figure>
          );
        })}
      </div>
      <p class="help num">{worst ? t.network.worstHelp(s.items.length, s.set === 'test') : t.network.samplesHelp(s.items.length, s.set === 'test', wrong)}</p>
    </>
  );
}
