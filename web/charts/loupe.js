/** The neighbourhood of one cell of an attention map, with the tokens on both axes. */
import { lut, toneTable } from './colormap.js';
import { edges } from './loupe-size.js';
import { at, visible } from './map-cell.js';
import { svg } from './svg.js';

const longest = 9; // letters of a label

/**
 * @typedef {object} LoupeData
 * @property {import('./pool.js').Grid} map
 * @property {number} length       tokens
 * @property {string | string[]} text  an entry a token
 * @property {{ q: number, k: number }} place
 */

/**
 * Words stand to the left of their rows, and upright above their columns.
 * @param {string} token
 * @param {number} middle       of the row or the column, CSS px
 * @param {{ edge: number, above: boolean, here: boolean }} at  above: of a column; here: of the crosshair
 */
function labelOf(token, middle, { edge, above, here }) {
  const letters = edge === edges.letters;
  const [x, y] = above ? [middle, edge - 4] : [letters ? edge - 8 : edge - 4, middle + 3.5];
  const turned = above && !letters;
  return svg(
    'text',
    {
      'text-anchor': letters ? 'middle' : above ? 'start' : 'end',
      ...(turned ? { transform: `translate(${x + 3.5} ${y}) rotate(-90)` } : { x, y }),
      ...(here && { class: 'here' }),
    },
    [Array.from(visible(token)).slice(0, longest).join('')],
  );
}

/**
 * @typedef {object} Part  the cells of a map that are magnified
 * @property {number} q0    first query
 * @property {number} k0    first key
 * @property {number} side  of each
 * @property {number} cell  CSS px
 * @property {number} edge  CSS px, for labels
 */

/** Those that exist, row by row. @param {Part} part */
const cellsOf = ({ q0, k0, side }) =>
  Array.from({ length: side }, (_, i) =>
    Array.from({ length: Math.max(0, Math.min(side, q0 + i - k0 + 1)) }, (_, j) => ({ i, j })),
  ).flat();

/**
 * All but the colours.
 * @param {Part} part
 * @param {{ above: string, left: string }[]} labels
 * @param {{ q: number, k: number }} place
 */
function frameOf(part, labels, place) {
  const { q0, k0, side, cell, edge } = part;
  const total = edge + side * cell + 1;
  const figure = svg('svg', { width: total, height: total, viewBox: `0 0 ${total} ${total}`, 'aria-hidden': 'true' });
  for (const [i, { above, left }] of labels.entries()) {
    const middle = edge + (i + 0.5) * cell;
    figure.append(
      labelOf(above, middle, { edge, above: true, here: k0 + i === place.k }),
      labelOf(left, middle, { edge, above: false, here: q0 + i === place.q }),
    );
  }
  const box = (/** @type {number} */ i, /** @type {number} */ j) => {
    return { x: edge + j * cell, y: edge + i * cell, width: cell, height: cell };
  };
  const cells = cellsOf(part).map(({ i, j }) => ({ i, j, rect: svg('rect', box(i, j)), fill: '' }));
  figure.append(...cells.map(({ rect }) => rect), svg('rect', { class: 'cell', ...box(place.q - q0, place.k - k0) }));
  return { figure, cells };
}

/** @typedef {{ i: number, j: number, rect: SVGRectElement, fill: string }} Cell  row, column, and how it is drawn */

/** @type {WeakMap<SVGSVGElement, { key: string, figure: SVGSVGElement, cells: Cell[] }>} what a figure is of, beside its colours */
const known = new WeakMap();

/**
 * @param {LoupeData} data
 * @param {import('./heatmap.js').HeatmapOptions & { radius?: number, cell?: number, shade?: (value: number) => number }} [options]  shade: from a value of the map to 0..1
 * @param {SVGSVGElement | null} [before]  takes other colours where it is of the same cells: a hand that drags changes no more
 * @returns {SVGSVGElement}
 */
export function loupe({ map, length, text, place }, options = {}, before = null) {
  const letters = typeof text === 'string';
  const { radius = letters ? 7 : 5, cell = 11, map: name = 'viridis', gamma = 1, shade = (value) => value } = options;
  const side = Math.min(2 * radius + 1, length);
  const first = (/** @type {number} */ middle) => Math.max(0, Math.min(length - side, middle - radius));
  const part = { q0: first(place.q), k0: first(place.k), side, cell, edge: letters ? edges.letters : edges.words };
  const labels = Array.from({ length: side }, (_, i) => ({
    above: text[part.k0 + i] ?? '',
    left: text[part.q0 + i] ?? '',
  }));
  const key = JSON.stringify([part, labels, place]);
  const old = before && known.get(before);
  const { figure, cells } = old?.key === key ? old : frameOf(part, labels, place);
  known.set(figure, { key, figure, cells });
  const tone = toneTable(gamma);
  for (const each of cells) {
    const value = shade(at(map, length, part.q0 + each.i, part.k0 + each.j));
    const index = 3 * /** @type {number} */ (tone[Math.round(65535 * Math.min(1, Math.max(0, value)))] ?? 0);
    const fill = Number.isNaN(value) ? 'none' : `rgb(${lut[name].subarray(index, index + 3).join(' ')})`;
    if (fill !== each.fill) each.rect.setAttribute('fill', fill);
    each.fill = fill;
  }
  return figure;
}
