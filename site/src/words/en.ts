// English, in which the texts are written first.
import { faults } from './en/faults.js';
import { learn } from './en/learn.js';
import { lens } from './en/lens.js';
import { network } from './en/network.js';
import { places } from './en/places.js';
import { shell } from './en/shell.js';
import { surface } from './en/surface.js';
import { take } from './en/take.js';
import { ui } from './en/ui.js';

export const en = { faults, learn, lens, network, places, shell, surface, take, ui };
