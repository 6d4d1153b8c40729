// Checkpoints that PyTorch has saved: opened here, and seen under the same lens as a training of this page.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { phone } from '../../store.js';
import { Icon } from '../../ui/icon.js';
import { foreign, openCheckpoints } from './lens.js';
import { t } from '../../words/words.js';

const SNIPPET = `import numpy as np

saved = {}
def save(step, model):
    for name, p in model.state_dict().items():
        saved[f"{step}/{name}"] = p.detach().cpu().numpy().copy()

# in the training loop: save(step, model)
np.savez("trajectory.npz", **saved)`;

export function Elsewhere() {
  const input = useRef<HTMLInputElement>(null);
  const fault = useSignal<string | null>(null);
  const open = useSignal(false);
  const f = foreign.value;
  const take = (files: File[]) => {
    if (files.length === 0) return;
    fault.value = null;
    openCheckpoints(files).catch((e: Error) => (fault.value = e.message));
  };
  return (
    <div class="elsewhere">
      <input type="file" hidden multiple accept=".npz,.safetensors" ref={input} aria-label={t.lens.openCheckpoints} onChange={(e) => { take([...(e.currentTarget.files ?? [])]); e.currentTarget.value = ''; }} />
      {f ? (
        <p class="cap">{t.lens.lookingAt}<b>{f.name}</b>{t.lens.checkpointsTo(f.of.rows, f.of.steps[f.of.rows - 1] ?? 0)}<button type="button" class="b" onClick={() => (foreign.value = null)}>{t.lens.back}</button></p>
      ) : (
        <div class="lensrow">
          <button type="button" class="b" onClick={() => input.current?.click()}><Icon name="file" />{t.lens.openCheckpoints}</button>
          <button type="button" class="b q" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>{t.lens.howSave}</button>
        </div>
      )}
      {fault.value && <p class="cap lensfault" role="alert">{fault.value}</p>}
      {open.value && !f && (
        <div>
          <p class="help">{t.lens.saveHelp(phone.value)}</p>
          <pre class="snippet" tabIndex={0}>{SNIPPET}</pre>
        </div>
      )}
    </div>
  );
}
