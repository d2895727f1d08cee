/** Strict checks of arguments that JavaScript itself needs; everything else is checked in C++. */

import { RopescopeError } from './errors.js';
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
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * @param {string} what
 * @param {string} accepted
 * @param {unknown} given
 */
export function mistake(what, accepted, given) {
  return new RopescopeError('invalid_argument', `${what} must be ${accepted}, got ${describe(given)}`);
}

/**
 * @param {string} what
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 * @returns {number}
 */
export function integer(what, value, min, max) {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw mistake(what, `an integer from ${min} to ${max}`, value);
}

/**
 * The kind of a built-in object, also of another window or context, where instanceof fails.
 * @param {unknown} value
 */
export const kind = (value) => Object.prototype.toString.call(value).slice(8, -1);

/**
 * Whether a buffer's data went to another thread: such a buffer is empty, and is no buffer to any API.
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
 * @param {string} what
 * @param {unknown} value
 * @returns {Float32Array}
 */
export function floats(what, value) {
  if (kind(value) !== 'Float32Array') throw mistake(what, 'a Float32Array', value);
  const array = /** @type {Float32Array} */ (value);
  keepsData(what, array.buffer);
  return array;
}

/**
 * The bytes of an ArrayBuffer or of a view.
 * @param {string} what
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function bytes(what, value) {
  if (ArrayBuffer.isView(value)) {
    keepsData(what, value.buffer);
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (kind(value) !== 'ArrayBuffer') throw mistake(what, 'an ArrayBuffer or a Uint8Array', value);
  keepsData(what, /** @type {ArrayBuffer} */ (value));
  return new Uint8Array(/** @type {ArrayBuffer} */ (value));
}

/**
 * Refuses misspelt options: `rest` is what is left after the known ones were taken out.
 * @param {string} what
 * @param {object} rest
 */
export function noOthers(what, rest) {
  const [unknown] = Object.keys(rest);
  if (unknown === undefined) return;
  throw new RopescopeError('invalid_argument', `${what} has no option "${unknown}"`);
}

/**
 * A copy of what a call sends to the engine: plain data, so that a worker sees the same thing as an inline engine.
 * @template T
 * @param {string} what
 * @param {T} value
 * @returns {T}
 */
export function plain(what, value) {
  try {
    return structuredClone(value);
  } catch (error) {
    throw new RopescopeError('invalid_argument', `${what} must be plain data: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * JSON text of a config given as an object. JSON.stringify would turn NaN into null and leave undefined out, so that a
 * wrong number became an absent one; here both are refused, with their place.
 * @param {unknown} value
 * @param {string} path
 * @returns {string}
 */
export function jsonText(value, path) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw mistake(path, 'JSON text or an object', value);
  refuseWhatJsonDrops(value, path, 0);
  return JSON.stringify(value);
}

/**
 * @param {unknown} value
 * @param {string} path
 * @param {number} depth
 */
function refuseWhatJsonDrops(value, path, depth) {
  const maxDepth = 64; // that of the C++ parser; a cycle ends here too
  if (depth > maxDepth) throw new RopescopeError('invalid_json', `${path} is nested more than ${maxDepth} deep`);
  if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      refuseWhatJsonDrops(item, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, depth + 1);
    }
  } else if (
    typeof value === 'number'
      ? !Number.isFinite(value)
      : !['string', 'boolean'].includes(typeof value) && value !== null
  ) {
    throw mistake(path, 'a finite number, a text, true, false, null, a list or an object', value);
  }
}
