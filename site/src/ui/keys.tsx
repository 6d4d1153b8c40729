// The sheet of shortcuts.
import { dialog } from '../store.js';
import { Dialog } from './dialog.js';
import { t } from '../words/words.js';

const keys = (): [what: string, ...keys: string[]][] => [
  [t.shell.keyRun, t.shell.space], [t.shell.keyStep, '→'], [t.shell.keyReset, 'R'], [t.shell.keySeed, 'N'],
  [t.shell.keyTurn, t.shell.arrows], [t.shell.keyZoom, '+', '−'], [t.shell.keyHome, '0'],
  [t.shell.keyCross, t.shell.arrows], [t.shell.keyStart, t.shell.enter],
  [t.shell.keyRead, t.shell.arrows], [t.shell.keyLayer, '↑', '↓'], [t.shell.keyTabs, '←', '→'], [t.shell.keySlider, '←', '→'],
  [t.shell.keyLecture, '←', '→'], [t.shell.keyNudge, '↑', '↓'], [t.shell.keyLeave, 'Esc'],
  [t.shell.theme, 'T'], [t.shell.share, 'S'], [t.shell.keySheet, '?'],
];

export function KeysDialog() {
  return (
    <Dialog id="keys" title={t.shell.shortcuts} open={dialog.value === 'keys'} onClose={() => (dialog.value = null)}>
      <div class="keys">{keys().map(([what, ...pressed]) => <div key={what}><span>{what}</span><span>{pressed.map((k) => <kbd key={k}>{k}</kbd>)}</span></div>)}</div>
    </Dialog>
  );
}
