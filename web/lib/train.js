/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Trainings: a model is trained in a worker that it has to itself, paused, saved, and tried at any moment. What a step
 * does is C++ (cpp/train); the same configuration, recipe and seed give the same numbers as `npm run train`, bit for bit.
 */

import { bytes, callback, integer, oneOf, signalOf, text as textOf } from './check.js';
import { call } from './lanes.js';
import { jsonText, optionsOf } from './options.js';
import { alone, withDisposal } from './resource.js';
import { abortedError, errorOf } from './sayings.js';

/**
 * @typedef {object} TrainingReport
 * @property {number} step               steps done
 * @property {number} steps              of the recipe
 * @property {number} tokens             whose successor was asked for
 * @property {number | null} loss        of the last step, nats per token; null before the first
 * @property {Float32Array} losses       one a step: of those since the last report, or of all where the whole is asked for
 * @property {number} gradientNorm       of the last step, before clipping
 * @property {number} tokensPerSecond    of this run; 0 outside of one
 *
 * @typedef {object} TrainOptions        either `state`, or `config` and `recipe`
 * @property {string | object} [config]  config.json; what position method it names is trained
 * @property {string | object} [recipe]  web/models/recipes.json has examples
 * @property {number} [seed]             default 0
 * @property {string} [text]             to train on, in the characters of the vocabulary; recipes without text need none
 * @property {ArrayBuffer | Uint8Array} [from]   model.safetensors to start from; default: drawn numbers
 * @property {ArrayBuffer | Uint8Array} [state]  what `save` gave: goes on there, with its config, recipe and seed
 * @property {(report: TrainingReport) => void} [onProgress]  about ten times a second
 * @property {AbortSignal} [signal]      rejects what runs
 *
 * @typedef {TrainingCalls & AsyncDisposable & Disposable} Training
 *
 * @typedef {object} TrainingCalls
 * @property {string} config             JSON
 * @property {string} recipe             JSON
 * @property {number} seed
 * @property {(options?: { steps?: number }) => Promise<TrainingReport>} run  goes on to the end, or for so many steps;
 *   resolves early when it is paused
 * @property {() => Promise<void>} pause
 * @property {() => Promise<TrainingReport>} report     of the whole training so far
 * @property {() => Promise<Uint8Array>} save           everything that a step changes; training goes on from it bit for bit
 * @property {(state: ArrayBuffer | Uint8Array) => Promise<TrainingReport>} load  of the same config, recipe and seed
 * @property {() => Promise<import('./types.js').Model>} model  as it is now: a copy, to be disposed of
 * @property {(options?: { dtype?: 'f16' | 'f32' }) => Promise<{ config: string, weights: Uint8Array }>} exportModel
 *   config.json and model.safetensors; default f16
 * @property {() => Promise<void>} dispose              idempotent
 *
 * @typedef {import('./lanes.js').Lane} Lane
 * @typedef {import('./open-lanes.js').Lanes} Lanes
 * @typedef {(files: { config: string, weights: Uint8Array }) => Promise<import('./types.js').Model>} LoadModel
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  not_with_state: '{path} must be left out where state is given: it holds its own',
  needs_pause: '{call} needs a training that is paused',
  training_disposed: 'the training must be one that was not disposed of',
};

const largestSeed = Number.MAX_SAFE_INTEGER;

/**
 * @param {Lanes} lanes
 * @param {LoadModel} load
 * @param {TrainOptions} options
 * @returns {Promise<Training>}
 */
export async function train(lanes, load, options) {
  const given = optionsOf('train', options, trainOptions);
  const { config, recipe, seed, text = '', from, state } = given;
  const onProgress = callback('onProgress', given.onProgress);
  const signal = signalOf(given.signal);
  const start = { text: textOf('text', text), from: from === undefined ? undefined : alone(bytes('from', from)) };
  const saved = state === undefined ? undefined : alone(bytes('state', state));
  if (saved) refuseBeside({ config, recipe, seed, from });
  const stated = saved ? undefined : identityOf(config, recipe, seed);
  if (signal?.aborted) throw abortedError(signal);
  const lane = await lanes.open('training', signal);
  try {
    const identity = stated ?? (await call(lane, 'trainingIdentity', { state: saved }, { signal }));
    const { training } = await call(lane, 'startTraining', { ...start, ...identity, state: saved }, { signal });
    return trainingOver({ lane, close: () => lanes.close(lane), load, training, identity, onProgress, signal });
  } catch (error) {
    await lanes.close(lane);
    throw error;
  }
}

const trainOptions = /** @type {const} */ ([
  ...['config', 'recipe', 'seed', 'text', 'from', 'state'],
  ...['onProgress', 'signal'],
]);

/**
 * @param {unknown} config
 * @param {unknown} recipe
 * @param {unknown} seed
 */
const identityOf = (config, recipe, seed = 0) => ({
  config: jsonText('config', config),
  recipe: jsonText('recipe', recipe),
  seed: integer('seed', seed, 0, largestSeed),
});

/** @param {object} others  that a saved state holds itself */
function refuseBeside(others) {
  const [path] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (path) throw errorOf('invalid_argument', 'not_with_state', { path }, sayings);
}

/**
 * @param {object} made
 * @param {Lane} made.lane  which nobody else uses
 * @param {() => Promise<unknown>} made.close
 * @param {LoadModel} made.load
 * @param {number} made.training  handle
 * @param {{ config: string, recipe: string, seed: number }} made.identity
 * @param {((report: TrainingReport) => void) | undefined} made.onProgress
 * @param {AbortSignal | undefined} made.signal
 * @returns {Training}
 */
function trainingOver({ lane, close, load, training, identity, onProgress, signal }) {
  /** @type {{ stop: AbortController, ended: Promise<unknown> } | undefined} */
  let running;
  /** @type {Promise<void> | undefined} */
  let disposal;

  /** @type {(op: string, args?: object, options?: import('./lanes.js').CallOptions) => Promise<any>} */
  const ask = async (op, args = {}, options = {}) => {
    if (disposal) throw errorOf('invalid_handle', 'training_disposed', {}, sayings);
    return call(lane, op, { ...args, training }, options);
  };
  const needsPause = (/** @type {string} */ call) => {
    if (running) throw errorOf('invalid_argument', 'needs_pause', { args: { call } }, sayings);
  };
  const pause = async () => {
    running?.stop.abort();
    await running?.ended.catch(() => {});
  };

  /** @type {Training['run']} */
  const run = async (options) => {
    const { steps } = optionsOf('run', options, ['steps']);
    if (steps !== undefined) integer('steps', steps, 1, largestSeed);
    needsPause('run');
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const ended = ask('runTraining', { steps }, { signal: stop.signal, onEvent }).catch((error) => {
      if (signal?.aborted) throw abortedError(signal);
      if (stop.signal.aborted && error.code === 'aborted') return ask('trainingReport');
      throw error;
    });
    running = { stop, ended };
    return ended.finally(() => {
      signal?.removeEventListener('abort', onAbort);
      running = undefined;
    });
  };
  /** @param {import('./runtime.js').RunEvent} event */
  const onEvent = (event) => {
    if (event.kind === 'training') onProgress?.(event.report);
  };

  /** @type {Training['exportModel']} */
  const exportModel = async (options) => {
    const { dtype = 'f16' } = optionsOf('exportModel', options, ['dtype']);
    oneOf('dtype', dtype, ['f16', 'f32']);
    return { config: identity.config, weights: await ask('exportTraining', { dtype }) };
  };
  const release = async () => {
    running?.stop.abort();
    await close();
  };

  return withDisposal({
    ...identity,
    run,
    pause,
    report: () => ask('trainingReport'),
    save: () => ask('saveTraining'),
    load: async (state) => {
      needsPause('load');
      return ask('resumeTraining', { state: alone(bytes('state', state)) });
    },
    model: async () => load(await exportModel({ dtype: 'f32' })),
    exportModel,
    dispose: () => {
      disposal ??= release();
      return disposal;
    },
  });
}
