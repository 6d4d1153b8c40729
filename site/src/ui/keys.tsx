// The sheet of shortcuts.
import { dialog } from '../store.js';
import { Dialog } from './dialog.js';

const KEYS: [what: string, ...keys: string[]][] = [
  ['Run or pause', 'Space'], ['One step', '→'], ['Reset to the same start', 'R'], ['New seed', 'N'],
  ['Turn the view, when it has focus', 'arrows'], ['Zoom, when it has focus', '+', '−'], ['Camera home, when it has focus', '0'],
  ['Move the cross on the map', 'arrows'], ['Start at the cross', 'Enter'],
  ['Light or dark', 'T'], ['Share', 'S'], ['This sheet', '?'],
];

export function KeysDialog() {
  return (
    <Dialog id="keys" title="Shortcuts" open={dialog.value === 'keys'} onClose={() => (dialog.value = null)}>
      <div class="keys">{KEYS.map(([what, ...keys]) => <div key={what}><span>{what}</span><span>{keys.map((k) => <kbd key={k}>{k}</kbd>)}</span></div>)}</div>
    </Dialog>
  );
}
