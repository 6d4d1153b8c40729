// French, with every text that English has.
import { faults } from './fr/faults.js';
import { learn } from './fr/learn.js';
import { lens } from './fr/lens.js';
import { network } from './fr/network.js';
import { places } from './fr/places.js';
import { shell } from './fr/shell.js';
import { surface } from './fr/surface.js';
import { take } from './fr/take.js';
import { ui } from './fr/ui.js';
import type { Words } from './words.js';

export const fr: Words = { faults, learn, lens, network, places, shell, surface, take, ui };
