/**
 * What synthetic texts are made of in the tokens of a vocabulary: cpp/io/symbols.hpp reads this. A passkey is made of what
 * the tokenizer reads one token an item inside a text: digits where it never joins them, else the first of `alphabets` that
 * it keeps apart.
 */

import { errorOf } from './sayings.js';
import { sayings } from './tokenizer-parts.js';

/**
 * @typedef {object} Symbols
 * @property {number} vocab_size
 * @property {number[]} distinct   those of which a block has each at most once
 * @property {number[]} letters
 * @property {number[]} key_begin
 * @property {number[]} digits     ten items, a token each
 * @property {number[]} key_end
 *
 * @typedef {import('./tokenizer.js').Tokenizer} Tokenizer
 * @typedef {Pick<Symbols, 'key_begin' | 'digits' | 'key_end'>} Key
 */

const before = 'a'; // any word: a tokenizer may put a space before the beginning of a text
const begin = ' The key is <';
const end = '>';
const longestBegin = 14; // tokens, of cpp/io/symbols.hpp
const alphabets = ['0123456789', ' 0 1 2 3 4 5 6 7 8 9', ' A B C D E F G H I J'].map(
  (items) => items.match(/ ?./g) ?? [],
);

/** @type {WeakMap<Tokenizer, Key>} */
const keys = new WeakMap();

/**
 * @param {Tokenizer} tokenizer
 * @returns {Symbols}
 */
export function symbolsOf(tokenizer) {
  const key = keys.get(tokenizer) ?? keyOf(tokenizer);
  keys.set(tokenizer, key);
  const each = (/** @type {string} */ text) => Array.from(text).flatMap((one) => encoded(tokenizer, one));
  return {
    vocab_size: tokenizer.size,
    distinct: Array.from({ length: tokenizer.size }, (_, id) => id),
    letters: each('abcdefghijklmnopqrstuvwxyz '),
    ...key,
  };
}

/** @param {Tokenizer} tokenizer @param {string} text */
const encoded = (tokenizer, text) => tokenizer.encode(text, { special: false });

/**
 * The tokens that a text adds to what stands before it.
 * @param {Tokenizer} tokenizer
 * @param {string} head
 * @param {string} text
 */
function added(tokenizer, head, text) {
  const known = encoded(tokenizer, head);
  const whole = encoded(tokenizer, head + text);
  return known.every((token, i) => whole[i] === token) ? whole.slice(known.length) : [];
}

/**
 * @param {Tokenizer} tokenizer
 * @returns {Key}
 */
function keyOf(tokenizer) {
  const key_begin = added(tokenizer, before, begin);
  for (const items of key_begin.length > 0 && key_begin.length <= longestBegin ? alphabets : []) {
    const tail = (/** @type {string} */ text) => added(tokenizer, before + begin, text);
    const digits = items.flatMap(tail);
    const key_end = added(tokenizer, `${before}${begin}${items.slice(0, 5).join('')}`, end);
    const alone = digits.length === 10 && new Set(digits).size === 10 && key_end.length === 1;
    if (alone && keepsApart(items, digits, tail)) return { key_begin, digits, key_end };
  }
  throw errorOf('invalid_argument', 'no_passkey_symbols', { path: 'passkey' }, sayings);
}

/**
 * Whether no two items in a row become other tokens.
 * @param {string[]} items
 * @param {number[]} tokens
 * @param {(text: string) => number[]} tail
 */
const keepsApart = (items, tokens, tail) =>
  items.every((one, i) => items.every((other, j) => i === j || `${tail(one + other)}` === `${[tokens[i], tokens[j]]}`));
