// The data: which set, a few of its examples, its sliders, what is done to its labels; or a file of the user's.
import { useMemo } from 'preact/hooks';
import { byId, catalog, valueOf } from '../../catalog.js';
import { int } from '../../format.js';
import type { Chosen, DataSpec, NetworkSpec } from '../../spec.js';
import { edit, network } from '../../store.js';
import { Select } from '../../ui/choose.js';
import { Icon } from '../../ui/icon.js';
import { Slider } from '../../ui/slider.js';
import { describe, type DataInfo, info, outputsOf, remember, THUMBS } from './info.js';
import { choose, close, open, openPreview, waiting } from './open.js';
import { Pixels, span } from './pixels.js';
import { Fault } from './problem.js';
import { missing, problem } from './run.js';
import { Scatter } from './scatter.js';
import { isPreset, presets, suits, withOutputs, withPreset } from './shapes.js';
import { t } from '../../words/words.js';

/** Stands for the user's files in the menu. */
const FILE = ' file';
/** Corruptions one after the other. */
const MOST = 3;

/** The Spec on other data: outputs follow, and hidden layers that nobody has changed are those that suit the data. */
export function onData(s: NetworkSpec, data: DataSpec, i: DataInfo): NetworkSpec {
  const was = info.peek();
  const same = was && JSON.stringify(was.shape) === JSON.stringify(i.shape);
  const fresh = !suits(i, s.model) || (!same && isPreset(was ?? i, s.model));
  const first = presets(i)[0]!;
  const model = fresh ? withPreset(first, i) : withOutputs(s.model, outputsOf(i));
  const classes = i.classes.length > 0;
  const loss = classes ? (was?.classes.length === 0 || fresh ? catalog.losses[0]!.id : s.loss) : 'mse';
  return { ...s, data, model, loss, ...(fresh && first.of && { init: { id: first.of.init } }) };
}

/** Puts the Spec on a data set of the catalog, once the engine has said what that is. */
export async function takeSet(id: string): Promise<void> {
  const s = network.peek();
  if (s.data.id === id) return close(); // it is there already, under whatever is being looked at
  const data: DataSpec = { id };
  try {
    const i = await describe({ ...s, data });
    const next = onData(network.peek(), data, i);
    remember(next, i);
    edit(next);
    openPreview.value = null;
  } catch (e) {
    problem.value = e instanceof Error ? e.message : String(e);
  }
}

export function DataGroup() {
  const s = network.value;
  const i = info.value;
  const preview = openPreview.value;
  const file = s.data.file;
  const on = preview ? FILE : file !== undefined ? FILE : s.data.id ?? '';
  return (
    <section class="grp" aria-labelledby="data-h">
      <h2 id="data-h">{t.network.data}<button type="button" class="b q sp" onClick={() => choose()}><Icon name="file" />{t.network.openFile}</button></h2>
      <Select label={t.network.dataSet} value={on} options={[{ id: FILE, name: t.network.ownFiles }, ...catalog.datasets]} onChange={(id) => (id === FILE ? open() : void takeSet(id))} />
      {file === undefined && !preview && <p class="help" lang="en">{byId(catalog.datasets, s.data.id)?.help}</p>}
      {file !== undefined
        ? <FileFacts data={s.data} i={i} />
        : preview ? <p class="help">{t.network.goesOn(byId(catalog.datasets, s.data.id)?.name ?? s.data.id ?? '')}</p> : <SetFacts data={s.data} i={i} />}
      <Fault of={['data']} />
    </section>
  );
}

function Facts({ i }: { i: DataInfo | null }) {
  const shape = !i ? '' : i.height ? `${i.channels > 1 ? `${i.channels} × ` : ''}${i.height} × ${i.width}` : i.vocabulary ? t.network.tokens(i.d, i.vocabulary) : int(i.d);
  return (
    <dl class="facts">
      <dt>{t.network.examples}</dt><dd class="num">{i ? t.network.trainTestCount(i.n, i.test_n) : ' '}</dd>
      <dt>{i?.classes.length === 0 ? t.network.inputsOutputs : t.network.inputsClasses}</dt><dd class="num">{i ? `${shape} · ${i.classes.length || t.network.oneNumber}` : ' '}</dd>
    </dl>
  );
}

function FileFacts({ data, i }: { data: DataSpec; i: DataInfo | null }) {
  const name = data.file ?? '';
  return (
    <>
      <p class="filename" title={name}><Icon name="file" /><b>{name}</b>{missing.value === null && <button type="button" class="b q sp" disabled={waiting.value} onClick={open}>{t.network.howRead}</button>}</p>
      {missing.value === null && (
        <>
          <Examples i={i} image={!!i?.height} />
          <Facts i={i} />
          <Corruptions data={data} i={i} />
        </>
      )}
    </>
  );
}

function SetFacts({ data, i }: { data: DataSpec; i: DataInfo | null }) {
  const s = network.value;
  const entry = byId(catalog.datasets, data.id);
  return (
    <>
      <Examples i={i} image={!!i?.height || (!i && data.id === 'glyphs')} />
      <Facts i={i} />
      <div class="inline">{entry?.params.map((p) => <Slider key={p.name} param={p} value={valueOf(p, data)} onChange={(v) => edit({ ...s, data: { ...data, [p.name]: v } })} />)}</div>
      <Corruptions data={data} i={i} />
    </>
  );
}

/** What is done to the data, one thing after the other. */
function Corruptions({ data, i }: { data: DataSpec; i: DataInfo | null }) {
  const s = network.value;
  const corrupts: Chosen[] = data.corrupt === undefined ? [] : Array.isArray(data.corrupt) ? data.corrupt : [data.corrupt];
  const put = (all: Chosen[]) => {
    const { corrupt: _, ...rest } = data;
    edit({ ...s, data: all.length === 0 ? rest : { ...rest, corrupt: all.length === 1 ? all[0]! : all } });
  };
  return (
    <>
      {[...corrupts, null].map((c, at) => (
        <div key={at}>
          {(c || at === 0 || corrupts.length < MOST) && (
            <div class="row corrupt">
              <span class="lb">{at === 0 ? t.network.corrupt : t.network.and}</span>
              <Select label={at === 0 ? t.network.corruption : t.network.corruptionNumber(at + 1)} value={c?.id ?? ''} options={[{ id: '', name: t.network.nothing }, ...catalog.corruptions]}
                onChange={(id) => put(id ? [...corrupts.slice(0, at), { id }, ...corrupts.slice(at + 1)] : corrupts.filter((_, k) => k !== at))} />
            </div>
          )}
          {c && byId(catalog.corruptions, c.id)?.params.map((p) => <Slider key={p.name} param={p} value={valueOf(p, c)} onChange={(v) => put(corrupts.map((q, k) => (k === at ? { ...q, [p.name]: v } : q)))} />)}
        </div>
      ))}
      {i?.redrawn !== undefined && i.redrawn > 0 && <p class="help num">{t.network.redrawn(i.redrawn, i.n)}</p>}
    </>
  );
}

function Examples({ i, image }: { i: DataInfo | null; image: boolean }) {
  const range = useMemo(() => (i?.pixels ? span(i.pixels) : null), [i?.pixels]);
  if (image) {
    const d = i?.d ?? 0;
    return (
      <div class="thumbs">
        {Array.from({ length: THUMBS }, (_, k) => (
          <figure key={k}>
            {i?.pixels && range ? <Pixels pixels={i.pixels.subarray(k * d, (k + 1) * d)} h={i.height} w={i.width} channels={i.channels} lo={range[0]} hi={range[1]} /> : <span class="px blank" />}
            <figcaption class={i?.flipped?.[k] ? 'flip' : undefined}>{i?.labels ? i.classes[i.labels[k]!] ?? ' ' : ' '}</figcaption>
          </figure>
        ))}
      </div>
    );
  }
  if (i?.tokens?.length && i.wanted) return <Sequences i={i} tokens={i.tokens} wanted={i.wanted} />;
  return i?.points?.length ? <Scatter xyl={i.points} classes={i.classes} /> : null;
}

/** How many sequences are shown. */
const LINES = 3;

/** Sequences as they are read, token by token, and under each the token that is asked for there. */
function Sequences({ i, tokens, wanted }: { i: DataInfo; tokens: number[]; wanted: number[] }) {
  const name = (k: number | undefined) => (k === undefined || k < 0 ? '' : i.classes[k] ?? String(k));
  return (
    <div class="sequences" tabIndex={0} role="group" aria-label={t.network.firstSequences}>
      {Array.from({ length: Math.min(LINES, tokens.length / i.d) }, (_, k) => (
        <table key={k} class="num">
          <tbody>
            <tr><th scope="row">{t.network.reads}</th>{Array.from({ length: i.d }, (_, t) => <td key={t}>{name(tokens[k * i.d + t])}</td>)}</tr>
            <tr><th scope="row">{t.network.saysLine}</th>{Array.from({ length: i.d }, (_, t) => <td key={t} class="said">{name(wanted[k * i.d + t])}</td>)}</tr>
          </tbody>
        </table>
      ))}
    </div>
  );
}
