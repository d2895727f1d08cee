/**
 * Long-range decay: how alike two identical, evenly spread vectors look at a distance. i: pair, d: distance in tokens.
 * The mean cosine is the score of q = k = (1, ..., 1), over the pairs; the bound is RoFormer (2104.09864) section 3.4.3.
 */
import { randomFrom } from './random.js';

/**
 * @param {ArrayLike<number>} rates      [pairs], rad/token
 * @param {ArrayLike<number>} distances  tokens; NaN gives NaN
 * @param {number} [factor]              attention factor; scores scale by its square
 * @param {ArrayLike<number>} [logDecay] [pairs], nats per token: a pair's part of a score is times exp of it per distance
 */
export function meanCosine(rates, distances, factor = 1, logDecay = []) {
  return Float64Array.from(distances, (d) => {
    if (rates.length === 0 && !Number.isNaN(d)) return 1; // nothing turns

    let sum = 0;
    for (let i = 0; i < rates.length; i++) {
      sum += Math.cos(/** @type {number} */ (rates[i]) * d) * Math.exp((logDecay[i] ?? 0) * d);
    }
    return (factor * factor * sum) / rates.length;
  });
}

/**
 * Mean over j of |sum of the first j unit phasors|: an upper bound of the score up to the size of q and k.
 * @param {ArrayLike<number>} rates      [pairs], rad/token
 * @param {ArrayLike<number>} distances  tokens
 * @param {number} [factor]
 */
export function partialSumBound(rates, distances, factor = 1) {
  return Float64Array.from(distances, (d) => {
    if (rates.length === 0) return Number.NaN; // there is no sum

    let [re, im, sum] = [0, 0, 0];
    for (let i = 0; i < rates.length; i++) {
      const angle = /** @type {number} */ (rates[i]) * d;
      re += Math.cos(angle);
      im += Math.sin(angle);
      sum += Math.hypot(re, im);
    }
    return (factor * factor * sum) / rates.length;
  });
}

/**
 * The score of a random vector with itself at a distance, over its squared length: of one draw, and the range that nine of ten
 * draws stay in. Its mean over all draws is the mean cosine.
 * @param {ArrayLike<number>} rates      [pairs], rad/token
 * @param {ArrayLike<number>} distances  tokens; NaN gives NaN
 * @param {number} [factor]
 * @param {ArrayLike<number>} [logDecay] [pairs], nats per token
 * @param {{ draws?: number, seed?: number }} [chance]
 */
export function randomVectors(rates, distances, factor = 1, logDecay = [], { draws = 40, seed = 1 } = {}) {
  if (rates.length === 0) return randomVectors([0], distances, factor, [0], { draws, seed }); // nothing turns
  const next = randomFrom(seed);
  const weights = Array.from({ length: draws }, () => {
    const lengths = Array.from(rates, () => -Math.log(1 - next())); // of a pair of normal numbers, squared
    const whole = lengths.reduce((sum, length) => sum + length, 0);
    return lengths.map((length) => length / whole);
  });
  const columns = Array.from(distances, (d) => {
    const scores = weights.map((shares) =>
      shares.reduce(
        (sum, share, i) => sum + share * Math.cos((rates[i] ?? 0) * d) * Math.exp((logDecay[i] ?? 0) * d),
        0,
      ),
    );
    const sorted = [...scores].sort((a, b) => a - b);
    const at = (/** @type {number} */ quantile) => sorted[Math.round(quantile * (draws - 1))] ?? Number.NaN;
    return [scores[0] ?? Number.NaN, at(0.05), at(0.95)].map((value) => factor * factor * value);
  });
  const row = (/** @type {number} */ i) => Float64Array.from(columns, (column) => column[i] ?? Number.NaN);
  return { one: row(0), low: row(1), high: row(2) };
}

/**
 * cos or sin of the angle at each position.
 * @param {ArrayLike<number>} rates  [pairs], rad/token
 * @param {{ first: number, span: number }} tokens  the first, and how many
 * @param {'cos' | 'sin'} part
 * @param {number} [columns]         positions drawn at most, evenly spread
 * @param {import('../lib/types.js').Plan['axes'] | null} [axes]  where tokens stand, if not at 0, 1, 2, ...
 * @returns {import('../charts/pool.js').Grid}
 */
export function encoding(rates, { first, span }, part, columns = 1024, axes = null) {
  const cols = Math.min(span, columns);
  const values = new Float32Array(rates.length * cols); // [pairs, cols]
  for (let i = 0; i < rates.length; i++) {
    const positions = axes?.positions[axes.axis_of_pair[i] ?? 0];
    for (let j = 0; j < cols; j++) {
      const token = first + Math.floor((j * span) / cols);
      values[i * cols + j] = Math[part](/** @type {number} */ (rates[i]) * (positions?.[token] ?? token));
    }
  }
  return { values, rows: rates.length, cols };
}
