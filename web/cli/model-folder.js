/** The folder of a model: by its name or its path, and the files of it that an export keeps. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RopescopeError } from '../lib/index.node.js';
import { tokenizers } from '../lib/model-files.js';
import { shardNames } from '../lib/shards.js';

export const modelsUrl = new URL('../models/', import.meta.url);

/** What `--model` is. */
export const modelOption = {
  value: 'NAME|DIR',
  doc: 'a model of the page, a folder with config.json and model.safetensors (or shards and their index), or a file of GGUF or llama2.c',
};

/** @param {string} model  name or folder */
export function folderOf(model) {
  const own = join(fileURLToPath(modelsUrl), model);
  return !model.includes('/') && existsSync(join(own, 'config.json')) ? own : model;
}

const single = 'model.safetensors';
const index = 'model.safetensors.index.json';
// what belongs to a tokenizer or to how texts are generated, by the names that save_pretrained gives them
const besides = ['merges.txt', 'special_tokens_map.json', 'added_tokens.json', 'chat_template.jinja', 'spiece.model'];
const kept = [...tokenizers, ...besides, 'generation_config.json'];

/** @param {string} name  of a file */
export const isTokenizer = (name) => tokenizers.includes(name);

/**
 * @param {string} folder
 * @returns {Promise<{ weights: string[], index: string[], kept: string[] }>}  names of files; index: that of the shards,
 *   where there are any
 */
export async function filesOf(folder) {
  const names = await readdir(folder).catch((error) => {
    throw unreadable(folder, error);
  });
  const sharded = !names.includes(single) && names.includes(index);
  return {
    weights: sharded ? shardNames(await read(join(folder, index))) : [single],
    index: sharded ? [index] : [],
    kept: kept.filter((name) => names.includes(name)),
  };
}

/** @param {string} path */
export async function read(path) {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/**
 * @param {string} path
 * @param {unknown} error
 */
const unreadable = (path, error) =>
  new RopescopeError('load_failed', `${path} could not be read: ${/** @type {Error} */ (error).message}`);
