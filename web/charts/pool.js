/** Pooling of maps and running means. i, j: rows and columns of the result. */

/**
 * @typedef {object} Grid  a matrix, row by row
 * @property {ArrayLike<number>} values  [rows, cols]
 * @property {number} rows
 * @property {number} cols
 */

/**
 * The maximum over blocks that cover the map without gaps, so that a line one cell wide survives.
 * @param {Grid} grid
 * @param {number} size  rows and columns wanted at most
 * @returns {Grid}
 */
export function maxPool(grid, size) {
  const rows = Math.min(size, grid.rows);
  const cols = Math.min(size, grid.cols);
  if (rows === grid.rows && cols === grid.cols) return grid;
  const values = new Float32Array(rows * cols).fill(Number.NEGATIVE_INFINITY); // [rows, cols]
  const column = Int32Array.from({ length: grid.cols }, (_, j) => Math.floor((j * cols) / grid.cols));
  for (let i = 0; i < grid.rows; i++) {
    const into = Math.floor((i * rows) / grid.rows) * cols;
    const from = i * grid.cols;
    for (let j = 0; j < grid.cols; j++) {
      const target = into + /** @type {number} */ (column[j]);
      const value = /** @type {number} */ (grid.values[from + j]);
      if (value > /** @type {number} */ (values[target])) values[target] = value;
    }
  }
  return { values, rows, cols };
}

/**
 * Mean of the last `width` values at each place; fewer at the start.
 * @param {ArrayLike<number>} values
 * @param {number} width
 */
export function runningMean(values, width) {
  const means = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += /** @type {number} */ (values[i]);
    if (i >= width) sum -= /** @type {number} */ (values[i - width]);
    means[i] = sum / Math.min(i + 1, width);
  }
  return means;
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {number} [to]
 */
export function mean(values, from, to = values.length) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += /** @type {number} */ (values[i]);
  return sum / (to - from);
}
