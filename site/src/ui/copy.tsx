// A button that copies a text and says that it has.
import { useState } from 'preact/hooks';
import { t } from '../words/words.js';
import { Icon } from './icon.js';

export function Copy({ text, label, primary }: { text: string; label: string; primary?: boolean }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await toClipboard(text);
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return <button type="button" class={primary ? 'b p' : 'b'} aria-live="polite" onClick={() => void copy()}>{primary && <Icon name="copy" />}{done ? t.shell.copied : label}</button>;
}

/** Pages opened from a file have no clipboard of their own: there the old way, through a selection. */
async function toClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}
