/** Reads the objects that calls are given: each property once, and none that the call does not know. */

import { isList, kind, messageOf, mistake, plain } from './check.js';
import { errorOf } from './sayings.js';

/**
 * The properties of a plain object.
 * @template {object} T
 * @param {string} path
 * @param {T | undefined} value  undefined = an object without properties
 * @returns {Partial<T>}
 */
export function propertiesOf(path, value) {
  if (value === undefined) return {};
  if (!isPlainObject(value)) throw mistake('must_be_plain_object', path, value);
  return ownProperties(path, value);
}

/**
 * @template {object} T
 * @param {string} path
 * @param {T} object
 * @returns {T}
 */
function ownProperties(path, object) {
  try {
    return { ...object };
  } catch (error) {
    throw errorOf('invalid_argument', 'must_be_readable', { path, args: { message: messageOf(error) } });
  }
}

/** @param {unknown} value  an instance of a class is none: what it inherits would go unread */
function isPlainObject(value) {
  if (kind(value) !== 'Object') return false;
  try {
    const prototype = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false;
  }
}

/**
 * The options of a call that has no others.
 * @template {object} T
 * @param {string} call  how messages name it
 * @param {T | undefined} value
 * @param {readonly (keyof T & string)[]} known
 * @param {string} [path]
 * @returns {Partial<T>}
 */
export function optionsOf(call, value, known, path = 'options') {
  const options = propertiesOf(path, value);
  const unknown = Object.entries(options).filter(([key]) => !known.includes(/** @type {any} */ (key)));
  noOthers(call, Object.fromEntries(unknown));
  return options;
}

/**
 * @param {string} call
 * @param {object} rest  what is left after the known options were taken out
 */
export function noOthers(call, rest) {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw errorOf('invalid_argument', 'no_such_option', { path: unknown, args: { call } });
}

/**
 * Options that C++ checks by name, as plain data.
 * @template {object} T
 * @param {T | undefined} value
 * @returns {Partial<T>}
 */
export const plainOptions = (value) => plainProperties(propertiesOf('options', value));

/**
 * @template {object} T
 * @param {T} properties
 * @returns {T}
 */
export const plainProperties = (properties) =>
  /** @type {T} */ (Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, plain(key, value)])));

/**
 * @param {string} path
 * @param {unknown} value
 * @param {(address: string) => URL} toUrl
 * @returns {URL}
 */
export function addressOf(path, value, toUrl) {
  if (typeof value !== 'string' && kind(value) !== 'URL') throw mistake('must_be_address', path, value);
  try {
    return toUrl(String(value));
  } catch {
    throw mistake('must_be_address', path, value);
  }
}

const maxDepth = 64; // that of the C++ parser; a cycle ends here too
const maxValues = 2 ** 17; // an object that holds another one twice, and so on, has any number

/**
 * JSON text of a config given as an object. JSON.stringify would turn NaN into null and leave undefined out, so that a
 * wrong number became an absent one; here both are refused, with their place.
 * @param {string} path
 * @param {unknown} value
 * @returns {string}
 */
export function jsonText(path, value) {
  if (typeof value === 'string') return value;
  if (kind(value) !== 'Object') throw mistake('must_be_json', path, value);
  return JSON.stringify(jsonCopy(path, value, 0, { values: 0 }));
}

/**
 * @param {string} path
 * @param {unknown} value
 * @param {number} depth
 * @param {{ values: number }} seen  so far
 * @returns {unknown}
 */
function jsonCopy(path, value, depth, seen) {
  if (depth > maxDepth) throw errorOf('invalid_json', 'nested_too_deep', { path, args: { max: maxDepth } });
  if (++seen.values > maxValues) throw errorOf('invalid_json', 'too_many_values', { path, args: { max: maxValues } });
  const copy = (/** @type {string} */ key, /** @type {unknown} */ item) => jsonCopy(path + key, item, depth + 1, seen);
  if (isList(value)) return Array.from(value, (item, i) => copy(`[${i}]`, item));
  if (kind(value) === 'Object') {
    const entries = Object.entries(ownProperties(path, /** @type {object} */ (value)));
    return Object.fromEntries(entries.map(([key, item]) => [key, copy(`.${key}`, item)]));
  }
  if (value === null || Number.isFinite(value) || typeof value === 'string' || typeof value === 'boolean') return value;
  throw mistake('must_be_json_value', path, value);
}
