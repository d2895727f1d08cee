/**
 * The sentences that the library itself says, in English, by the reason that an error carries; those of C++ are in
 * cpp/core/sayings.hpp. {words} are filled in from an error's path and args.
 */

import { RopescopeError } from './errors.js';

/** @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_keep_its_data: '{path} must hold its data, got an array whose buffer was moved to another thread',
  array_was_moved: 'an array of the call lost its data before it was read: its buffer was moved to another thread',
  must_be_sendable: 'what the call was given must be plain data that a worker can get: {message}',

  engine_disposed: 'the engine must be one that was not disposed of',
  model_disposed: 'the model must be one that was not disposed of',
  model_lost: 'the model must be loaded again: the worker that held it stopped',
  training_disposed: 'the training must be one that was not disposed of',

  aborted_by_signal: 'the call was aborted by its signal',
  disposed_during_call: 'the engine was disposed of during the call',

  worker_stopped: 'the worker stopped: {message}',
  module_failed: 'the engine failed ({message}): the models and trainings that it held are lost',
  module_out_of_memory: 'the engine ran out of memory: the models and trainings that it held are lost',
  array_does_not_fit: "{bytes} bytes do not fit into the engine's memory",
};

/**
 * @param {import('./errors.js').ErrorCode} code
 * @param {string} reason  of `sayings`
 * @param {{ path?: string, args?: Record<string, unknown>, cause?: unknown }} [about]
 */
export function errorOf(code, reason, { path = '', args = {}, cause } = {}) {
  const words = /** @type {Record<string, unknown>} */ ({ path, ...args });
  const message = /** @type {string} */ (sayings[reason]).replace(/\{(\w+)\}/g, (_, name) => String(words[name]));
  return new RopescopeError(code, message, { reason, path, args, ...(cause !== undefined && { cause }) });
}

/**
 * The error of a call whose AbortSignal fired; `cause` is the signal's reason.
 * @param {AbortSignal} [signal]
 */
export const abortedError = (signal) => errorOf('aborted', 'aborted_by_signal', { cause: signal?.reason });
