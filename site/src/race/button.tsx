// Opens the race from the runners that would take part.
import { dialog } from '../store.js';
import { Icon } from '../ui/icon.js';
import { t } from '../words/words.js';

export const RaceButton = () => (
  <button type="button" class="b racego" aria-haspopup="dialog" title={t.ui.fairRaceWhy} onClick={() => (dialog.value = 'race')}><Icon name="step" />{t.ui.fairRace}</button>
);
