/** Texts in the tokens of a tokenizer.json, fetched with the first one. */
import { openTokenizer } from '../lib/tokenizer.js';
import { told } from './texts.js';

const mostBytesPerToken = 6; // of plain text, with room; where a token has more, all of the text is read

/**
 * @typedef {object} TokenReader
 * @property {(text: { heldout: string, typed: string, length: number }) => import('./texts.js').Material<number[]>} material
 *   length: tokens
 * @property {(tokens: number[]) => { pieces: string[], bytes: number[] }} read  what a person reads of each token, and how
 *   many bytes of text it stands for
 */

/**
 * @param {string} json  of a tokenizer.json
 * @returns {Promise<TokenReader>}
 */
export async function readerOf(json) {
  const tokenizer = await openTokenizer(json);
  const encode = (/** @type {string} */ text) => tokenizer.encode(text, { special: false });
  const first = (/** @type {string} */ text, /** @type {number} */ length) => {
    const tokens = encode(text.slice(0, mostBytesPerToken * length));
    return tokens.length < length ? encode(text) : tokens;
  };
  return {
    material: ({ heldout, typed, length }) => ({
      heldout: first(heldout, length),
      typed: tokenizer.encode(typed),
      told: encode(told),
      join: (parts) => parts.flat(),
    }),
    read: (tokens) => ({ pieces: tokenizer.pieces(tokens), bytes: tokenizer.bytes(tokens) }),
  };
}
