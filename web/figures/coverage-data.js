/** Which angles each pair met in training and which it visits at a longer text. i: pair index. */

/** @typedef {import('../charts/coverage.js').PairCoverage} PairCoverage */

/**
 * Angles run from 0 (distance 0) to the largest distance times the pair's rate; a pair that went around once has seen them all.
 * @param {ArrayLike<number>} trainedRates    [pairs], rad/token, as in training
 * @param {ArrayLike<number>} rates           [pairs], rad/token, of the method
 * @param {number} trainedLength              tokens
 * @param {number} distance                   the largest at which the method meets a key, tokens
 * @returns {PairCoverage[]}
 */
export function coverageOf(trainedRates, rates, trainedLength, distance) {
  return Array.from(rates, (rate, i) => {
    const trained = ((trainedRates[i] ?? 0) * (trainedLength - 1)) / (2 * Math.PI);
    const visited = (rate * distance) / (2 * Math.PI);
    const full = trained >= 1;
    const around = Math.min(1, visited);
    return {
      trained,
      visited,
      full,
      seen: Math.min(full ? 1 : trained, around),
      unseen: full ? 0 : Math.max(0, around - trained),
    };
  });
}

/** Slack for angles that agree up to rounding: interpolation by exactly length / trained ends one step past the last one. */
const slack = 0.01;

/**
 * @param {PairCoverage[]} pairs
 * @param {string} name
 * @param {number} length
 */
export function coverageSummary(pairs, name, length) {
  if (pairs.length === 0) return `${name}: no pair turns, so no angle can be new.`;
  const full = pairs.filter((pair) => pair.full).length;
  const outside = pairs.filter((pair) => pair.unseen > slack).length;
  const squeezed = pairs.filter((pair) => pair.visited * (1 + slack) < pair.trained).length;
  const tail = squeezed ? `, ${squeezed} ${squeezed === 1 ? 'uses' : 'use'} less than was trained` : '';
  return (
    `${name} at ${length} tokens: ${full} of ${pairs.length} pairs saw the full circle in training; ` +
    `${outside || 'no'} ${outside === 1 ? 'pair visits' : 'pairs visit'} angles never seen${tail}.`
  );
}
