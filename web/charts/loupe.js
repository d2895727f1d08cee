/** The neighbourhood of one cell of an attention map, with the tokens on both axes. */
import { lut, toneTable } from './colormap.js';
import { at, visible } from './map-cell.js';
import { svg } from './svg.js';

const edges = { letters: 16, words: 62 }; // CSS px, room for a letter and for the longest label
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
 * @param {LoupeData} data
 * @param {import('./heatmap.js').HeatmapOptions & { radius?: number, cell?: number, shade?: (value: number) => number }} [options]  shade: from a value of the map to 0..1
 * @returns {SVGSVGElement}
 */
export function loupe({ map, length, text, place }, options = {}) {
  const {
    radius = typeof text === 'string' ? 7 : 5,
    cell = 11,
    map: name = 'viridis',
    gamma = 1,
    shade = (value) => value,
  } = options;
  const side = Math.min(2 * radius + 1, length);
  const first = (/** @type {number} */ middle) => Math.max(0, Math.min(length - side, middle - radius));
  const [q0, k0] = [first(place.q), first(place.k)];
  const edge = typeof text === 'string' ? edges.letters : edges.words;
  const total = edge + side * cell + 1;
  const figure = svg('svg', { width: total, height: total, viewBox: `0 0 ${total} ${total}`, 'aria-hidden': 'true' });
  const tone = toneTable(gamma);
  for (let i = 0; i < side; i++) {
    const middle = edge + (i + 0.5) * cell;
    figure.append(
      labelOf(text[k0 + i] ?? '', middle, { edge, above: true, here: k0 + i === place.k }),
      labelOf(text[q0 + i] ?? '', middle, { edge, above: false, here: q0 + i === place.q }),
    );
    for (let j = 0; j < side && k0 + j <= q0 + i; j++) {
      const value = shade(at(map, length, q0 + i, k0 + j));
      if (Number.isNaN(value)) continue; // nothing is drawn there
      const index = 3 * /** @type {number} */ (tone[Math.round(65535 * Math.min(1, Math.max(0, value)))]);
      const fill = `rgb(${lut[name].subarray(index, index + 3).join(' ')})`;
      figure.append(svg('rect', { x: edge + j * cell, y: edge + i * cell, width: cell, height: cell, fill }));
    }
  }
  const box = { x: edge + (place.k - k0) * cell, y: edge + (place.q - q0) * cell, width: cell, height: cell };
  figure.append(svg('rect', { class: 'cell', ...box }));
  return figure;
}
