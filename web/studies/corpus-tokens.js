/** The text to train on in tokens of a tokenizer.json, and what synthetic rows are made of in them (cpp/io/symbols.hpp). */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { symbolsOf } from '../lib/symbols.js';
import { openTokenizer } from '../lib/tokenizer.js';

/** @typedef {import('../lib/tokenizer.js').Tokenizer} Tokenizer */

/**
 * Paragraph by paragraph: a newline is a token of its own, so that no token crosses one.
 * @param {Tokenizer} tokenizer
 * @param {string} text
 */
function encode(tokenizer, text) {
  const paragraphs = text.split(/(?<=\n)/);
  return Int32Array.from(paragraphs.flatMap((paragraph) => tokenizer.encode(paragraph, { special: false })));
}

/**
 * @param {string} corpus  folder of train.txt and heldout.txt
 * @param {string} tokenizerPath
 */
export async function corpusTokens(corpus, tokenizerPath) {
  const tokenizer = await openTokenizer(readFileSync(tokenizerPath, 'utf8'));
  const read = (/** @type {string} */ file) => encode(tokenizer, readFileSync(join(corpus, file), 'utf8'));
  const [train, heldout] = [read('train.txt'), read('heldout.txt')];
  return { train, heldout, symbols: { ...symbolsOf(tokenizer), distinct: byFrequency(train) } };
}

/**
 * Those that occur, the most frequent first: the embeddings of others learn nothing.
 * @param {Int32Array} tokens
 */
function byFrequency(tokens) {
  const counts = new Map();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b).map(([token]) => token);
}
