// The sentences of the library that its pages show: what they have in Chinese, too.
import { sayings as gridSayings } from '../../web/lib/evaluation-grid.js';
import { sayings as exportSayings } from '../../web/lib/export.js';
import { sayings } from '../../web/lib/sayings.js';
import { sayings as tokenizerSayings } from '../../web/lib/tokenizer-parts.js';
import { sayings as trainSayings } from '../../web/lib/train.js';

export const librarySayings = { ...sayings, ...exportSayings, ...gridSayings, ...tokenizerSayings, ...trainSayings };
