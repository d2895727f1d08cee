/** Weights in a file of another form, with what lies beside it, as the folder that Hugging Face's classes save. */

import { errorOf } from '../sayings.js';
import { readGgufModel } from './gguf-model.js';
import { readCheckpoint, readVocabulary } from './llama2c.js';
import { partsOf, storeOf } from './parts.js';

/**
 * @typedef {import('../model-files.js').Folder} Folder
 * @typedef {import('../model-files.js').WeightFile} WeightFile
 * @typedef {import('../model-files.js').Reading} Reading
 */

const weights = 'model.safetensors';

/** The names under which a vocabulary of llama2.c lies beside its checkpoint, in the order in which they are looked for. */
const vocabularies = (/** @type {number} */ count) => [`tok${count}.bin`, 'tokenizer.bin'];

/**
 * @param {Folder} folder
 * @param {string} name  of the file with the weights
 * @param {Reading} [reading]
 * @returns {Promise<Folder & { far: NonNullable<Folder['far']> }>}
 */
export async function savedFolder(folder, name, reading) {
  const saved = name.endsWith('.gguf')
    ? await readGguf(folder, name, reading)
    : await readLlama2c(folder, name, reading);
  const utf8 = new TextEncoder();
  const texts = new Map([
    ['config.json', utf8.encode(saved.config)],
    ...(saved.tokenizer === undefined ? [] : [/** @type {const} */ (['tokenizer.json', utf8.encode(saved.tokenizer)])]),
  ]);
  const read = async (/** @type {string} */ wanted) => {
    const content = texts.get(wanted);
    if (content) return content;
    throw errorOf('load_failed', 'file_not_picked', { path: wanted });
  };
  return {
    names: [...texts.keys(), weights],
    read,
    far: (wanted) => (wanted === weights ? saved.weights() : read(wanted)),
  };
}

/**
 * The weights are unpacked tensor by tensor, when they are asked for: of the file a part at a time is in memory.
 * @param {Folder} folder
 * @param {string} name
 * @param {Reading} [reading]
 * @returns {Promise<{ config: string, tokenizer?: string | undefined, weights: () => Promise<WeightFile> }>}
 */
async function readGguf({ read, far = read }, name, { report, signal } = {}) {
  const half = (/** @type {number} */ first) => report && ((/** @type {number} */ done) => report((first + done) / 2));
  const model = await readGgufModel(name, partsOf(await far(name, half(0))));
  return { ...model, weights: async () => model.weights(storeOf(model.size), half(1), signal) };
}

/**
 * The checkpoint, and the vocabulary beside it.
 * @param {Folder} folder
 * @param {string} name
 * @param {Reading} [reading]
 * @returns {ReturnType<typeof readGguf>}
 */
async function readLlama2c(folder, name, { report } = {}) {
  const { vocabulary, config, weights: content } = readCheckpoint(name, await folder.read(name, report));
  const tokens = await firstOf(folder, vocabularies(vocabulary));
  const tokenizer = tokens && readVocabulary(tokens.name, tokens.content, vocabulary);
  return { config, tokenizer, weights: async () => content };
}

/**
 * @param {Folder} folder
 * @param {string[]} wanted
 * @returns {Promise<{ name: string, content: Uint8Array } | undefined>}  the first that is there
 */
async function firstOf({ names, read }, wanted) {
  for (const name of wanted) {
    if (names && !names.includes(name)) continue;
    try {
      return { name, content: await read(name) };
    } catch (error) {
      if (/** @type {{ code?: string }} */ (error).code !== 'load_failed') throw error;
    }
  }
  return undefined;
}
