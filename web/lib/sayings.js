/**
 * The sentences that the library itself says, in English, by the reason that an error carries; those of C++ are in
 * cpp/core/sayings.hpp. {words} are filled in from an error's path and args.
 */

import { RopescopeError } from './errors.js';

/** @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_be_integer: '{path} must be a whole number from {min} to {max}, got {given}',
  must_be_finite: '{path} must be a finite number, got {given}',
  must_be_flag: '{path} must be true or false, got {given}',
  must_be_text: '{path} must be a text, got {given}',
  must_be_one_of: '{path} must be one of {choices}, got {given}',
  must_be_list_with_entries: '{path} must be a list with at least one entry, got {given}',
  must_be_plain_object: '{path} must be a plain object, got {given}',
  must_be_readable: '{path} must be readable, got an object that throws: {message}',
  must_be_plain_data: '{path} must be plain data: {message}',
  must_be_function: '{path} must be a function, got {given}',
  must_be_signal: '{path} must be an AbortSignal, got {given}',
  must_be_floats: '{path} must be a Float32Array, got {given}',
  must_be_bytes: '{path} must be an ArrayBuffer or a Uint8Array, got {given}',
  must_be_json: '{path} must be JSON text or an object, got {given}',
  must_be_json_value: '{path} must be a finite number, a text, true, false, null, a list or an object, got {given}',
  nested_too_deep: '{path} is nested more than {max} deep',
  too_many_values: '{path} is one of more than {max} values',
  no_such_option: '{call} has no option "{path}"',

  must_be_model: '{path} must be a model that loadModel gave, got {given}',
  must_be_wasm_module: '{path} must be a WebAssembly.Module, got {given}',
  must_be_address: '{path} must be an address, got {given}',
  must_be_by_module: '{path} must be one value, for the engine, or an object with {choices}, got {given}',
  must_fit_into_text: "{path} must be at most the text's {max} tokens, got {given}",
  too_many_tokens: '{path} must have at most {max} tokens, got {given}',
  params_need_id: '{path} must be left out where method is not an id: it holds its own, got {given}',
  not_with_prefill: '{path} must be left out where prefill is given: a map belongs to one pass, got {given}',

  must_keep_its_data: '{path} must hold its data, got an array whose buffer was moved to another thread',
  array_was_moved: 'an array of the call lost its data before it was read: its buffer was moved to another thread',
  must_be_sendable: 'what the call was given must be plain data that a worker can get: {message}',

  engine_disposed: 'the engine must be one that was not disposed of',
  model_disposed: 'the model must be one that was not disposed of',
  model_lost: 'the model must be loaded again: the worker that held it stopped',

  aborted_by_signal: 'the call was aborted by its signal',
  disposed_during_call: 'the engine was disposed of during the call',

  worker_stopped: 'the worker stopped: {message}',
  module_failed: 'the engine failed ({message}): the models, trainings and tensors that it held are lost',
  module_out_of_memory: 'the engine ran out of memory: the models, trainings and tensors that it held are lost',
  array_does_not_fit: "{bytes} bytes do not fit into the engine's memory",

  file_unreadable: '{address} could not be read: {message}',
  file_broke_off: '{address} broke off on its way ({message}): another try begins at its start',
  file_not_picked: 'the files must hold {path}',
  http_status: '{address} could not be read: HTTP {status}',
  wasm_empty: '{address} is empty',
  wasm_is_none: '{address} is not a WebAssembly module',
  wasm_is_page:
    '{address} is an HTML page, not a WebAssembly module: the server answers missing files with a page. Vite before 8: ' +
    "add optimizeDeps: { exclude: ['ropescope'] }; elsewhere pass createEngine({ wasmUrl })",
  wasm_does_not_compile: '{address} does not compile: {message}',
  wasm_does_not_start: 'the WebAssembly module does not start: {message}',
  operation_failed: '{path} failed: {message}; this is a mistake of the library',
  text_not_sent: 'text {id} was never sent to this worker; this is a mistake of the library',
  code_does_not_load: "the library's code does not load: {message}; 'ropescope/inline' is one file",
  worker_does_not_start: 'the worker does not start: {message}; createEngine({ workers: 0 }) needs none',
};

/**
 * @param {import('./errors.js').ErrorCode} code
 * @param {string} reason  of `sentences`
 * @param {{ path?: string, args?: Record<string, unknown>, cause?: unknown }} [about]
 * @param {Readonly<Record<string, string>>} [sentences]
 */
export function errorOf(code, reason, { path = '', args = {}, cause } = {}, sentences = sayings) {
  const message = filled(/** @type {string} */ (sentences[reason]), { path, ...args });
  return new RopescopeError(code, message, { reason, path, args, ...(cause !== undefined && { cause }) });
}

/**
 * @param {string} sentence
 * @param {Record<string, unknown>} words
 */
export const filled = (sentence, words) => sentence.replace(/\{(\w+)\}/g, (_, name) => shown(words[name]));

/** @param {unknown} value */
const shown = (value) => (Array.isArray(value) ? value.join(', ') : String(value));

/**
 * The error of a call whose AbortSignal fired; `cause` is the signal's reason.
 * @param {AbortSignal} [signal]
 */
export const abortedError = (signal) => errorOf('aborted', 'aborted_by_signal', { cause: signal?.reason });
