/** Weights in a file of another form, with what lies beside it, as the folder that Hugging Face's classes save. */

import { errorOf } from '../sayings.js';
import { readGgufModel } from './gguf-model.js';
import { readCheckpoint, readVocabulary } from './llama2c.js';

/**
 * @typedef {import('../model-files.js').Folder} Folder
 * @typedef {import('../model-files.js').Report} Report
 */

/** The names under which a vocabulary of llama2.c lies beside its checkpoint, in the order in which they are looked for. */
const vocabularies = (/** @type {number} */ count) => [`tok${count}.bin`, 'tokenizer.bin'];

/**
 * @param {Folder} folder
 * @param {string} name  of the file with the weights
 * @param {Report | undefined} report
 * @returns {Promise<Folder>}
 */
export async function savedFolder(folder, name, report) {
  const bytes = await folder.read(name, report);
  const { config, weights, tokenizer } = name.endsWith('.gguf')
    ? readGgufModel(name, bytes)
    : await readLlama2c(folder, name, bytes);
  const utf8 = new TextEncoder();
  const files = new Map([
    ['config.json', utf8.encode(config)],
    ['model.safetensors', weights],
    ...(tokenizer === undefined ? [] : [/** @type {const} */ (['tokenizer.json', utf8.encode(tokenizer)])]),
  ]);
  return {
    names: [...files.keys()],
    read: async (wanted) => {
      const content = files.get(wanted);
      if (content) return content;
      throw errorOf('load_failed', 'file_not_picked', { path: wanted });
    },
  };
}

/**
 * The checkpoint, and the vocabulary beside it.
 * @param {Folder} folder
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<{ config: string, weights: Uint8Array<ArrayBuffer>, tokenizer?: string }>}
 */
async function readLlama2c(folder, name, bytes) {
  const { vocabulary, ...files } = readCheckpoint(name, bytes);
  const tokens = await firstOf(folder, vocabularies(vocabulary));
  return tokens ? { ...files, tokenizer: readVocabulary(tokens.name, tokens.content, vocabulary) } : files;
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
