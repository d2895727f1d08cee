/** Values from -1 to 1 that are painted with zero in the middle of the colours. */

/**
 * Where a value stands between -1 and 1 on a scale that shows small ones.
 * @param {number} value
 * @param {number} power
 */
export const stretched = (value, power) => Math.sign(value) * Math.abs(value) ** power;

/**
 * From -1..1 to 0..1, stretched, with zero in the middle.
 * @param {number} value
 * @param {number} power
 */
export const middled = (value, power) => (stretched(value, power) + 1) / 2;
