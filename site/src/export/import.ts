// What carries a Spec opens it: a link pasted as text, a Spec, a result, an exported script, notebook, table or file of weights; dropped,
// chosen or pasted anywhere. The engine finds the Spec in it, so that the native command reads the same.
import { acceptFiles, acceptText, type Named } from '../rooms/network/open.js';
import { encode, type Spec } from '../spec.js';
import { complain, dialog, engineFor, go, room, say } from '../store.js';
import { t } from '../words/words.js';

const MARK = 'saddlelab-spec';

/** Opens what carries a Spec; other files are data, which the Network room takes. */
export async function openFiles(all: Named[]): Promise<void> {
  const first = all[0];
  if (all.length === 1 && first && (await mayCarry(first.file))) {
    const found = await openBytes(first.name, await first.file.arrayBuffer());
    if (found) return;
    if (/\.(json|py|ipynb)$/i.test(first.name)) {
      complain(t.take.noSpec(first.name), t.take.cannotOpen);
      return;
    }
  }
  if (room.peek() !== 'network') go('network');
  await acceptFiles(all);
}

/** Whether a file is worth asking the engine: by its name, or by what it holds where that may be much. */
async function mayCarry(f: File): Promise<boolean> {
  if (f.size > 64e6) return false;
  if (/\.(json|py|ipynb)$/i.test(f.name)) return true;
  if (/\.(csv|txt|tsv)$/i.test(f.name)) return (await f.slice(0, 4096).text()).includes(MARK);
  return /\.(npz|safetensors)$/i.test(f.name) && (has(await f.slice(0, 1 << 20).arrayBuffer()) || has(await f.slice(-4096).arrayBuffer()));
}
const has = (b: ArrayBuffer): boolean => new TextDecoder('latin1').decode(b).includes(MARK);

/** Opens the Spec in some bytes; false where there is none. A Spec that is wrong is refused in a sentence, and what is there stays. */
async function openBytes(name: string, bytes: ArrayBuffer): Promise<boolean> {
  const here = room.peek();
  const engine = engineFor(here === 'network' || here === 'experiment' ? here : 'surface');
  try {
    const { spec } = await engine.call<{ spec: Spec | null }>('carried', {}, bytes);
    if (!spec) return false;
    dialog.value = null;
    location.hash = `#s=${encode(spec)}`; // Back leads to what was there
    say({ kind: 'note', text: t.take.opened(name) });
  } catch (e) {
    complain(t.take.wrongIn(name, e instanceof Error ? e.message : String(e)), t.take.cannotOpen);
  }
  return true;
}

/** Opens pasted text that is, or has in it, a link or a Spec; false where it is something else. */
export async function openText(text: string): Promise<boolean> {
  if (!speaks(text)) return false;
  return openBytes(t.take.pasted, new TextEncoder().encode(text).buffer as ArrayBuffer);
}
/** Whether a text looks like one that carries a Spec. */
const speaks = (text: string): boolean => /#([sz]=[\w-]|(surface|network)\/[\w-]|learn\/E\w)|^\s*\{/.test(text) || text.includes(MARK);

/** Takes links, Specs and files from the clipboard, except where text is being typed. */
export function attachPaste(): void {
  addEventListener('paste', (e) => {
    if ((e.target as Element | null)?.closest?.('input, textarea, [contenteditable]')) return;
    const files = [...(e.clipboardData?.files ?? [])];
    const text = e.clipboardData?.getData('text/plain') ?? '';
    if (files.length) void openFiles(files.map((file) => ({ name: file.name, file }))).catch(complain);
    else if (speaks(text)) void openText(text).catch(complain);
    else if (room.peek() === 'network' && /\n/.test(text.trim()) && /[,;\t]/.test(text)) acceptText(text);
    else return;
    e.preventDefault();
  });
}
