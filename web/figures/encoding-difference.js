/** What a method changes of the cosines and sines that pairs receive: its encoding minus that of plain RoPE, position by position. */
import { plainId } from './by-length.js';
import * as encoding from './encoding.js';

/**
 * @typedef {import('./encoding.js').Encoded & { plain: ArrayLike<number> | null, error: import('../scope/failure.js').Failure | null }} Compared
 *   plain: [pairs], rad/token, of plain RoPE; null: not known yet, or not as many as the method's
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions & { part: 'cos' | 'sin' }} options
 * @returns {Compared[]}
 */
export function ask(scope, { part, ...options }) {
  const { value, error } = scope.answerOf(['plainRates'], async ({ plan }) =>
    Array.from((await plan([{ id: plainId }], { seqLen: 2 })).inv_freq),
  );
  return encoding.ask(scope, options).map((column) => {
    const { name, rates, length, trained } = column;
    if (!value) return { ...column, plain: null, error };
    if (value.length !== rates.length) {
      const said = { say: 'otherPairs', name, pairs: rates.length, plain: value.length };
      return { ...column, plain: null, error: null, summary: [said, ...column.summary] };
    }
    const kept = value.filter((rate, i) => Math.abs((rates[i] ?? 0) - rate) <= 1e-9 * rate).length;
    const upTo = (/** @type {number} */ tokens) => meanDifference(rates, value, tokens, part);
    const said = {
      ...{ say: 'encodingMoves', name, part, pairs: value.length, kept },
      ...{ trained: Math.min(trained, length), within: upTo(Math.min(trained, length)), length, all: upTo(length) },
    };
    return { ...column, plain: value, error: null, summary: [said, ...column.summary] };
  });
}

/**
 * Mean of |difference| over pairs and positions.
 * @param {ArrayLike<number>} rates   [pairs], rad/token
 * @param {ArrayLike<number>} plain   [pairs], rad/token
 * @param {number} length             tokens
 * @param {'cos' | 'sin'} part
 */
export function meanDifference(rates, plain, length, part) {
  let sum = 0;
  for (let i = 0; i < rates.length; i++)
    for (let at = 0; at < length; at++)
      sum += Math.abs(Math[part]((rates[i] ?? 0) * at) - Math[part]((plain[i] ?? 0) * at));
  return sum / (rates.length * length);
}

/**
 * @param {import('../charts/pool.js').Grid} own
 * @param {import('../charts/pool.js').Grid} plain
 * @returns {import('../charts/pool.js').Grid}
 */
export const minus = (own, plain) => ({
  ...own,
  values: Float32Array.from(own.values, (value, i) => value - (plain.values[i] ?? Number.NaN)),
});
