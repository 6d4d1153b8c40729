// Opens the race from the runners that would take part.
import { dialog } from '../store.js';
import { Icon } from '../ui/icon.js';

export const RaceButton = () => (
  <button type="button" class="b racego" aria-haspopup="dialog" title="Every runner at many step sizes and seeds, with the same budget" onClick={() => (dialog.value = 'race')}><Icon name="step" />Fair race</button>
);
