/** Weights in a file of another form, with what lies beside it, as the folder that Hugging Face's classes save. */

import { errorOf } from '../sayings.js';
import { readCheckpoint, readVocabulary } from './llama2c.js';

/**
 * @typedef {import('../model-files.js').Folder} Folder
 * @typedef {import('../model-files.js').Report} Report
 */

/** The names under which a vocabulary of llama2.c lies beside its checkpoint, in the order in which they are looked for. */
export const vocabularies = (/** @type {number} */ count) => [`tok${count}.bin`, 'tokenizer.bin'];

/**
 * @param {Folder} folder
 * @param {string} name  of the file with the weights
 * @param {Report | undefined} report
 * @returns {Promise<Folder>}
 */
export async function savedFolder(folder, name, report) {
  const { config, weights, vocabulary } = readCheckpoint(name, await folder.read(name, report));
  const tokens = await firstOf(folder, vocabularies(vocabulary));
  const files = new Map([
    ['config.json', new TextEncoder().encode(config)],
    ['model.safetensors', weights],
    ...(tokens ? [/** @type {const} */ (['tokenizer.json', tokenizerOf(tokens, vocabulary)])] : []),
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
 * @param {{ name: string, content: Uint8Array }} file
 * @param {number} count  tokens
 */
const tokenizerOf = ({ name, content }, count) => new TextEncoder().encode(readVocabulary(name, content, count));

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
