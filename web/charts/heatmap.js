/** A matrix as pixels: one pixel a cell, coloured through a table, enlarged by CSS without smoothing. */
import { lut, toneTable, words } from './colormap.js';
import { kernelsFor } from './large.js';
import { pooled } from './pool.js';

/**
 * @typedef {object} HeatmapOptions  how a matrix is coloured
 * @property {import('./colormap.js').ColorMapName} [map]
 * @property {number} [gamma]               colour = value ^ gamma, for values 0..1
 * @property {boolean} [signed]             values -1..1, zero in the middle of the table; gamma is not used
 * @property {boolean} [causal]             cells right of the diagonal stay transparent
 * @property {number} [pixels]              cells drawn at most per side: a larger matrix is pooled by maximum
 * @property {HTMLCanvasElement} [canvas]   drawn into, where given
 */

/**
 * Rows of the matrix and of its pixels
 * @typedef {{ from: number, to: number }} Rows
 */

/**
 * How many cells of a row are painted.
 * @param {import('./pool.js').Grid} grid
 * @param {number} row
 */
export const causalEnd = ({ rows, cols }, row) => Math.min(cols, Math.ceil(((row + 1) * cols) / rows));

/**
 * Colours a matrix into pixels that the caller has.
 * @param {Uint32Array} pixels        [rows, cols], written
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} options
 */
export function paint(pixels, grid, options) {
  paintRows(pixels, grid, options, { from: 0, to: grid.rows });
}

/**
 * @param {Uint32Array} pixels  [to - from, cols], written
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} options
 * @param {Rows} rows
 */
export function paintRows(pixels, grid, options, { from, to }) {
  const { cols } = grid;
  const paintRow = brush(pixels, grid, options);
  for (let i = from; i < to; i++) {
    const at = (i - from) * cols;
    const end = options.causal ? causalEnd(grid, i) : cols;
    paintRow(i * cols, end, at);
    pixels.fill(0, at + end, at + cols);
  }
}

/**
 * @param {Uint32Array} pixels  written
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} options
 * @returns {(from: number, count: number, at: number) => void}  paints so many values from there, to pixels from `at`
 */
function brush(pixels, { values, rows, cols }, { map = 'viridis', gamma = 1, signed = false }) {
  const color = words(lut[map]);
  const tone = toneTable(signed ? 1 : gamma);
  const scale = signed ? 32767.5 : 65535;
  const shift = signed ? 32767.5 : 0;
  const kernels = kernelsFor({ rows, cols });
  if (kernels?.owns(pixels) && values instanceof Float32Array) {
    kernels.setColours(`${map} ${signed ? 1 : gamma}`, () =>
      Uint32Array.from(tone, (i) => /** @type {number} */ (color[i])),
    );
    return (from, count, at) => kernels.paintRow(values.subarray(from, from + count), at, { scale, shift });
  }
  return (from, count, at) => {
    for (let j = 0; j < count; j++) {
      const level = /** @type {number} */ (values[from + j]) * scale + shift;
      const index = level > 0 ? (level < 65535 ? level | 0 : 65535) : 0;
      pixels[at + j] = /** @type {number} */ (color[/** @type {number} */ (tone[index])]);
    }
  };
}

const room = 2 ** 16; // pixels: what is painted at a time stays in a core's cache until the canvas has it
let buffer = new Uint8ClampedArray();

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ rows: number, cols: number }} size
 * @param {(pixels: Uint32Array, rows: Rows) => void} fill  [to - from, cols], colours
 */
export function fillCanvas(canvas, { rows, cols }, fill) {
  if (canvas.width !== cols) canvas.width = cols;
  if (canvas.height !== rows) canvas.height = rows;
  canvas.style.imageRendering = 'pixelated';
  const context = canvas.getContext('2d', { willReadFrequently: true }); // it is written, never drawn into: no work for a GPU
  if (!context) throw new Error('This browser gives no 2-D drawing context for a canvas');
  const height = Math.min(rows, Math.max(1, Math.floor(room / cols)));
  const length = 4 * cols * height; // bytes
  if (buffer.length < length) buffer = new Uint8ClampedArray(length);
  const strip = (kernelsFor({ rows, cols })?.pixels ?? buffer).subarray(0, length);
  const image = new ImageData(strip, cols, height);
  const pixels = new Uint32Array(strip.buffer, strip.byteOffset, cols * height);
  for (let from = 0; from < rows; from += height) {
    const to = Math.min(rows, from + height);
    fill(pixels, { from, to });
    context.putImageData(image, 0, from, 0, 0, cols, to - from);
  }
}

/**
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} [options]
 * @returns {HTMLCanvasElement}
 */
export function heatmap(grid, options = {}) {
  const canvas = options.canvas ?? document.createElement('canvas');
  const drawn = options.signed ? grid : pooled(grid, options.pixels ?? Number.POSITIVE_INFINITY, options.causal);
  fillCanvas(canvas, drawn, (pixels, rows) => paintRows(pixels, drawn, options, rows));
  return canvas;
}
