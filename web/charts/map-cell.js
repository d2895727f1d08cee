/** One cell of an attention map: its value, and its tokens as a person reads them. */

const pictures = /** @type {Record<string, string>} */ ({ ' ': '␣', '\n': '⏎', '\r': '␍', '\t': '⇥' });

/** A token with its blanks made visible. @param {string} token */
export const visible = (token) => token.replace(/[ \n\r\t]/g, (blank) => pictures[blank] ?? blank);

/**
 * The value at (query, key); of a pooled map, the maximum of the block that holds it.
 * @param {import('./pool.js').Grid} map
 * @param {number} length
 * @param {number} q
 * @param {number} k
 */
export function at(map, length, q, k) {
  const i = Math.floor((q * map.rows) / length);
  const j = Math.floor((k * map.cols) / length);
  return map.values[i * map.cols + j] ?? Number.NaN;
}

/**
 * What the weights of a query lack of 1: the part of its attention that a learned sink takes. 0 for a row that sums to 1 within
 * the rounding of floats, and null for a pooled map, whose cells do not add up.
 * @param {import('./pool.js').Grid} map
 * @param {number} length
 * @param {number} q
 */
export function missingMass(map, length, q) {
  if (map.rows !== length || map.cols !== length) return null;
  let missing = 1;
  for (let k = 0; k <= q; k++) missing -= at(map, length, q, k);
  return missing > 1e-5 ? missing : 0; // 1e-5: some thousand roundings of 2^-24 of weights whose sum is 1
}
