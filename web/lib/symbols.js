/** What synthetic texts are made of in the tokens of a vocabulary: cpp/io/symbols.hpp reads this. */

/**
 * @typedef {object} Symbols
 * @property {number} vocab_size
 * @property {number[]} distinct   those of which a block has each at most once
 * @property {number[]} letters
 * @property {number[]} key_begin
 * @property {number[]} digits     of "0" to "9", a token each
 * @property {number[]} key_end
 *
 * @param {import('./tokenizer.js').Tokenizer} tokenizer
 * @returns {Symbols}
 */
export function symbolsOf(tokenizer) {
  const tokens = (/** @type {string} */ text) => tokenizer.encode(text, { special: false });
  const each = (/** @type {string} */ text) => Array.from(text).flatMap(tokens);
  return {
    vocab_size: tokenizer.size,
    distinct: Array.from({ length: tokenizer.size }, (_, id) => id),
    letters: each('abcdefghijklmnopqrstuvwxyz '),
    key_begin: tokens(' The key is <'),
    digits: each('0123456789'),
    key_end: tokens('>'),
  };
}
