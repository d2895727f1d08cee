/** Models: how they are loaded, and the calls on a loaded one. */

import { callback, corpusOf, integer, isList, mistake, plain, signalOf, text as textOf } from './check.js';
import { call, untilAborted } from './lanes.js';
import { readModelFiles } from './model-files.js';
import { noOthers, optionsOf, plainOptions, plainProperties, propertiesOf } from './options.js';
import { progressListener, withDisposal } from './resource.js';
import { abortedError, errorOf } from './sayings.js';
import { textFor } from './sent-texts.js';

/**
 * @typedef {import('./types.js').Model} Model
 * @typedef {import('./types.js').ModelSource} ModelSource
 * @typedef {import('./types.js').RunOptions} RunOptions
 * @typedef {import('./lanes.js').Lane} Lane
 * @typedef {import('./model-files.js').ModelFiles} ModelFiles
 */

/** @type {WeakSet<object>} what loadModel gave */
const models = new WeakSet();

/** @param {import('./model-files.js').WeightFile} file @returns {ArrayBuffer[]} */
const bufferOf = (file) => (file instanceof Uint8Array ? [/** @type {ArrayBuffer} */ (file.buffer)] : []);

/** @param {unknown} value */
export const isModel = (value) => typeof value === 'object' && value !== null && models.has(value);

/**
 * @param {import('./pool.js').Pool} pool
 * @param {import('./engine.js').Host} host
 * @param {ModelSource} source
 * @param {RunOptions | undefined} options
 * @returns {Promise<Model>}
 */
export async function loadModel(pool, host, source, options) {
  const given = optionsOf('loadModel', options, ['signal', 'onProgress']);
  const signal = signalOf(given.signal);
  const onProgress = callback('onProgress', given.onProgress);
  const { tokenizer, textless, ready, own, ...read } = await readModelFiles(host, source, { signal, onProgress });
  /** @type {typeof read | undefined} */
  let files = read;
  /** @type {Map<Lane, Promise<number>>} */
  const handles = new Map();

  const first = await pool.withLane(async (lane) => {
    const onEvent = progressListener(onProgress && ((done) => onProgress(ready + (0.99 - ready) * done)));
    const moved = own && pool.size === 1 ? read.weights.flatMap(bufferOf) : [];
    const loaded = await call(lane, 'loadModel', files, { signal, onEvent, moved, discard: disposeOn(lane) });
    handles.set(lane, Promise.resolve(loaded.model));
    return loaded;
  }, signal);
  if (pool.size === 1) files = undefined; // the other workers of a pool load the model when it is their turn

  const handleOn = (/** @type {Lane} */ lane) => {
    const known = handles.get(lane);
    if (known) return known;
    if (!files) throw errorOf('invalid_handle', 'model_lost');
    const handle = call(lane, 'loadModel', files).then((loaded) => loaded.model);
    handles.set(lane, handle);
    handle.catch(() => handles.delete(lane)); // the next call tries again
    return handle;
  };
  const plainModel = modelOver(pool, first.info, handles, handleOn);
  try {
    const model = await withText(plainModel, tokenizer, textless);
    models.add(model);
    onProgress?.(1);
    return model;
  } catch (error) {
    await plainModel.dispose(); // its tokenizer is none, or the caller's callback threw: nobody gets the model
    throw error;
  }
}

/**
 * Fetches what reads a tokenizer.json with the first one.
 * @param {Model} model
 * @param {string | undefined} tokenizer
 * @param {import('./errors.js').RopescopeError | boolean} textless  why it takes no text, or whether a tokenizer that cannot be
 *   read leaves a model of tokens
 */
async function withText(model, tokenizer, textless) {
  if (tokenizer === undefined && textless === false) return model;
  const { withTokenizer, withoutText } = await import('./model-text.js');
  if (tokenizer === undefined) return withoutText(model, textless);
  return withTokenizer(model, tokenizer).catch((error) => {
    if (textless) return withoutText(model, error);
    throw error;
  });
}

/**
 * @param {Lane} lane
 * @returns {(loaded: { model: number }) => Promise<void>}
 */
const disposeOn =
  (lane) =>
  ({ model }) =>
    call(lane, 'disposeModel', { model }).catch(() => {}); // a lane that ended took its models with it

/**
 * @param {import('./pool.js').Pool} pool
 * @param {import('./types.js').ModelInfo} info
 * @param {Map<Lane, Promise<number>>} handles
 * @param {(lane: Lane) => Promise<number>} handleOn
 * @returns {Model}
 */
function modelOver(pool, info, handles, handleOn) {
  /** @type {Set<Promise<unknown>>} */
  const running = new Set();
  /** @type {Promise<void> | undefined} */
  let disposal;

  /** @type {RunOnModel} */
  const run = (op, args, options = {}, text = undefined) => {
    if (disposal) return Promise.reject(errorOf('invalid_handle', 'model_disposed'));
    const { signal } = options;
    const result = pool.withLane(async (lane) => {
      const model = await untilAborted(handleOn(lane), signal);
      if (signal?.aborted) throw abortedError(signal);
      return call(lane, op, { ...args, ...(text !== undefined && { text: textFor(lane, text) }), model }, options);
    }, signal);
    running.add(result);
    return result.finally(() => running.delete(result));
  };

  const release = async () => {
    await Promise.allSettled(running);
    const ends = [...handles].map(async ([lane, handle]) => disposeOn(lane)({ model: await handle }));
    await Promise.allSettled(ends);
  };

  return withDisposal({
    info,
    tokenizer: null,
    encode: async (text) => Array.from(await run('encode', { text: shortEnough('text', textOf('text', text)) })),
    decode: async (tokens) => run('decode', { tokens: plain('tokens', shortEnough('tokens', tokens)) }),
    forward: async (input, options) => forward(run, input, options),
    generate: async (input, options) => generate(run, input, options),
    plan: async (method, options) =>
      run('modelPlan', { method: plain('method', method), options: plainOptions(options) }),
    evaluate: async (options) => evaluateCell(run, options, info),
    dispose: () => {
      disposal ??= release();
      return disposal;
    },
  });
}

/**
 * @typedef {(op: string, args: object, options?: import('./lanes.js').CallOptions, text?: string | Int32Array) => Promise<any>} RunOnModel
 *   text: a long one that other calls need, too
 */

const defaultNewTokens = 64;
const maxTokens = 65536; // of a session in C++
const maxSamples = 1e6;
const largestSeed = Number.MAX_SAFE_INTEGER;

/**
 * Refuses a text that no session can hold before it is copied. A character is a token, where text means something.
 * @template T
 * @param {string} path
 * @param {T} tokens  whatever it is: C++ reads it
 * @returns {T}
 */
function shortEnough(path, tokens) {
  const countable = typeof tokens === 'string' || isList(tokens) || ArrayBuffer.isView(tokens);
  const count = countable ? /** @type {ArrayLike<unknown>} */ (tokens).length : 0;
  if (count > maxTokens) throw mistake('too_many_tokens', path, count, { max: maxTokens });
  return tokens;
}

/**
 * @param {RunOnModel} run
 * @param {string | ArrayLike<number>} input
 * @param {import('./types.js').ForwardOptions | undefined} options
 */
async function forward(run, input, options) {
  const given = optionsOf('forward', options, forwardOptions);
  const { method, force, cache, prefill, logits, losses, capture } = given;
  const onMaps = callback('onMaps', given.onMaps);
  const report = progressListener(callback('onProgress', given.onProgress));
  if (prefill !== undefined) integer('prefill', prefill, 1, maxTokens);
  if (prefill !== undefined && capture !== undefined) throw mistake('not_with_prefill', 'capture', capture);
  const args = plainProperties({ input: shortEnough('input', input), method, force, cache, prefill });
  const pass = plainProperties({ logits, losses, capture });
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => (event.kind === 'maps' ? onMaps?.(event.maps) : report(event));
  return run('forward', { ...args, pass, streamed: onMaps !== undefined }, { signal: signalOf(given.signal), onEvent });
}

const forwardOptions = /** @type {const} */ ([
  ...['method', 'force', 'cache', 'prefill', 'logits', 'losses', 'capture'],
  ...['signal', 'onProgress', 'onMaps'],
]);

/**
 * @param {RunOnModel} run
 * @param {string | ArrayLike<number>} input
 * @param {import('./types.js').GenerateOptions | undefined} options
 */
async function generate(run, input, options) {
  const {
    maxNewTokens = defaultNewTokens,
    signal,
    onProgress,
    onToken,
    ...sampling
  } = propertiesOf('options', options);
  const { method, force, cache, temperature, topK, topP, seed, ...others } = sampling;
  noOthers('generate', others);
  integer('maxNewTokens', maxNewTokens, 1, maxTokens);
  if (seed !== undefined) integer('seed', seed, 0, largestSeed);
  callback('onToken', onToken);
  const report = progressListener(callback('onProgress', onProgress));
  const args = {
    ...plainProperties({ input: shortEnough('input', input) }),
    maxNewTokens,
    sampling: plainProperties({ method, force, cache, temperature, topK, topP, seed }),
  };
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => {
    report(event);
    if (event.kind === 'token') onToken?.(event.token, event.text);
  };
  return run('generate', args, { signal: signalOf(signal), onEvent });
}

/**
 * @param {RunOnModel} run
 * @param {import('./evaluate.js').CellOptions} options
 * @param {import('./types.js').ModelInfo} info
 */
async function evaluateCell(run, options, info) {
  const { text, samples, signal, onSample, ...cell } = propertiesOf('options', options);
  integer('samples', samples, 1, maxSamples);
  if (cell.seed !== undefined) integer('seed', cell.seed, 0, largestSeed);
  if (cell.period !== undefined) integer('period', cell.period, 1, maxTokens);
  callback('onSample', onSample);
  const isDrawn = cell.task === 'passkey' && cell.symbols === undefined && info.tokenizer === 'none';
  const symbols = isDrawn && (await import('./drawn-tokens.js')).drawnSymbols(info.vocab_size);
  const args = { samples, cell: plainProperties({ ...cell, ...(symbols && { symbols: JSON.stringify(symbols) }) }) };
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => {
    if (event.kind === 'sample') onSample?.(event.result);
  };
  return run('evaluateCell', args, { signal: signalOf(signal), onEvent }, corpusOf(text));
}
