/** Pooling of maps and running means. i, j: rows and columns of the result. */

import { kernelsFor } from './large.js';

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
  return pooled(grid, size, false);
}

/**
 * @param {Grid} grid
 * @param {number} size
 * @param {boolean} [causal]  blocks right of the diagonal are left out
 * @returns {Grid}
 */
export function pooled(grid, size, causal) {
  const rows = Math.min(size, grid.rows);
  const cols = Math.min(size, grid.cols);
  if (rows === grid.rows && cols === grid.cols) return grid;
  const blocks = { rows: evenBlocks(grid.rows, rows), columns: evenBlocks(grid.cols, cols) };
  const counts = Int32Array.from({ length: rows }, (_, i) =>
    causal ? Math.min(cols, Math.ceil(((i + 1) * cols) / rows)) : cols,
  );
  return { values: blockMaxima(grid, { ...blocks, counts }), rows, cols };
}

/** @param {number} cells @param {number} count @returns {Side} */
function evenBlocks(cells, count) {
  const edge = (/** @type {number} */ i) => Math.ceil((i * cells) / count);
  const each = { length: count };
  return {
    first: Int32Array.from(each, (_, i) => edge(i)),
    last: Int32Array.from(each, (_, i) => edge(i + 1) - 1),
  };
}

/**
 * @typedef {{ first: Int32Array, last: Int32Array }} Side  the first and the last cell that each row or column of the result covers
 * @typedef {{ rows: Side, columns: Side, counts: Int32Array }} Blocks  counts: columns of each row, from the first; the others are 0
 */

/**
 * The largest value of each block, or the one with the largest weight; what is not a number is passed over.
 * @param {Grid} grid
 * @param {Blocks} blocks
 * @param {(value: number) => number} [weight]
 */
export function blockMaxima({ values: all, rows: height, cols: width }, { rows, columns, counts }, weight) {
  const drawn = columns.first.length;
  const result = new Float32Array(counts.length * drawn); // [rows, cols]
  const kernels = weight ? null : kernelsFor({ rows: height, cols: Math.max(width, drawn) });
  if (kernels && all instanceof Float32Array) {
    kernels.foldBlocks({ values: all, width }, { rows, columns, counts }, result);
    return result;
  }
  const at = (/** @type {ArrayLike<number>} */ list, /** @type {number} */ i) => /** @type {number} */ (list[i]);
  for (let r = 0; r < counts.length; r++) {
    for (let c = 0; c < at(counts, r); c++) {
      const [left, right] = [at(columns.first, c), at(columns.last, c)];
      let best = Number.NEGATIVE_INFINITY;
      let most = best;
      for (let i = at(rows.first, r) * width; i <= at(rows.last, r) * width; i += width) {
        for (let j = i + left; j <= i + right; j++) {
          const value = at(all, j);
          const heavy = weight ? weight(value) : value;
          if (!(heavy > most)) continue;
          best = value;
          most = heavy;
        }
      }
      result[r * drawn + c] = best;
    }
  }
  return result;
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
