/**
 * Long-range decay: how alike two identical, evenly spread vectors look at a distance. i: pair, d: distance in tokens.
 * The mean cosine is the score of q = k = (1, ..., 1), over the pairs; the bound is RoFormer (2104.09864) section 3.4.3.
 */

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
 * cos or sin of the angle at each position.
 * @param {ArrayLike<number>} rates  [pairs], rad/token
 * @param {number} length            tokens
 * @param {'cos' | 'sin'} part
 * @param {number} [columns]         positions drawn at most, evenly spread
 * @param {import('../lib/types.js').Plan['axes'] | null} [axes]  where tokens stand, if not at 0, 1, 2, ...
 * @returns {import('../charts/pool.js').Grid}
 */
export function encoding(rates, length, part, columns = 1024, axes = null) {
  const cols = Math.min(length, columns);
  const values = new Float32Array(rates.length * cols); // [pairs, cols]
  for (let i = 0; i < rates.length; i++) {
    const positions = axes?.positions[axes.axis_of_pair[i] ?? 0];
    for (let j = 0; j < cols; j++) {
      const token = Math.floor((j * length) / cols);
      values[i * cols + j] = Math[part](/** @type {number} */ (rates[i]) * (positions?.[token] ?? token));
    }
  }
  return { values, rows: rates.length, cols };
}
