// The sentences of the library that its pages show: what they have in Chinese, too.
import { sayings as exportSayings } from '../../web/lib/export.js';
import { sayings } from '../../web/lib/sayings.js';
import { sayings as tokenizerSayings } from '../../web/lib/tokenizer-parts.js';

export const librarySayings = { ...sayings, ...exportSayings, ...tokenizerSayings };
