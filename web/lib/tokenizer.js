/**
 * Text to tokens and back by a tokenizer.json. The package that does it is fetched with the first such file: a model of
 * characters needs no byte of it.
 */

import { describe, integer, kind, messageOf, plain, text as textOf } from './check.js';
import { RopescopeError } from './errors.js';
import { optionsOf } from './options.js';
import { errorOf } from './sayings.js';
import { tokenBytes } from './token-bytes.js';
import { checkParts, sayings } from './tokenizer-parts.js';

/**
 * @typedef {object} Tokenizer  text to tokens and back, as a tokenizer.json says
 * @property {number} size                              tokens of the vocabulary
 * @property {(text: string, options?: { special?: boolean }) => number[]} encode  special: with the tokens that the file puts
 *   before or after a text; default true
 * @property {(tokens: ArrayLike<number>) => string} decode
 * @property {(tokens: ArrayLike<number>) => string[]} pieces  what a person reads of each: its text, or `<E2>` for each byte of
 *   a token that is only part of a character
 * @property {(tokens: ArrayLike<number>) => number[]} bytes   how many bytes of UTF-8 each stands for
 */

/**
 * @param {string} json
 * @returns {Record<string, any>}
 */
function parse(json) {
  try {
    return Object(JSON.parse(json));
  } catch (error) {
    throw unreadable('invalid_json', error);
  }
}

/**
 * @param {import('./errors.js').ErrorCode} code
 * @param {unknown} error
 */
const unreadable = (code, error) =>
  errorOf(code, 'file_unreadable', {
    path: 'tokenizer',
    args: { address: 'tokenizer.json', message: messageOf(error) },
    cause: error,
  });

/**
 * What the package throws at a file, or at a text, is said of the file.
 * @param {unknown} error
 */
const said = (error) => (error instanceof RopescopeError ? error : unreadable('unsupported_text', error));

/** @param {any} file */
async function packageTokenizer(file) {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  const whole = {
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    added_tokens: [],
    ...file,
  };
  const tokenizer = new Tokenizer(whole, { clean_up_tokenization_spaces: false });
  tokenizer.encode('a'); // some parts are read only now
  return tokenizer;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param {Uint8Array} bytes */
function readable(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => `<${byte.toString(16).toUpperCase().padStart(2, '0')}>`).join('');
  }
}

/**
 * @param {string} json  the text of a tokenizer.json
 * @returns {Promise<Tokenizer>}
 */
export async function openTokenizer(json) {
  const file = parse(json);
  try {
    return await opened(file);
  } catch (error) {
    throw said(error);
  }
}

/**
 * @param {any} file
 * @returns {Promise<Tokenizer>}
 */
async function opened(file) {
  checkParts(file);
  const tokenizer = await packageTokenizer(file);
  const bytesOf = tokenBytes(file);
  const all = [...tokenizer.get_vocab(true).values()];
  const each = (/** @type {ArrayLike<number>} */ tokens) =>
    tokenIds(tokens).map((token) => bytesOf(token, tokenizer.id_to_token(token) ?? ''));
  return {
    size: all.reduce((most, id) => Math.max(most, id), -1) + 1,
    encode: (text, options) => {
      const { special = true } = optionsOf('encode', options, ['special']);
      try {
        return textOf('text', text) === '' && !special ? [] : encode(tokenizer, text, special);
      } catch (error) {
        throw said(error);
      }
    },
    decode: (tokens) => {
      const ids = tokenIds(tokens);
      return ids.length === 0 ? '' : tokenizer.decode(ids);
    },
    pieces: (tokens) => each(tokens).map(readable),
    bytes: (tokens) => each(tokens).map(({ length }) => length),
  };
}

/**
 * A copy of a list of tokens.
 * @param {ArrayLike<number>} tokens
 * @param {number} [last]  of the vocabulary
 * @returns {number[]}
 */
export function tokenIds(tokens, last = 2 ** 31 - 1) {
  const list = /** @type {number[]} */ (plain('tokens', tokens));
  if (kind(list).endsWith('Array')) return Array.from(list, (token, i) => integer(`tokens[${i}]`, token, 0, last));
  const about = { path: 'tokens', args: { given: describe(tokens) } };
  throw errorOf('invalid_argument', 'must_be_numbers_list', about, sayings);
}

/**
 * Without a token for what is unknown, the package drops it.
 * @param {import('@huggingface/tokenizers').Tokenizer} tokenizer
 * @param {string} text
 * @param {boolean} special
 */
function encode(tokenizer, text, special) {
  const { ids } = tokenizer.encode(text, { add_special_tokens: special });
  const unknown = ids.some((/** @type {unknown} */ id) => id === undefined || id === null);
  if (unknown || (mayDrop(tokenizer) && ids.length < text.length)) {
    const isLost = (/** @type {string} */ character) =>
      tokenizer
        .encode(character, { add_special_tokens: false })
        .ids.every((/** @type {unknown} */ id) => id === undefined);
    const given = Array.from(text).find(isLost);
    if (given) throw errorOf('unsupported_text', 'outside_vocabulary', { path: 'text', args: { given } }, sayings);
  }
  return ids;
}

/** @param {any} tokenizer */
const mayDrop = ({ model, decoder }) => model.unk_token_id === undefined && decoder?.config?.type !== 'ByteLevel';
