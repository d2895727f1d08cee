/** The cells of a map that a view shows: only they are pooled and painted. */
import { fillCanvas, paint } from './heatmap.js';

/**
 * @typedef {import('./pool.js').Grid} Grid
 * @typedef {import('./map-view.js').View} View
 */

/** The first and the last cell of the grid that each drawn row or column covers. @param {{ at: number, span: number, drawn: number, cells: number, length: number }} side */
function blocks({ at, span, drawn, cells, length }) {
  const cell = (/** @type {number} */ token) => Math.floor(((at + token) * cells) / length);
  const edge = (/** @type {number} */ i) => Math.ceil((i * span) / drawn);
  const each = { length: drawn };
  return {
    first: Int32Array.from(each, (_, i) => cell(edge(i))),
    last: Int32Array.from(each, (_, i) => cell(edge(i + 1) - 1)),
  };
}

/**
 * @param {Grid} grid     the whole map, pooled or not
 * @param {number} length tokens a side of it
 * @param {View} view
 * @param {number} pixels rows and columns wanted at most
 * @param {(value: number) => number} [weight]  of the cells of a block, the one with the largest weight is shown; default: the value
 * @returns {Grid & { values: Float32Array }}
 */
export function windowOf(grid, length, view, pixels, weight) {
  const { values: all, rows: height, cols: width } = grid;
  const drawn = Math.min(pixels, view.span);
  if (all instanceof Float32Array && drawn === view.span && height === length && width === length)
    return copied(all, length, view);
  const rows = blocks({ at: view.q, span: view.span, drawn, cells: height, length });
  const columns = blocks({ at: view.k, span: view.span, drawn, cells: width, length });
  const values = new Float32Array(drawn * drawn); // [rows, cols], 0 where every key comes after every query
  const at = (/** @type {ArrayLike<number>} */ list, /** @type {number} */ i) => /** @type {number} */ (list[i]);
  for (let r = 0; r < drawn; r++) {
    const [top, bottom] = [at(rows.first, r), at(rows.last, r)];
    for (let c = 0; c < drawn; c++) {
      const [left, right] = [at(columns.first, c), at(columns.last, c)];
      if (left > bottom) break;
      let best = at(all, top * width + left);
      let most = weight ? weight(best) : best;
      for (let i = top * width; i <= bottom * width; i += width) {
        for (let j = i + left; j <= i + right; j++) {
          const value = at(all, j);
          const heavy = weight ? weight(value) : value;
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
 * Where each weight has a row and a column of its own: a hand that drags a slider waits for this.
 * @param {Float32Array} all  [length, length]
 * @param {number} length
 * @param {View} view
 */
function copied(all, length, { q, k, span }) {
  const values = new Float32Array(span * span);
  for (let r = 0; r < span; r++) {
    const from = (q + r) * length + k;
    const keys = Math.min(span, q + r - k + 1);
    if (keys > 0) values.set(all.subarray(from, from + keys), r * span);
  }
  return { values, rows: span, cols: span };
}

/**
 * Keys after the query do not exist and stay transparent.
 * @param {Uint32Array} pixels  [rows, cols], written
 * @param {Grid} shown          what windowOf gave
 * @param {View} view
 * @param {import('./heatmap.js').HeatmapOptions} options
 */
export function paintWindow(pixels, shown, { q, k, span }, options) {
  const causal = q === k; // the ends of its rows are those of a whole map
  paint(pixels, shown, { ...options, causal });
  for (let i = 0; i < shown.rows; i++) {
    const last = q + Math.ceil(((i + 1) * span) / shown.rows) - 1; // query, the last of the row
    const end = Math.floor(((last - k) * shown.cols) / span) + 1;
    const from = Math.max(0, Math.min(shown.cols, end));
    pixels.fill(0, i * shown.cols + from, (i + 1) * shown.cols);
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Grid} grid  the whole map, pooled or not
 * @param {{ length: number, view: View, pixels: number, weight?: (value: number) => number, shade?: (value: number) => number }} part
 *   as of windowOf; shade: from a value of the map to 0..1; what it makes NaN stays transparent
 * @param {import('./heatmap.js').HeatmapOptions} options
 */
export function drawWindow(canvas, grid, { length, view, pixels, weight, shade }, options) {
  const shown = windowOf(grid, length, view, pixels, weight);
  if (shade) shown.values = shown.values.map(shade);
  fillCanvas(canvas, shown, (colours) => {
    paintWindow(colours, shown, view, options);
    if (shade) for (let i = 0; i < colours.length; i++) if (Number.isNaN(shown.values[i])) colours[i] = 0;
  });
}
