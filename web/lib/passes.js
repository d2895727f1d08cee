/** A text in several passes, as engines read it: the prompt at once, then token by token. */

import { mistake } from './check.js';

/**
 * @typedef {{ logits?: 'all' | 'last' | 'none' }} PassOptions  and more that every pass takes alike
 * @typedef {import('./types.js').ForwardResult} ForwardResult
 */

/**
 * @param {ArrayLike<number>} tokens
 * @param {number | undefined} prefill  tokens of the first pass; absent = all
 * @param {PassOptions} options
 * @returns {{ tokens: ArrayLike<number>, options: PassOptions }[]}
 */
export function passesOver(tokens, prefill, options) {
  if (prefill === undefined) return [{ tokens, options }];
  if (prefill > tokens.length) throw mistake('must_fit_into_text', 'prefill', prefill, { max: tokens.length });
  const ids = Array.from(tokens);
  const chunks = [ids.slice(0, prefill), ...ids.slice(prefill).map((id) => [id])];
  // the last row of the text is the last pass's
  const early = options.logits === 'last' ? { ...options, logits: /** @type {const} */ ('none') } : options;
  return chunks.map((chunk, i) => ({ tokens: chunk, options: i === chunks.length - 1 ? options : early }));
}

/**
 * @param {ForwardResult[]} results  one a pass, at least one
 * @returns {ForwardResult}
 */
export function joinResults(results) {
  const [first] = /** @type {[ForwardResult]} */ (results);
  if (results.length === 1) return first;
  return {
    ...first,
    rows: results.reduce((sum, { rows }) => sum + rows, 0),
    logits: joined(results.map(({ logits }) => logits)),
    losses: joined(results.map(({ losses }) => losses)),
    nonFinite: results.reduce((sum, { nonFinite }) => sum + nonFinite, 0),
  };
}

/** @param {Float32Array[]} parts */
function joined(parts) {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
