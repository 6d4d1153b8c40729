// English, in which the texts are written first.
import { shell } from './en/shell.js';
import { ui } from './en/ui.js';

export const en = { shell, ui };
