/** The keys of an architecture in a GGUF file, each taken once: what is left over in the end is read by nobody. */

import { errorOf } from '../sayings.js';

/** Of what reads these files. @type {Readonly<Record<string, string>>} */
export const sayings = {
  gguf_architecture: '{path} must be of an architecture that runs here ({choices}), got {given}',
  gguf_key: '{path} says {key} = {given}, which has no form here',
  gguf_misses: '{path} must say {key}',
  gguf_norm: '{path} must hold norms in F32, got {given}',
  gguf_rows: '{path} must hold as many rows as its heads have channels, got {given}',
  gguf_place: '{path} holds {given}, which has no place in {architecture} here',
};

/** @typedef {import('./gguf.js').Value} Value */

export class Keys {
  #values;

  /**
   * @param {string} path  of the file, for errors
   * @param {string} architecture
   * @param {ReadonlyMap<string, Value>} metadata
   */
  constructor(path, architecture, metadata) {
    this.path = path;
    this.prefix = `${architecture}.`;
    const own = [...metadata].filter(([key]) => key.startsWith(this.prefix));
    this.#values = new Map(own.map(([key, value]) => [key.slice(this.prefix.length), value]));
  }

  /** Without taking them. @returns {ReadonlyMap<string, Value>} */
  get all() {
    return this.#values;
  }

  /**
   * As it stands.
   * @param {string} key
   * @returns {Value | undefined}
   */
  raw(key) {
    const value = this.#values.get(key);
    this.#values.delete(key);
    return value;
  }

  /**
   * A list that says one thing of all layers is that thing.
   * @template {Value | null} T
   * @param {string} key
   * @param {T} [otherwise]
   * @returns {number | boolean | string | T}
   */
  value(key, otherwise) {
    const stated = this.raw(key);
    const [first, ...others] = Array.isArray(stated) ? stated : [stated];
    const given = others.every((other) => other === first) ? (first ?? otherwise) : stated;
    if (given === undefined) throw refused('gguf_misses', this.path, { key: this.prefix + key });
    if (typeof given === 'number' && !Number.isInteger(given)) return written(given);
    if (typeof given === 'bigint') return Number(given);
    if (Array.isArray(given)) throw this.refused(key, given);
    return /** @type {number | boolean | string | T} */ (given);
  }

  /**
   * @param {string} key
   * @param {number} [otherwise]
   * @returns {number}
   */
  number(key, otherwise) {
    const value = this.value(key, otherwise);
    if (typeof value !== 'number') throw this.refused(key, value);
    return value;
  }

  /**
   * A key that runs here with one value only.
   * @param {string} key
   * @param {Value} only
   */
  expect(key, only) {
    const given = this.value(key, only);
    if (given !== only) throw this.refused(key, given);
  }

  /** Nothing may be left. */
  end() {
    for (const [key, given] of this.#values) throw this.refused(key, given);
  }

  /**
   * @param {string} key
   * @param {unknown} given
   */
  refused(key, given) {
    return refused('gguf_key', this.path, { key: this.prefix + key, given });
  }
}

const mostDigits = 9; // tell any two float32 apart

/**
 * The shortest decimal number that single precision has at the same place: what a config.json said before.
 * @param {number} value
 */
function written(value) {
  for (let digits = 1; digits < mostDigits; ++digits) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
export const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
