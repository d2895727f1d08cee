/**
 * The files of a model, in a folder or as a visitor picked them: config.json, the weights in one file or in several
 * (shards), and the tokenizer that gives its tokens their meaning.
 */

import { asRead, isQuantized } from './as-read.js';
import { bytes, isList, kind, mistake } from './check.js';
import { addressOf, jsonText, optionsOf } from './options.js';
import { readsFar } from './read.js';
import { alone } from './resource.js';
import { errorOf } from './sayings.js';
import { index, parsed, shardNames, single, textOf, weightNames } from './shards.js';
import { characterCount, isCharacterTokenizer } from './tokenizer-files.js';

/**
 * @typedef {object} ModelFiles
 * @property {string} config
 * @property {WeightFile[]} weights
 * @property {string} [tokenizer]  a tokenizer.json
 * @property {RopescopeError | boolean} textless  why the model takes no text, or whether it takes none where its tokenizer
 *   cannot be read; else that is an error
 * @property {number} ready  share of loading that is done and told
 * @property {boolean} [own]  whether the weights were read here, so that nobody else has them
 * @typedef {Uint8Array | Blob | import('./far-files.js').FileOnDisk} WeightFile
 * @typedef {(done: number) => void} Report
 * @typedef {{ report?: Report | undefined, signal?: AbortSignal | undefined }} Reading
 * @typedef {import('./errors.js').RopescopeError} RopescopeError
 *
 * @typedef {object} Folder
 * @property {(name: string, report?: Report) => Promise<Uint8Array>} read  a file that is not there is load_failed
 * @property {(name: string, report?: Report) => WeightFile | Promise<WeightFile>} [far]  the same file where the engine can read
 *   it piece by piece
 * @property {string[] | undefined} names  of its files, where they can be listed
 * @property {string} [only]  the file that was named, where it was one
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_be_model_source:
    'the model {path} must be an address of a folder, its files or { config, weights }, got {given}',
  must_be_file: '{path} must be a File, got {given}',
  has_other_tokenizer:
    '{path} means nothing here: this model has a tokenizer of its own ({file}), which is not run; pass token ids',
};

/** Files that give tokens their meaning. */
export const tokenizers = ['tokenizer.json', 'tokenizer_config.json', 'tokenizer.model', 'vocab.json', 'vocab.txt'];
/** Share of loading that reading takes: the rest is unpacking. */
export const reading = 0.95;

/**
 * @param {import('./engine.js').Host} host
 * @param {import('./types.js').ModelSource} source
 * @param {import('./types.js').RunOptions} options
 * @returns {Promise<ModelFiles>}
 */
export async function readModelFiles(host, source, options) {
  const { signal } = options;
  let ready = 0;
  let share = 1; // of reading; what is left of it is for weights in another form
  const tell = (/** @type {number} */ done) => {
    ready = Math.max(ready, reading * done);
    options.onProgress?.(ready);
  };
  const report = (/** @type {number} */ done) => tell(share * done);
  const again = { report: (/** @type {number} */ done) => tell(share + (1 - share) * done), signal };
  if (typeof source === 'string' || kind(source) === 'URL') return read(await folderAt(host, String(source), options));
  if (isList(source) || kind(source) === 'FileList') return read(pickedFolder(Array.from(/** @type {any} */ (source))));
  if (kind(source) !== 'Object') throw mistake('must_be_model_source', 'source', source, {}, sayings);
  const files = /** @type {import('./model-types.js').ModelContents} */ (source);
  const known = /** @type {const} */ (['config', 'weights', 'tokenizer']);
  const { config, weights, tokenizer } = optionsOf('the model source', files, known, 'source');
  const given = isList(weights)
    ? Array.from(weights, (file, i) => weightFile(`weights[${i}]`, file))
    : [weightFile('weights', weights)];
  const model = await asRead(jsonText('config', config), async () => given);
  return {
    config: model.config,
    weights: await model.weights(again),
    ...(tokenizer !== undefined && { tokenizer: jsonText('tokenizer', tokenizer) }),
    textless: false,
    ready,
  };

  /** @param {Folder} given */
  async function read(given) {
    const folder = await asSaved(given, { report, signal });
    const early = folder.names && readWeights(folder, report); // known to be there
    early?.catch(() => {}); // reported below
    const text = textOf(await folder.read('config.json'));
    const tokens = readTokenizer(folder, text);
    tokens.catch(() => {}); // reported below
    if (isQuantized(text)) share = 0.5;
    const shards = await (early ?? readWeights(folder, report));
    const { config, weights } = await asRead(text, async () => shards);
    return { config, weights: (await weights(again)).map(sendable), ...(await tokens), ready, own: true };
  }
}

const otherForm = /^(?!tok|pytorch_model).*[.](bin|gguf)$/; // a checkpoint of llama2.c and no vocabulary of it; GGUF

/**
 * The folder as it is, or what it would hold had Hugging Face's classes saved the weights that lie there in another form.
 * @param {Folder} folder
 * @param {Reading} [reading]
 * @returns {Promise<Folder>}
 */
async function asSaved(folder, reading) {
  const { names, only } = folder;
  const there = names?.includes('config.json') ? [] : (names ?? []).filter((name) => otherForm.test(name));
  const [name, ...more] = only === undefined ? there : [only];
  if (name === undefined || more.length > 0) return folder;
  const { savedFolder } = await import('./formats/folder.js');
  return savedFolder(folder, name, reading);
}

/**
 * The same of files that were picked.
 * @param {File[]} files
 * @returns {Promise<File[]>}
 */
export async function filesAsSaved(files) {
  const picked = pickedFolder(files);
  const saved = await asSaved(picked);
  if (saved === picked) return files;
  const { far = saved.read } = saved;
  const fileOf = async (/** @type {string} */ name) => new File([/** @type {BlobPart} */ (await far(name))], name);
  return Promise.all((saved.names ?? []).map(fileOf));
}

/** @param {unknown} file */
const isBlob = (file) => kind(file) === 'File' || kind(file) === 'Blob';

/** @param {WeightFile} file */
const sendable = (file) => (file instanceof Uint8Array ? alone(file) : file);

/**
 * @param {string} path
 * @param {unknown} file
 * @returns {Uint8Array | Blob}
 */
const weightFile = (path, file) => (isBlob(file) ? /** @type {Blob} */ (file) : alone(bytes(path, file)));

/**
 * The bytes of one safetensors file, or of each of several.
 * @param {unknown} weights
 */
export const weightFiles = (weights) =>
  isList(weights)
    ? Array.from(weights, (file, i) => alone(bytes(`weights[${i}]`, file)))
    : [alone(bytes('weights', weights))];

/**
 * @param {import('./engine.js').Host} host
 * @param {string} address
 * @param {import('./types.js').RunOptions} options
 * @returns {Promise<Folder>}
 */
async function folderAt({ readBytes, readFar, toUrl, namesIn, modelNamed }, address, { signal }) {
  const named = modelNamed?.(address);
  if (named) return { ...named, read: (name, onProgress) => named.read(name, { signal, onProgress }) };
  const file = /(?<=[\\/]|^)[^\\/?#]+[.](?:bin|gguf)$/.exec(address)?.[0];
  const home = file === undefined ? address : address.slice(0, -file.length) || './';
  const folder = addressOf('source', home.endsWith('/') ? home : `${home}/`, toUrl);
  const names = await namesIn?.(folder);
  const addressIn = (/** @type {string} */ name) => new URL(encodeURIComponent(name), folder).href;
  return {
    ...(file !== undefined && { only: file }),
    ...(readFar && { far: (name, onProgress) => readFar(addressIn(name), { signal, onProgress }) }),
    read: (name, onProgress) => readBytes(addressIn(name), { signal, onProgress }),
    names,
  };
}

/**
 * Files of an `<input type="file">` by their names; where a whole directory was picked, those that lie in no folder of it.
 * @param {unknown[]} picked
 */
export function filesByName(picked) {
  const wrong = picked.findIndex((file) => kind(file) !== 'File');
  if (wrong >= 0) throw mistake('must_be_file', `source[${wrong}]`, picked[wrong], {}, sayings);
  const files = /** @type {(File & { webkitRelativePath?: string })[]} */ (picked);
  const depthOf = (/** @type {typeof files[number]} */ file) => (file.webkitRelativePath ?? '').split('/').length;
  const depth = Math.min(...files.map(depthOf));
  return new Map(files.filter((file) => depthOf(file) === depth).map((file) => [file.name, file]));
}

/**
 * @param {Map<string, File>} byName
 * @param {string} name
 */
export function fileNamed(byName, name) {
  const file = byName.get(name);
  if (file) return file;
  throw errorOf('load_failed', 'file_not_picked', { path: name });
}

/**
 * @param {unknown[]} picked
 * @returns {Folder}
 */
function pickedFolder(picked) {
  const byName = filesByName(picked);
  return {
    names: [...byName.keys()],
    ...(readsFar && { far: (name) => fileNamed(byName, name) }),
    read: async (name, report) => {
      const content = new Uint8Array(await fileNamed(byName, name).arrayBuffer());
      report?.(1);
      return content;
    },
  };
}

/**
 * @param {Folder} folder
 * @param {Report} report
 * @returns {Promise<WeightFile[]>}
 */
async function readWeights(folder, report) {
  const { read, names } = folder;
  if (names) return readShards(folder, await weightNames(read, names), report);
  try {
    return await readShards(folder, [single], report);
  } catch (error) {
    if (!isLoadFailure(error)) throw error;
    const content = await readIfThere(folder, index); // a folder on the net cannot be listed
    if (!content) throw error;
    return readShards(folder, shardNames(content), report);
  }
}

/** @param {unknown} error */
const isLoadFailure = (error) => /** @type {Partial<RopescopeError>} */ (error).code === 'load_failed';

/**
 * Nothing, too, where a server answers with a page instead.
 * @param {Folder} folder
 * @param {string} name
 */
async function readIfThere({ read, names }, name) {
  if (names && !names.includes(name)) return undefined;
  try {
    const content = await read(name);
    return textOf(content.subarray(0, 64)).trimStart().startsWith('<') ? undefined : content;
  } catch (error) {
    if (isLoadFailure(error)) return undefined;
    throw error;
  }
}

/**
 * @param {Folder} folder
 * @param {string[]} names
 * @param {Report} report
 */
async function readShards({ read, far = read }, names, report) {
  const shards = [];
  for (const [i, name] of names.entries()) {
    shards.push(await far(name, (done) => report((i + done) / names.length)));
  }
  return shards;
}

/**
 * A tokenizer.json is read; without one a model of 96 tokens is one of characters, unless another file gives them another
 * meaning.
 * @param {Folder} folder
 * @param {string} config
 * @returns {Promise<Pick<ModelFiles, 'tokenizer' | 'textless'>>}
 */
async function readTokenizer(folder, config) {
  const content = await readIfThere(folder, 'tokenizer.json');
  if (content) {
    const text = textOf(content);
    return isCharacterTokenizer(parsed(text)) ? { textless: false } : { tokenizer: text, textless: true };
  }
  if (parsed(config)?.vocab_size !== characterCount) return { textless: false };
  const others = await Promise.all(tokenizers.slice(1).map((name) => readIfThere(folder, name)));
  const found = others.findIndex((other) => other !== undefined);
  if (found < 0) return { textless: false };
  const args = { file: tokenizers[found + 1] };
  return { textless: errorOf('unsupported_text', 'has_other_tokenizer', { path: 'text', args }, sayings) };
}
