// The engine's sentence about a Spec that cannot be run, beside the controls it speaks of.
import { useEffect, useRef } from 'preact/hooks';
import { phone, sheet } from '../../store.js';
import { Message } from '../../ui/message.js';
import { live, problem } from './run.js';
import { t } from '../../words/words.js';

const groups = ['data', 'model', 'init', 'loss', 'runs', 'epochs', 'batch', 'seed'];
/** The first field that a sentence names: "model[2].dense: …" → model. */
const field = (text: string): string => /^([a-z_]+)[\w.[\]]*:/.exec(text)?.[1] ?? '';

function Sentence({ text }: { text: string }) {
  const busy = live.value.state === 'running' || live.value.state === 'paused';
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), [text]); // the side scrolls: the sentence may be below its edge
  return <div class="err" ref={box}><Message kind="bad" title={text}>{busy ? t.network.unchanged : undefined}</Message></div>;
}

/** Shows the sentence when it is about one of these fields. */
export function Fault({ of }: { of: string[] }) {
  const text = problem.value;
  return text && of.includes(field(text)) ? <Sentence text={text} /> : null;
}

/** Shows what no group on the screen shows: sentences about no field, and on a phone all of them while the sheet is closed. */
export function OtherFault() {
  const text = problem.value;
  if (!text || (groups.includes(field(text)) && !(phone.value && !sheet.value))) return null;
  return <Sentence text={text} />;
}
