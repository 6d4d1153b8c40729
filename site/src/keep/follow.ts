// Keeps the runs of the rooms as they go: while one runs now and then, and when it rests. Only in idle time, so that no training and no
// picture waits for it.
import { idle } from '../device.js';
import { embedded } from '../embed.js';
import type { History } from '../ui/history.js';
import { type Kept, save, saveFiles } from './store.js';
import { thinned } from './thin.js';

/** What a room has to keep now; null while there is nothing. */
export type Snapshot = Omit<Kept, 'id' | 'name' | 'made' | 'at' | 'files'> & { histories: History[]; result?: () => Promise<object>; /** The files that it reads. */ data?: Record<string, ArrayBuffer> };

/** Rows of all runs up to which a result is kept whole; a longer one is made again by running. */
const RESULT = 5000;
const RUNNING = 8000; // ms between two savings of a run that goes on
const RESTING = 350;

/** Follows one room: to be told of every frame that came. */
export function follower(snapshot: () => Snapshot | null): (running: boolean) => void {
  let timer = 0;
  let busy = false;
  let again = false; // something came while it was being kept
  const now = async (leaving = false): Promise<void> => {
    const s = snapshot();
    if (!s) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    try {
      const { histories, result, data, ...run } = s;
      const curves = thinned(histories);
      const files = data && Object.keys(data).length ? await saveFiles(data) : [];
      if (run.step === 0) return; // nothing has run yet, but its files are there again after a reload
      const small = !leaving && run.state !== 'running' && histories.reduce((n, h) => n + h.length, 0) <= RESULT;
      const whole = small ? await result?.().catch(() => undefined) : undefined;
      await save({ ...run, files }, { ...curves, ...(whole && { result: whole }) });
    } finally {
      busy = false;
    }
    if (again) await now();
  };
  if (!embedded) addEventListener('pagehide', () => void (timer && now(true))); // the engine may be gone before it could give a result
  return (running) => {
    if (embedded || (timer && running)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      timer = 0;
      idle(() => void now());
    }, running ? RUNNING : RESTING);
  };
}
