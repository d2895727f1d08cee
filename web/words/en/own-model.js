/** A visitor's own model: fetched when somebody asks for it. */
import { plural } from '../plural.js';

const count = (/** @type {number} */ number) => number.toLocaleString('en');
const rounded = (/** @type {number} */ number) => Number(number.toPrecision(2)).toLocaleString('en');

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 1) return `${rounded(1000 * seconds)} ms`;
  return seconds < 120 ? `${rounded(seconds)} s` : `${rounded(seconds / 60)} minutes`;
}

const namesShown = 3;

/** @typedef {{ architecture: string, layers: number, heads: number }} Shape */

export const ownModel = {
  choose: 'Choose files',
  chooseFolder: 'Choose a folder',
  about:
    'A model of the Llama architecture as transformers saves it: config.json, model.safetensors (or its shards with their index; also in 8 bits: FP8, GPTQ, MLX, bitsandbytes, compressed-tensors) and tokenizer.json. Or one GGUF file (F32, F16, BF16, Q2_K to Q6_K, Q4_0 to Q8_0), or a checkpoint of llama2.c: a .bin and its vocabulary (tok512.bin, tokenizer.bin). You may drop them here, too.',
  private:
    'It is read and runs in this tab: nothing is sent, no link carries it, and it is gone when you leave this page.',
  meanwhile: (/** @type {string} */ title) => `Shown until then: ${title}.`,
  reading: 'Reading the files.',
  /** @param {string} why  @param {string} file  that it is about; '' = it says so itself */
  refused: (why, file) => `Not loaded: ${file && `${file}: `}${why}`,
  elsewhere: 'The pages Explorer and Evaluate take it without: they run what needs no text.',
  tooLarge: (/** @type {number} */ needed, /** @type {number} */ most) =>
    `Too large for a tab: the engine would need ${rounded(needed)} GB, and uses at most ${rounded(most)} GB.`,
  load: 'Load',
  cancel: 'Cancel',
  loading: (/** @type {number} */ percent) => `Loading: ${percent} %`,
  loadingLabel: 'Loading your model',
  bytes: (/** @type {number} */ bytes) =>
    bytes < 1e5
      ? `${rounded(bytes / 1e3)} kB`
      : bytes < 1e9
        ? `${rounded(bytes / 1e6)} MB`
        : `${rounded(bytes / 1e9)} GB`,
  facts: {
    folder: 'Folder',
    architecture: 'Architecture',
    shape: (/** @type {Shape} */ { architecture, layers, heads }) =>
      `${architecture}, ${plural(count(layers), 'layer')} of ${plural(count(heads), 'head')}`,
    parameters: 'Parameters',
    count,
    training: 'Training',
    trained: (/** @type {string} */ methods, /** @type {number} */ tokens) =>
      `${methods}, up to ${count(tokens)} tokens`,
    tokens: 'Tokens',
    characters: 'characters',
    vocabulary: (/** @type {number} */ size) => `${count(size)}, by its tokenizer.json`,
    textless: (/** @type {number} */ size) => `${count(size)}, without a tokenizer that can be read`,
    disk: 'On disk',
    memory: 'Memory',
    needs: (/** @type {string} */ loading, /** @type {string} */ kept) => `${loading} while it loads, then ${kept}`,
    time: 'Time',
    pass: (/** @type {number} */ seconds, /** @type {number} */ tokens) =>
      `about ${duration(seconds)} for each method at ${count(tokens)} tokens`,
    measuring: 'being measured on the weights that are shown',
    /** @param {string[]} names  of tensors */
    unused: (names) =>
      `${plural(count(names.length), 'tensor has', 'tensors have')} no place in this model, which runs without: ${names.slice(0, namesShown).join(', ')}${names.length > namesShown ? ', …' : ''}.`,
    beyond: (/** @type {number} */ most) =>
      `Texts here end at ${count(most)} tokens, within its training length: what lies beyond cannot be seen.`,
  },
};
