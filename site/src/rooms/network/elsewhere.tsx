// Checkpoints that PyTorch has saved: opened here, and seen under the same lens as a training of this page.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { count, int } from '../../format.js';
import { phone } from '../../store.js';
import { Icon } from '../../ui/icon.js';
import { foreign, openCheckpoints } from './lens.js';

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
      <input type="file" hidden multiple accept=".npz,.safetensors" ref={input} aria-label="Open checkpoints" onChange={(e) => { take([...(e.currentTarget.files ?? [])]); e.currentTarget.value = ''; }} />
      {f ? (
        <p class="cap">Looking at <b>{f.name}</b>: {count(f.of.rows, 'checkpoint')} to step {int(f.of.steps[f.of.rows - 1] ?? 0)}, trained elsewhere. <button type="button" class="b" onClick={() => (foreign.value = null)}>Back to this training</button></p>
      ) : (
        <div class="lensrow">
          <button type="button" class="b" onClick={() => input.current?.click()}><Icon name="file" />Open checkpoints</button>
          <button type="button" class="b q" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>from PyTorch: how to save them</button>
        </div>
      )}
      {fault.value && <p class="cap lensfault" role="alert">{fault.value}</p>}
      {open.value && !f && (
        <div>
          <p class="help">For the data and the layers that are set here{phone.value ? '' : ' at the side'}, in the same order. A .safetensors file of a state_dict is one checkpoint; the number at the end of its name is its step. Nothing is sent anywhere.</p>
          <pre class="snippet" tabIndex={0}>{SNIPPET}</pre>
        </div>
      )}
    </div>
  );
}
