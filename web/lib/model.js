/** Models: where their files come from, and the calls on a loaded one. */

import { bytes, integer, jsonText, mistake, noOthers, plain } from './check.js';
import { call, untilAborted } from './lanes.js';
import { alone, progressListener, withDisposal } from './resource.js';
import { errorOf } from './sayings.js';

/**
 * @typedef {import('./types.js').Model} Model
 * @typedef {import('./types.js').ModelSource} ModelSource
 * @typedef {import('./types.js').RunOptions} RunOptions
 * @typedef {import('./lanes.js').Lane} Lane
 * @typedef {{ config: string, weights: Uint8Array }} ModelFiles
 */

/**
 * @param {import('./pool.js').Pool} pool
 * @param {import('./engine.js').Host} host
 * @param {ModelSource} source
 * @param {RunOptions} options
 * @returns {Promise<Model>}
 */
export async function loadModel(pool, host, source, { signal, onProgress, ...rest }) {
  noOthers('loadModel', rest);
  /** @type {ModelFiles | undefined} */
  let files = await readFiles(host, source, { signal, onProgress });
  /** @type {Map<Lane, Promise<number>>} */
  const handles = new Map();

  const first = await pool.withLane(async (lane) => {
    const loaded = await call(lane, 'loadModel', files, { signal, discard: disposeOn(lane) });
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
  const model = modelOver(pool, first.info, handles, handleOn);
  try {
    onProgress?.(1);
    return model;
  } catch (error) {
    await model.dispose(); // the caller's callback threw: nobody gets the model
    throw error;
  }
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

  /** @type {(op: string, args: object, options?: import('./lanes.js').CallOptions) => Promise<any>} */
  const run = (op, args, options = {}) => {
    if (disposal) return Promise.reject(errorOf('invalid_handle', 'model_disposed'));
    const { signal } = options;
    const result = pool.withLane(async (lane) => {
      const model = await untilAborted(handleOn(lane), signal);
      return call(lane, op, { ...args, model }, options);
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
    encode: async (text) => Array.from(await run('encode', { text: plain('text', text) })),
    decode: async (tokens) => run('decode', { tokens: plain('tokens', tokens) }),
    forward: async (input, options = {}) => {
      const { method, force, cache, prefill, logits, losses, capture, signal, onProgress, onMaps, ...rest } = options;
      noOthers('forward', rest);
      if (prefill !== undefined) integer('prefill', prefill, 1, maxTokens);
      if (prefill !== undefined && capture !== undefined) {
        throw mistake('capture', 'left out where prefill is given: a map belongs to one pass', capture);
      }
      const pass = { logits, losses, capture };
      const args = plain('forward options', { input, method, force, cache, prefill, pass, streamed: Boolean(onMaps) });
      const report = progressListener(onProgress);
      return run('forward', args, {
        signal,
        onEvent: (event) => (event.kind === 'maps' ? onMaps?.(event.maps) : report(event)),
      });
    },
    generate: async (input, options = {}) => generate(run, input, options),
    evaluate: async (options) => evaluateCell(run, options),
    dispose: () => {
      disposal ??= release();
      return disposal;
    },
  });
}

const defaultNewTokens = 64;
const maxTokens = 65536;
const maxSamples = 1e6;

/**
 * @param {(op: string, args: object, options?: import('./lanes.js').CallOptions) => Promise<any>} run
 * @param {string | ArrayLike<number>} input
 * @param {import('./types.js').GenerateOptions} options
 */
async function generate(run, input, options) {
  const {
    method,
    force,
    cache,
    maxNewTokens = defaultNewTokens,
    temperature,
    topK,
    topP,
    seed,
    signal,
    onProgress,
    onToken,
    ...rest
  } = options;
  noOthers('generate', rest);
  integer('maxNewTokens', maxNewTokens, 1, maxTokens);
  const sampling = { method, force, cache, temperature, topK, topP, seed };
  const args = plain('generate options', { input, maxNewTokens, sampling });
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => {
    if (event.kind === 'token') onToken?.(event.token, event.text);
    else if (event.kind === 'progress') onProgress?.(event.done);
  };
  return run('generate', args, { signal, onEvent });
}

/**
 * @param {(op: string, args: object, options?: import('./lanes.js').CallOptions) => Promise<any>} run
 * @param {import('./evaluate.js').CellOptions} options
 */
async function evaluateCell(run, options) {
  if (typeof options !== 'object' || options === null) throw mistake('evaluate options', 'an object', options);
  const { text, samples, signal, onSample, ...cell } = options;
  integer('samples', samples, 1, maxSamples);
  const args = plain('evaluate options', { text, samples, cell });
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => {
    if (event.kind === 'sample') onSample?.(event.result);
  };
  return run('evaluateCell', args, { signal, onEvent });
}

/**
 * @param {import('./engine.js').Host} host
 * @param {ModelSource} source
 * @param {RunOptions} options
 * @returns {Promise<ModelFiles>}
 */
async function readFiles(host, source, options) {
  if (typeof source === 'string' || source instanceof URL) return readFolder(host, String(source), options);
  if (typeof source !== 'object' || source === null) {
    throw mistake('the model source', 'an address of a folder or { config, weights }', source);
  }
  const { config, weights, ...rest } = source;
  noOthers('the model source', rest);
  return { config: jsonText(config, 'config'), weights: alone(bytes('weights', weights)) };
}

/**
 * @param {import('./engine.js').Host} host
 * @param {string} address
 * @param {RunOptions} options
 * @returns {Promise<ModelFiles>}
 */
async function readFolder({ readBytes, toUrl }, address, { signal, onProgress }) {
  const folder = toUrl(address.endsWith('/') ? address : `${address}/`);
  const read = (/** @type {string} */ name, /** @type {((done: number) => void) | undefined} */ report) =>
    readBytes(new URL(name, folder).href, { signal, onProgress: report });
  const config = await read('config.json', undefined);
  const loading = 0.95; // of the whole: the rest is unpacking
  const weights = await read('model.safetensors', onProgress && ((done) => onProgress(loading * done)));
  return { config: new TextDecoder().decode(config), weights: alone(weights) };
}
