/** Values that are painted with zero, or another one, in the middle of the colours. */

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

/**
 * From 0..most to -1..1, with another value than zero in the middle, in step with the values on either side of it.
 * @param {number} value
 * @param {{ middle: number, most: number }} scale
 */
export const around = (value, { middle, most }) =>
  value < middle ? value / middle - 1 : Math.min(1, (value - middle) / (most - middle));
