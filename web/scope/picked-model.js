/**
 * A model that a visitor brings as files: read here, and stated before it is loaded. The engine says whether it runs such a
 * model and what its positions are; only what it does not tell before it holds all weights is counted, from the headers of
 * their files.
 */
import { asRead } from '../lib/as-read.js';
import { tensorsIn } from '../lib/formats/safetensors.js';
import { fileNamed, filesAsSaved, filesByName, reading, tokenizers } from '../lib/model-files.js';
import { longestHead, mostBytes, readsFar, unreadable } from '../lib/read.js';
import { abortedError, errorOf } from '../lib/sayings.js';
import { weightNames } from '../lib/shards.js';
import { openTokenizer } from '../lib/tokenizer.js';
import { characterCount, isCharacterTokenizer } from '../lib/tokenizer-files.js';
import { sayings } from '../lib/tokenizer-parts.js';
import { mostThreads } from './engine.js';
import { failureOf } from './failure.js';
import { countOf, head, memoryOf, workOf } from './picked-size.js';

/**
 * @typedef {import('../lib/types.js').Engine} Engine
 * @typedef {object} LoadOptions
 * @property {AbortSignal | undefined} [signal]
 * @property {((done: number) => void) | undefined} [onProgress]
 * @property {boolean} [reads]  the model reads texts with its tokenizer; else it takes tokens
 *
 * @typedef {import('./picked-size.js').Tensor} Tensor
 *
 * @typedef {object} Facts
 * @property {string} architecture       as config.json names it
 * @property {number} layers
 * @property {number} heads              of queries
 * @property {number} headDim            channels
 * @property {number} vocabulary         tokens
 * @property {number} parameters         a head that is the embedding is counted once
 * @property {number} disk               bytes of all files that are read
 * @property {import('./picked-size.js').Memory} memory
 * @property {number} trained            the longest text of its training, tokens
 * @property {import('../lib/types.js').MethodSpec[]} methods  that it was trained with
 * @property {boolean} characters        its tokens are characters
 *
 * @typedef {object} Picked
 * @property {string} name               of the folder; '' where only files came
 * @property {string} config             text of config.json
 * @property {string} [tokenizer]        text of tokenizer.json; absent = the model's tokens are characters, or it is textless
 * @property {import('./failure.js').Failure} [textless]  why texts cannot become its tokens; absent = they can
 * @property {Facts} facts
 * @property {(tokens: number) => number} work  multiply-adds of a pass
 * @property {(engine: Engine, signal: AbortSignal) => Promise<Engine>} home  an engine of its own: its memory is given back
 *   as soon as the signal fires
 * @property {(engine: Engine, options: LoadOptions) => Promise<import('../lib/types.js').Model>} load
 */

export { mostBytes };

/**
 * @param {File[]} files  of a folder, or those that were picked
 * @param {Engine} engine
 * @param {{ wordless?: boolean }} [options]  wordless: a model is welcome that no text can be read for
 * @returns {Promise<Picked>}  errors: those of the engine and of the library, which say what is wrong
 */
export async function readPicked(files, engine, { wordless = false } = {}) {
  const saved = await filesAsSaved(files);
  const byName = filesByName(saved);
  const textOf = async (/** @type {string} */ name) =>
    new TextDecoder().decode(await contentOf(fileNamed(byName, name)));
  const readIndex = (/** @type {string} */ name) => contentOf(fileNamed(byName, name));
  const text = await textOf('config.json');
  const found = async () => (await weightNames(readIndex, [...byName.keys()])).map((name) => fileNamed(byName, name));
  const { config, weights: read } = await asRead(text, found);
  const asked = await engine.modelConfig(config);
  const weights = (await read()).map(fileOf);
  const heads = await Promise.all(weights.map(headOf));
  if (heads.some(({ tensors }) => !tensors))
    await expectRuns(
      engine,
      config,
      heads.map(({ bytes }) => bytes),
    );
  const tensors = heads.flatMap((each) => each.tensors ?? []);
  const { num_hidden_layers: layers, num_attention_heads, vocab_size: vocabulary, rope } = asked;
  const { tokenizer, textless } = await tokenizerOf(byName, vocabulary, textOf).then(
    (json) => ({ tokenizer: json, textless: undefined }),
    (error) => {
      if (wordless) return { tokenizer: undefined, textless: failureOf(error) };
      throw error;
    },
  );
  const { architectures, model_type } = readable(config);
  const tied = asked.tie_word_embeddings;
  const shape = { layers, heads: num_attention_heads, headDim: rope.head_dim };
  const parts = ['config.json', ...(tokenizer === undefined ? [] : ['tokenizer.json'])].map((part) =>
    fileNamed(byName, part),
  );
  return {
    name: files[0]?.webkitRelativePath?.split('/').at(-2) ?? '',
    config,
    ...(tokenizer !== undefined && { tokenizer }),
    ...(textless && { textless }),
    facts: {
      architecture: architectures?.[0] ?? model_type,
      ...{ ...shape, vocabulary },
      parameters: countOf(tensors.filter(({ name }) => !(tied && head.test(name)))),
      disk: saved === files ? diskOf([...(await found()), ...parts]) : diskOf(files), // in another form: as they were picked
      memory: memoryOf(tensors),
      trained: rope.max_position_embeddings ?? rope.original_max_position_embeddings,
      methods: asked.methods,
      characters: tokenizer === undefined && !textless,
    },
    work: (tokens) => workOf(tensors, shape, tokens),
    home: (from, signal) => homeOf(from, signal),
    load: (on, { reads, ...options }) =>
      load(on, { config, weights, ...(reads && tokenizer && { tokenizer }) }, options),
  };
}

/** @param {import('../lib/model-files.js').WeightFile} content */
const fileOf = (content) =>
  content instanceof File ? content : new File([/** @type {BlobPart} */ (content)], 'model.safetensors');

/**
 * A config that the engine has read; Python writes numbers into it that JSON does not have.
 * @param {string} config
 * @returns {any}
 */
const readable = (config) => JSON.parse(config.replace(/-?\b(NaN|Infinity)\b/g, 'null'));

/**
 * The engine reads the config first, then the files, and misses a tensor at the earliest when it understands both.
 * @param {Engine} engine
 * @param {string} config
 * @param {Uint8Array[]} weights
 */
async function expectRuns(engine, config, weights) {
  try {
    await (await engine.loadModel({ config, weights })).dispose();
  } catch (error) {
    if (/** @type {any} */ (error).reason !== 'tensor_is_missing') throw error;
  }
}

/**
 * What a file of weights begins with.
 * @param {Blob} file
 * @returns {Promise<{ bytes: Uint8Array, tensors?: Tensor[] }>}
 */
async function headOf(file) {
  const bytes = await contentOf(file.slice(0, longestHead), /** @type {File} */ (file).name);
  const tensors = tensorsIn(bytes);
  return { bytes, ...(tensors && { tensors }) };
}

/**
 * @param {Blob} file
 * @param {string} [name]
 */
async function contentOf(file, name = /** @type {File} */ (file).name) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw unreadable(name, error); // it changed since it was picked, or is a folder
  }
}

/**
 * The tokenizer that the page reads texts with; undefined: the model's tokens are characters.
 * @param {Map<string, File>} byName
 * @param {number} vocabulary  tokens
 * @param {(name: string) => Promise<string>} textOf
 */
async function tokenizerOf(byName, vocabulary, textOf) {
  const [known = '', ...others] = tokenizers;
  if (!byName.has(known) && vocabulary === characterCount && !others.some((name) => byName.has(name))) return undefined;
  const json = await textOf(known);
  const { size } = await openTokenizer(json);
  if (size > vocabulary) {
    const args = { max: vocabulary, given: size - 1 };
    throw errorOf('unsupported_text', 'tokenizer_too_large', { path: known, args }, sayings);
  }
  return vocabulary === characterCount && isCharacterTokenizer(JSON.parse(json)) ? undefined : json;
}

/** @param {File[]} files */
const diskOf = (files) => files.reduce((sum, { size }) => sum + size, 0);

/**
 * Multiply-adds of a pass of a model whose file is at hand.
 * @param {Uint8Array} weights  a safetensors file
 * @param {{ layers: number, heads: number, headDim: number }} shape
 */
export async function workIn(weights, shape) {
  const { tensors = [] } = await headOf(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (weights)]));
  return (/** @type {number} */ tokens) => workOf(tensors, shape, tokens);
}

/**
 * @param {Engine} engine
 * @param {AbortSignal} signal
 */
async function homeOf(engine, signal) {
  const own = await engine.fork({ threads: mostThreads() });
  const end = () => void own.dispose();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return own;
}

/**
 * @param {Engine} engine
 * @param {{ config: string, weights: File[], tokenizer?: string }} files
 * @param {LoadOptions} options
 */
async function load(engine, { weights, ...files }, { signal, onProgress }) {
  const total = weights.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  const report = (/** @type {number} */ bytes) => {
    before += bytes;
    onProgress?.((reading * before) / Math.max(1, total));
  };
  const contents = [];
  for (const file of readsFar ? [] : weights) contents.push(await streamed(file, signal, report));
  const progress = readsFar && onProgress ? { onProgress } : {};
  const given = { ...files, weights: readsFar ? weights : contents };
  const model = await engine.loadModel(given, { ...(signal && { signal }), ...progress });
  onProgress?.(1);
  return model;
}

/**
 * The bytes of a file, piece by piece, so that reading it can be stopped.
 * @param {File} file
 * @param {AbortSignal | undefined} signal
 * @param {(bytes: number) => void} report
 */
async function streamed(file, signal, report) {
  const bytes = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  try {
    for (let at = 0; ; ) {
      const { done, value } = await reader.read().catch((error) => {
        throw unreadable(file.name, error);
      });
      if (signal?.aborted) throw abortedError(signal);
      if (done) return bytes;
      bytes.set(value, at);
      at += value.length;
      report(value.length);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
