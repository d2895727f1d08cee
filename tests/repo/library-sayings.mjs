// The sentences of the library that its pages show: what they have in Chinese, too.
import { sayings as gridSayings } from '../../web/lib/evaluation-grid.js';
import { sayings as exportSayings } from '../../web/lib/export.js';
import { sayings as ggufSayings } from '../../web/lib/formats/gguf.js';
import { sayings as ggufModelSayings } from '../../web/lib/formats/gguf-keys.js';
import { sayings as llama2cSayings } from '../../web/lib/formats/llama2c.js';
import { sayings as quantizedSayings } from '../../web/lib/formats/quantized.js';
import { sayings as quantizedFormSayings } from '../../web/lib/formats/quantized-forms.js';
import { sayings as modelFileSayings } from '../../web/lib/model-files.js';
import { sayings } from '../../web/lib/sayings.js';
import { sayings as shardSayings } from '../../web/lib/shards.js';
import { sayings as tokenizerSayings } from '../../web/lib/tokenizer-parts.js';
import { sayings as trainSayings } from '../../web/lib/train.js';
import { sayings as wrongFileSayings } from '../../web/lib/wrong-file.js';

export const librarySayings = {
  ...sayings,
  ...exportSayings,
  ...gridSayings,
  ...modelFileSayings,
  ...shardSayings,
  ...tokenizerSayings,
  ...trainSayings,
  ...llama2cSayings,
  ...ggufSayings,
  ...ggufModelSayings,
  ...quantizedSayings,
  ...quantizedFormSayings,
  ...wrongFileSayings,
};
