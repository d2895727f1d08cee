/** The neighbourhood of one cell of an attention map, with the tokens on both axes. */
import { lut, toneTable } from './colormap.js';
import { svg } from './svg.js';

const pictures = /** @type {Record<string, string>} */ ({ ' ': '␣', '\n': '⏎', '\r': '␍', '\t': '⇥' });

/** A token with its blanks made visible. @param {string} token */
export const visible = (token) => token.replace(/[ \n\r\t]/g, (blank) => pictures[blank] ?? blank);

const longestLabel = 9; // letters of a token beside a map

/** @param {string} token */
function label(token) {
  const letters = Array.from(visible(token));
  return letters.length > longestLabel ? `${letters.slice(0, longestLabel - 1).join('')}…` : letters.join('');
}

const letterWidth = 6; // CSS px, of the monospaced face at 10 px
const characterEdge = 16; // CSS px, room for one letter

/**
 * Words need more room than characters: they stand to the left of their rows, and upright above their columns.
 * @param {string[]} labels
 */
function edgeFor(labels) {
  const longest = Math.max(1, ...labels.map((text) => Array.from(text).length));
  return longest === 1 ? characterEdge : characterEdge + letterWidth * longest - 8;
}

/**
 * @typedef {object} LoupeData
 * @property {import('./pool.js').Grid} map
 * @property {number} length       tokens
 * @property {string | string[]} text  an entry a token
 * @property {{ q: number, k: number }} place
 *
 * @typedef {{ edge: number, cell: number }} Grating  CSS px
 */

/**
 * @param {{ key: string, query: string, isKey: boolean, isQuery: boolean }} token  of the row and the column of one place
 * @param {number} i
 * @param {Grating} grating
 */
function labelsOf({ key, query, isKey, isQuery }, i, { edge, cell }) {
  const middle = edge + (i + 0.5) * cell;
  const here = (/** @type {boolean} */ is) => /** @type {Record<string, string>} */ (is ? { class: 'here' } : {});
  const letters = edge === characterEdge;
  /** @type {Record<string, string | number>} */
  const above = letters
    ? { x: middle, y: edge - 4, 'text-anchor': 'middle' }
    : { transform: `translate(${middle + 3.5} ${edge - 4}) rotate(-90)`, 'text-anchor': 'start' };
  const left = { x: letters ? edge - 8 : edge - 4, y: middle + 3.5, 'text-anchor': letters ? 'middle' : 'end' };
  return [svg('text', { ...above, ...here(isKey) }, [key]), svg('text', { ...left, ...here(isQuery) }, [query])];
}

/**
 * @param {LoupeData} data
 * @param {import('./heatmap.js').HeatmapOptions & { radius?: number, cell?: number }} [options]
 * @returns {SVGSVGElement}
 */
export function loupe({ map, length, text, place }, options = {}) {
  const { radius = typeof text === 'string' ? 7 : 5, cell = 11, map: name = 'viridis', gamma = 1 } = options;
  const side = Math.min(2 * radius + 1, length);
  const first = (/** @type {number} */ middle) => Math.max(0, Math.min(length - side, middle - radius));
  const [q0, k0] = [first(place.q), first(place.k)];
  const labels = (/** @type {number} */ from) => Array.from({ length: side }, (_, i) => label(text[from + i] ?? ''));
  const [queries, keys] = [labels(q0), labels(k0)];
  const edge = edgeFor([...queries, ...keys]);
  const total = edge + side * cell + 1;
  const figure = svg('svg', { width: total, height: total, viewBox: `0 0 ${total} ${total}`, 'aria-hidden': 'true' });
  const tone = toneTable(gamma);
  for (const [i, query] of queries.entries()) {
    const token = { key: keys[i] ?? '', query, isKey: k0 + i === place.k, isQuery: q0 + i === place.q };
    figure.append(...labelsOf(token, i, { edge, cell }));
    for (let j = 0; j < side && k0 + j <= q0 + i; j++) {
      const value = at(map, length, q0 + i, k0 + j);
      const index = 3 * /** @type {number} */ (tone[Math.round(65535 * Math.min(1, Math.max(0, value)))]);
      const fill = `rgb(${lut[name].subarray(index, index + 3).join(' ')})`;
      figure.append(svg('rect', { x: edge + j * cell, y: edge + i * cell, width: cell, height: cell, fill }));
    }
  }
  const box = { x: edge + (place.k - k0) * cell, y: edge + (place.q - q0) * cell, width: cell, height: cell };
  figure.append(svg('rect', { class: 'cell', ...box }));
  return figure;
}

/**
 * The value at (query, key); of a pooled map, the maximum of the block that holds it.
 * @param {import('./pool.js').Grid} map
 * @param {number} length
 * @param {number} q
 * @param {number} k
 */
export function at(map, length, q, k) {
  const i = Math.floor((q * map.rows) / length);
  const j = Math.floor((k * map.cols) / length);
  return map.values[i * map.cols + j] ?? Number.NaN;
}

/**
 * What the weights of a query lack of 1: the part of its attention that a learned sink takes. 0 for a row that sums to 1 within
 * the rounding of floats, and null for a pooled map, whose cells do not add up.
 * @param {import('./pool.js').Grid} map
 * @param {number} length
 * @param {number} q
 */
export function missingMass(map, length, q) {
  if (map.rows !== length || map.cols !== length) return null;
  let missing = 1;
  for (let k = 0; k <= q; k++) missing -= at(map, length, q, k);
  return missing > 1e-5 ? missing : 0; // 1e-5: some thousand roundings of 2^-24 of weights whose sum is 1
}
