/** The cells of a map that a view shows: only they are pooled and painted. */
import { fillCanvas, paintRows } from './heatmap.js';
import { blockMaxima } from './pool.js';

/**
 * @typedef {import('./pool.js').Grid} Grid
 * @typedef {import('./map-view.js').View} View
 */

/** The first and the last cell of the grid that each drawn row or column covers. @param {{ at: number, span: number, drawn: number, cells: number, length: number }} side */
function sideOf({ at, span, drawn, cells, length }) {
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
  const rows = sideOf({ at: view.q, span: view.span, drawn, cells: height, length });
  const columns = sideOf({ at: view.k, span: view.span, drawn, cells: width, length });
  const counts = Int32Array.from(rows.last, (bottom) => countTo(columns.first, bottom));
  return { values: blockMaxima(grid, { rows, columns, counts }, weight), rows: drawn, cols: drawn };
}

/** How many of rising numbers are not above this one. @param {Int32Array} rising @param {number} most */
function countTo(rising, most) {
  const above = rising.findIndex((each) => each > most);
  return above < 0 ? rising.length : above;
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
 * @param {Uint32Array} pixels  [to - from, cols], written
 * @param {Grid} shown          what windowOf gave
 * @param {View} view
 * @param {import('./heatmap.js').HeatmapOptions} options
 * @param {import('./heatmap.js').Rows} [rows]
 */
export function paintWindow(pixels, shown, { q, k, span }, options, { from, to } = { from: 0, to: shown.rows }) {
  const causal = q === k; // the ends of its rows are those of a whole map
  paintRows(pixels, shown, { ...options, causal }, { from, to });
  for (let i = from; i < to; i++) {
    const last = q + Math.ceil(((i + 1) * span) / shown.rows) - 1; // query, the last of the row
    const end = Math.floor(((last - k) * shown.cols) / span) + 1;
    const blank = Math.max(0, Math.min(shown.cols, end));
    pixels.fill(0, (i - from) * shown.cols + blank, (i - from + 1) * shown.cols);
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
  fillCanvas(canvas, shown, (colours, rows) => {
    paintWindow(colours, shown, view, options, rows);
    if (!shade) return;
    const first = rows.from * shown.cols;
    for (let i = 0; i < colours.length; i++) if (Number.isNaN(shown.values[first + i])) colours[i] = 0;
  });
}
