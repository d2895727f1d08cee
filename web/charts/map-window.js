/** The cells of a map that a view shows: only they are pooled and painted. */
import { paint } from './heatmap.js';

/**
 * @typedef {import('./pool.js').Grid} Grid
 * @typedef {import('./map-view.js').View} View
 */

/** The cells of the grid that each drawn row or column covers. @param {{ at: number, span: number, drawn: number, cells: number, length: number }} side */
function blocks({ at, span, drawn, cells, length }) {
  const cell = (/** @type {number} */ token) => Math.floor(((at + token) * cells) / length);
  const edge = (/** @type {number} */ i) => Math.ceil((i * span) / drawn);
  return Array.from({ length: drawn }, (_, i) => [cell(edge(i)), cell(edge(i + 1) - 1)]);
}

/**
 * @param {Grid} grid     the whole map, pooled or not
 * @param {number} length tokens a side of it
 * @param {View} view
 * @param {number} pixels rows and columns wanted at most
 * @param {(value: number) => number} [weight]  of the cells of a block, the one with the largest weight is shown
 * @returns {Grid}
 */
export function windowOf(grid, length, view, pixels, weight = (value) => value) {
  const drawn = Math.min(pixels, view.span);
  const rows = blocks({ at: view.q, span: view.span, drawn, cells: grid.rows, length });
  const columns = blocks({ at: view.k, span: view.span, drawn, cells: grid.cols, length });
  const values = new Float32Array(drawn * drawn); // [rows, cols], 0 where every key comes after every query
  for (const [r, [top = 0, bottom = 0]] of rows.entries()) {
    for (const [c, [left = 0, right = 0]] of columns.entries()) {
      if (left > bottom) break;
      let best = /** @type {number} */ (grid.values[top * grid.cols + left]);
      let most = weight(best);
      for (let i = top; i <= bottom; i++) {
        for (let j = left; j <= right; j++) {
          const value = /** @type {number} */ (grid.values[i * grid.cols + j]);
          const heavy = weight(value);
          if (heavy <= most) continue;
          best = value;
          most = heavy;
        }
      }
      values[r * drawn + c] = best;
    }
  }
  return { values, rows: drawn, cols: drawn };
}

/**
 * Keys after the query do not exist and stay transparent.
 * @param {Uint32Array} pixels  [rows, cols], written
 * @param {Grid} shown          what windowOf gave
 * @param {View} view
 * @param {import('./heatmap.js').HeatmapOptions} options
 */
export function paintWindow(pixels, shown, { q, k, span }, options) {
  paint(pixels, shown, { ...options, causal: false });
  for (let i = 0; i < shown.rows; i++) {
    const last = q + Math.ceil(((i + 1) * span) / shown.rows) - 1; // query, the last of the row
    const end = Math.floor(((last - k) * shown.cols) / span) + 1;
    const from = Math.max(0, Math.min(shown.cols, end));
    pixels.fill(0, i * shown.cols + from, (i + 1) * shown.cols);
  }
}
