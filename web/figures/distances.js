/**
 * The distances at which attention meets its keys: m = query, n = key, D = m - n. A plan without branches leaves every key where
 * it is; a plan that slows all pairs alike (position interpolation) meets all of them at a fraction of D.
 */

/**
 * @typedef {object} Positions                what of a plan says where keys stand
 * @property {number} seqLen                 tokens
 * @property {number} window                  last keys that a query sees, itself among them; 0 = all
 * @property {number} sinks                   first keys that it sees besides
 * @property {number} chunk                   length of the chunks outside of which it sees none of them; 0 = no chunks
 * @property {{ q_position: ArrayLike<number>, k_position: ArrayLike<number>, first: ArrayLike<number>, end: ArrayLike<number> }[]} branches
 */

/**
 * By distance, the distance at which a query meets the key there; NaN where it does not see it.
 * @param {Positions} plan
 * @param {number} [query]
 * @returns {Float64Array} [query + 1], tokens
 */
export function pretendedDistances({ seqLen, window, sinks, chunk, branches }, query = seqLen - 1) {
  const distances = new Float64Array(query + 1);
  for (let distance = 1; distance <= query; distance++) distances[distance] = distance;
  for (const { q_position, k_position, first, end } of branches) {
    const from = q_position[query] ?? 0;
    for (let key = first[query] ?? 0; key < (end[query] ?? 0); key++) {
      distances[query - key] = from - (k_position[key] ?? 0);
    }
  }
  if (window > 0) distances.fill(Number.NaN, window, Math.max(window, query + 1 - sinks));
  if (chunk > 0) distances.fill(Number.NaN, (query % chunk) + 1);
  return distances;
}

/**
 * The one factor by which a method turns all pairs slower or faster than training did; null where there is no such factor.
 * @param {ArrayLike<number>} trainedRates  [pairs], rad/token
 * @param {ArrayLike<number>} rates         [pairs], rad/token
 */
export function commonPace(trainedRates, rates) {
  const paces = Array.from(rates, (rate, i) => rate / (trainedRates[i] ?? Number.NaN));
  const [first = Number.NaN] = paces;
  return paces.every((pace) => Math.abs(pace - first) <= 1e-9 * first) && first > 0 ? first : null;
}
