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

/**
 * Of each block the value that is farthest from the middle, so that neither sign hides the other.
 * @param {Grid} grid  values 0..1
 * @param {number} size  rows and columns wanted at most
 * @returns {Grid}
 */
export function farthestPool(grid, size) {
  const [rows, cols] = [Math.min(size, grid.rows), Math.min(size, grid.cols)];
  if (rows === grid.rows && cols === grid.cols) return grid;
  const values = new Float32Array(rows * cols).fill(0.5); // [rows, cols]
  for (let i = 0; i < grid.rows; i++) {
    const into = Math.floor((i * rows) / grid.rows) * cols;
    for (let j = 0; j < grid.cols; j++) {
      const target = into + Math.floor((j * cols) / grid.cols);
      const value = grid.values[i * grid.cols + j] ?? 0.5;
      if (Math.abs(value - 0.5) > Math.abs((values[target] ?? 0.5) - 0.5)) values[target] = value;
    }
  }
  return { values, rows, cols };
}
