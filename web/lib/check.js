/** Strict checks of arguments that JavaScript itself needs; everything else is checked in C++. Nothing is converted. */

import { errorOf } from './sayings.js';

/**
 * How a message shows a value it was given.
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string')
    return value.length > 60 ? `${JSON.stringify(value.slice(0, 60))}...` : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value) || ArrayBuffer.isView(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * @param {string} reason  of `sayings`
 * @param {string} path    of the value: 'signal', 'lines[0].name'
 * @param {unknown} given
 * @param {Record<string, unknown>} [args]
 * @param {Readonly<Record<string, string>>} [sentences]  others than those
 */
export const mistake = (reason, path, given, args = {}, sentences = undefined) =>
  errorOf('invalid_argument', reason, { path, args: { ...args, given: describe(given) } }, sentences);

/**
 * The kind of a built-in object, also of another window or context, where instanceof fails.
 * @param {unknown} value
 */
export function kind(value) {
  try {
    return Object.prototype.toString.call(value).slice(8, -1);
  } catch {
    return 'Unreadable'; // a proxy that was revoked, or whose traps throw
  }
}

/**
 * @param {unknown} value
 * @returns {value is any[]}
 */
export function isList(value) {
  try {
    return Array.isArray(value);
  } catch {
    return false; // a proxy that was revoked
  }
}

/**
 * @param {string} path
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 * @returns {number}
 */
export function integer(path, value, min, max) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw mistake('must_be_integer', path, value, { min, max });
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {string}
 */
export function text(path, value) {
  if (typeof value === 'string') return value;
  throw mistake('must_be_text', path, value);
}

/**
 * A held-out text, or its tokens.
 * @param {unknown} value
 */
export const corpusOf = (value) =>
  kind(value) === 'Int32Array' ? /** @type {Int32Array} */ (value) : text('text', value);

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {boolean}
 */
export function flag(path, value) {
  if (typeof value === 'boolean') return value;
  throw mistake('must_be_flag', path, value);
}

/**
 * @template {string} T
 * @param {string} path
 * @param {unknown} value
 * @param {readonly T[]} choices
 * @returns {T}
 */
export function oneOf(path, value, choices) {
  if (choices.includes(/** @type {T} */ (value))) return /** @type {T} */ (value);
  throw mistake('must_be_one_of', path, value, { choices });
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {any[]}
 */
export function listOf(path, value) {
  if (isList(value) && value.length > 0) return value;
  throw mistake('must_be_list_with_entries', path, value);
}

/**
 * A callback that may be left out.
 * @template {Function} T
 * @param {string} path
 * @param {T | undefined} value
 * @returns {T | undefined}
 */
export function callback(path, value) {
  if (value === undefined || typeof value === 'function') return value;
  throw mistake('must_be_function', path, value);
}

/**
 * The signal of a call, which may be left out.
 * @param {unknown} value
 * @returns {AbortSignal | undefined}
 */
export function signalOf(value) {
  if (value === undefined || kind(value) === 'AbortSignal') return /** @type {AbortSignal | undefined} */ (value);
  throw mistake('must_be_signal', 'signal', value);
}

/**
 * Whether a buffer's data went to another thread: such a buffer is empty, and no API takes it.
 * @param {ArrayBufferLike} buffer
 */
export function isDetached(buffer) {
  try {
    new Uint8Array(buffer); // ArrayBuffer.detached is newer than Node 20
    return false;
  } catch {
    return true;
  }
}

/**
 * @param {string} path
 * @param {ArrayBufferLike} buffer
 */
function keepsData(path, buffer) {
  if (isDetached(buffer)) throw errorOf('invalid_argument', 'must_keep_its_data', { path });
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {Float32Array}
 */
export function floats(path, value) {
  if (!ArrayBuffer.isView(value) || kind(value) !== 'Float32Array') throw mistake('must_be_floats', path, value);
  keepsData(path, value.buffer);
  return /** @type {Float32Array} */ (value);
}

/**
 * The bytes of an ArrayBuffer or of a view.
 * @param {string} path
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function bytes(path, value) {
  if (ArrayBuffer.isView(value)) {
    keepsData(path, value.buffer);
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (kind(value) !== 'ArrayBuffer') throw mistake('must_be_bytes', path, value);
  keepsData(path, /** @type {ArrayBuffer} */ (value));
  return new Uint8Array(/** @type {ArrayBuffer} */ (value));
}

/**
 * A copy of what a call sends to the engine: plain data, so that a worker sees the same thing as an inline engine.
 * @template T
 * @param {string} path
 * @param {T} value
 * @returns {T}
 */
export function plain(path, value) {
  try {
    return structuredClone(value);
  } catch (error) {
    throw errorOf('invalid_argument', 'must_be_plain_data', { path, args: { message: messageOf(error) } });
  }
}

/**
 * What a thrown thing says.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  try {
    return String(/** @type {Error} */ (error).message);
  } catch {
    return `${describe(error)} was thrown`;
  }
}
