/** Grids of values from -1 to 1 that are painted with zero in the middle of the colours. */

/** @typedef {import('./pool.js').Grid} Grid */

/**
 * Where a value stands between -1 and 1 on a scale that shows small ones.
 * @param {number} value
 * @param {number} power
 */
export const stretched = (value, power) => Math.sign(value) * Math.abs(value) ** power;

/**
 * From -1..1 to 0..1, stretched.
 * @param {Grid} grid
 * @param {number} power
 * @returns {Grid}
 */
export const middled = (grid, power) => ({
  ...grid,
  values: Float32Array.from(grid.values, (value) => (stretched(value, power) + 1) / 2),
});

/** How far a value 0..1 is from the middle: of a block, the farthest is shown, so that neither sign hides the other. @param {number} value */
export const fromMiddle = (value) => Math.abs(value - 0.5);
