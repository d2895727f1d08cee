/** The kinds of values that a query holds: how each is read from text, and written. What cannot be read is thrown as a Misread. */

/**
 * @template T
 * @typedef {object} QueryType
 * @property {(text: string, name: string) => T} read  text: as a link holds it, still encoded; throws a Misread
 * @property {(value: T) => string} write
 * @property {boolean} [isList]  of values with commas between them
 */

/** Why a part of a link or an attribute was left out; web/words says it. */
export class Misread extends Error {
  /**
   * @param {string} code  a key of words.link
   * @param {string} path  of the query: its name
   * @param {Record<string, unknown>} args
   */
  constructor(code, path, args) {
    super(`${path}: ${code}`);
    this.code = code;
    this.path = path;
    this.args = args;
  }
}

/**
 * @typedef {{ min: number, max: number }} Range
 * @param {Range} range
 */
export const integer = ({ min, max }) => ({
  min,
  max,
  /** @param {string} text @param {string} name */
  read(text, name) {
    const given = Number(text);
    if (text !== '' && Number.isInteger(given) && given >= min && given <= max) return given + 0; // -0 is 0
    throw new Misread('wholeNumber', name, { min, max, given: text });
  },
  write: String,
});

/** @param {Range} range */
export const number = ({ min, max }) => ({
  min,
  max,
  /** @param {string} text @param {string} name */
  read(text, name) {
    const given = Number(text);
    if (text !== '' && given >= min && given <= max) return given;
    throw new Misread('number', name, { min, max, given: text });
  },
  write: String,
});

/** @param {string[]} allowed */
export const choice = (allowed) => ({
  allowed,
  /** @param {string} text @param {string} name */
  read(text, name) {
    const given = decodeURIComponent(text);
    if (allowed.includes(given)) return given;
    throw new Misread('oneOf', name, { allowed, given });
  },
  write: encodeURIComponent,
});

/** Half a character, where a text was cut in the middle of one, has no code in an address. @param {string} text */
export const encoded = (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

/** @param {{ longest: number }} limit  characters that are read */
export const freeText = ({ longest }) => ({
  /** @param {string} text */
  read: (text) => decodeURIComponent(encoded(decodeURIComponent(text).slice(0, longest))),
  write: encoded,
});

/**
 * Different values in the order in which they are shown.
 * @template T
 * @param {QueryType<T>} item
 * @param {{ most: number, order: (a: T, b: T) => number }} options
 */
export const listOf = (item, { most, order }) => ({
  isList: true,
  /** @param {string} text @param {string} name */
  read(text, name) {
    const given = [...new Set(text.split(',').map((each) => item.read(each, name)))];
    if (given.length > most) throw new Misread('atMost', name, { most, given: given.length });
    return given.sort(order);
  },
  write: (/** @type {T[]} */ list) => list.map(item.write).join(),
});
