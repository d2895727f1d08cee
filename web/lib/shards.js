/** Which files of a folder hold a model's weights: one, or those that an index names. */

import { describe } from './check.js';
import { errorOf } from './sayings.js';

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  no_weights: 'the folder must hold {single}, or {index} and the files (shards) that it names: it has no weights',
  weights_by_other_names:
    'the folder must hold {single}, or {index} and the files (shards) that it names, got {present}: save_pretrained of transformers writes them',
  index_names_no_files:
    '{path} must have a weight_map that gives each tensor a safetensors file (shard) beside it, got {given}',
};

export const single = 'model.safetensors';
export const index = 'model.safetensors.index.json';
const otherWeights = /\.(safetensors|bin|pth?|gguf|h5|msgpack|onnx|npz)$/;

/**
 * The files that hold the weights of a folder that can be listed.
 * @param {import('./model-files.js').Folder['read']} read
 * @param {string[]} names
 */
export async function weightNames(read, names) {
  if (names.includes(single)) return [single];
  if (names.includes(index)) return shardNames(await read(index));
  const present = names.filter((name) => otherWeights.test(name));
  const reason = present.length > 0 ? 'weights_by_other_names' : 'no_weights';
  throw errorOf('load_failed', reason, { args: { single, index, present } }, sayings);
}

/**
 * The files that an index names: beside it, never elsewhere.
 * @param {Uint8Array} content
 * @returns {string[]}
 */
export function shardNames(content) {
  const map = parsed(textOf(content))?.weight_map;
  const names = map !== null && typeof map === 'object' ? [...new Set(Object.values(map))] : [];
  const bad = names.find((name) => typeof name !== 'string' || !/^[\w.+-]+\.safetensors$/.test(name));
  if (names.length > 0 && bad === undefined) return names.sort();
  const about = { path: index, args: { given: describe(bad ?? map) } };
  throw errorOf('invalid_weights', 'index_names_no_files', about, sayings);
}

/** @param {Uint8Array} content */
export const textOf = (content) => new TextDecoder().decode(content);

/**
 * @param {string} text
 * @returns {any}  undefined where it is no JSON: the engine says so of what it reads
 */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
