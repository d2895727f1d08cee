/** A matrix as pixels: one pixel a cell, coloured through a table, enlarged by CSS without smoothing. */
import { lut, toneTable, words } from './colormap.js';
import { maxPool } from './pool.js';

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
 * Colours a matrix into pixels that the caller has.
 * @param {Uint32Array} pixels        [rows, cols], written
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} options
 */
export function paint(pixels, grid, { map = 'viridis', gamma = 1, signed = false, causal = false }) {
  const color = words(lut[map]);
  const tone = toneTable(signed ? 1 : gamma);
  const scale = signed ? 32767.5 : 65535;
  const shift = signed ? 32767.5 : 0;
  for (let i = 0; i < grid.rows; i++) {
    const row = i * grid.cols;
    const end = causal ? Math.min(grid.cols, Math.ceil(((i + 1) * grid.cols) / grid.rows)) : grid.cols;
    pixels.fill(0, row + end, row + grid.cols);
    for (let j = 0; j < end; j++) {
      const level = /** @type {number} */ (grid.values[row + j]) * scale + shift;
      const index = level > 0 ? Math.min(65535, level | 0) : 0;
      pixels[row + j] = /** @type {number} */ (color[/** @type {number} */ (tone[index])]);
    }
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ rows: number, cols: number }} size
 * @param {(pixels: Uint32Array) => void} fill  [rows, cols], colours
 */
export function fillCanvas(canvas, { rows, cols }, fill) {
  if (canvas.width !== cols) canvas.width = cols;
  if (canvas.height !== rows) canvas.height = rows;
  canvas.style.imageRendering = 'pixelated';
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no 2-D drawing context for a canvas');
  const image = context.createImageData(cols, rows);
  fill(new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}

/**
 * @param {import('./pool.js').Grid} grid
 * @param {HeatmapOptions} [options]
 * @returns {HTMLCanvasElement}
 */
export function heatmap(grid, options = {}) {
  const canvas = options.canvas ?? document.createElement('canvas');
  const drawn = options.signed ? grid : maxPool(grid, options.pixels ?? Number.POSITIVE_INFINITY);
  fillCanvas(canvas, drawn, (pixels) => paint(pixels, drawn, options));
  return canvas;
}
