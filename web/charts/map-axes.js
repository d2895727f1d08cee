/** Axes, training marks and crosshair of a square map of queries (downwards) by keys (to the right), over a canvas. */
import { svg, tokenTicks, widthOf } from './svg.js';

export const margin = { left: 48, bottom: 36, top: 6, right: 4 }; // CSS px
export const tightMargin = { left: 28, bottom: 30, top: 4, right: 2 }; // CSS px, on narrow screens
const wideCell = 12; // CSS px: from here on a tick stands at the middle of its token

/**
 * @typedef {import('./map-view.js').View} View
 *
 * @typedef {object} AxesData  the map that axes are of
 * @property {number} length    tokens on each side
 * @property {number} trained   the training length, tokens
 * @property {number} size      side of the map, CSS px
 * @property {View} [view]      the part that is shown; default: all of it
 * @property {{ width: number, height: number }} [taken]  of its upper right corner, by something else, CSS px
 *
 * @typedef {object} AxesOptions  words and margins of axes
 * @property {typeof margin} [margin]
 * @property {MapWords} words
 *
 * @typedef {{ trained: (at: number) => string, key: string, keyPosition: string, queryPosition: string }} MapWords  key: where
 *   there is no room for more
 */

/** @param {AxesData} data @returns {View & { cell: number }} cell: CSS px */
const shownOf = ({ length, size, view = { q: 0, k: 0, span: length } }) => ({ ...view, cell: size / view.span });

/**
 * @param {AxesData} data
 * @param {AxesOptions} options
 */
function scales(data, { margin: m = margin, words }) {
  const { size } = data;
  const { q, k, span, cell } = shownOf(data);
  const steps = tokenTicks(span, Math.max(2, Math.floor(size / 56)));
  const step = steps[1] ?? 1;
  const group = svg('g', { class: 'axis' });
  const along = (/** @type {number} */ first, /** @type {(mark: string, at: number) => Node[]} */ tick) => {
    for (let mark = Math.ceil(first / step) * step; mark <= first + span; mark += step) {
      const at = (mark - first + (cell < wideCell ? 0 : 0.5)) * cell;
      if (at <= size) group.append(...tick(String(mark), at));
    }
  };
  along(k, (mark, at) => [
    svg('line', { x1: m.left + at, x2: m.left + at, y1: m.top + size, y2: m.top + size + 4 }),
    svg('text', { x: m.left + at, y: m.top + size + 15, 'text-anchor': at > size - 14 ? 'end' : 'middle' }, [mark]),
  ]);
  along(q, (mark, at) => [
    svg('line', { x1: m.left - 4, x2: m.left, y1: m.top + at, y2: m.top + at }),
    svg('text', { x: m.left - 6, y: m.top + Math.max(8, at + 4), 'text-anchor': 'end' }, [mark]),
  ]);
  const narrow = size < 240;
  const middle = m.top + size / 2;
  group.append(
    svg('text', { class: 'title', x: m.left + size / 2, y: m.top + size + 29, 'text-anchor': 'middle' }, [
      narrow ? words.key : words.keyPosition,
    ]),
  );
  if (!narrow) {
    group.append(
      svg('text', { class: 'title', transform: `translate(10 ${middle}) rotate(-90)`, 'text-anchor': 'middle' }, [
        words.queryPosition,
      ]),
    );
  }
  return group;
}

/**
 * The lines stay within the cells that exist, left of the diagonal; the label stands beyond it, or as near as there is room:
 * above the line where the corner is taken.
 * @param {AxesData} data
 * @param {string} label
 */
function trainingMarks(data, label) {
  const { trained, size, taken = { width: 0, height: 0 } } = data;
  const { q, k, cell } = shownOf(data);
  const [x, y] = [(trained - k) * cell, (trained - q) * cell];
  const seen = y < size && x > -10 && (x < size || y > 0);
  if (trained >= data.length || !seen) return [];
  const width = widthOf(label, 7);
  const beside = Math.max(4, Math.min(x + 13, size - width));
  const met = y < taken.height + 8 && beside + width > size - taken.width;
  return [
    svg('line', { x1: x, x2: x, y1: y, y2: size }),
    svg('line', { x1: 0, x2: x + 10, y1: y, y2: y }),
    svg('text', met ? { x: 5, y: Math.max(12, y - 5) } : { x: beside, y: Math.max(12, y + 4) }, [label]),
  ];
}

/**
 * The frame of a map. Its crosshair is moved by `moveCrosshair`.
 * @param {AxesData} data
 * @param {AxesOptions} options
 * @returns {SVGSVGElement}
 */
export function mapAxes(data, options) {
  const { size } = data;
  const m = options.margin ?? margin;
  const width = size + m.left + m.right;
  const height = size + m.top + m.bottom;
  const frame = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  const inside = { x: m.left, y: m.top, width: size, height: size }; // a part is cut off at the edges of the map
  frame.append(
    svg('path', { class: 'edge', d: `M${m.left} ${m.top}v${size}h${size}` }),
    scales(data, options),
    svg('svg', { class: 'trained', ...inside }, trainingMarks(data, options.words.trained(data.trained))),
    svg('g', { class: 'cross' }, [
      svg('svg', inside, [svg('line', { class: 'query' }), svg('line', { class: 'key' })]),
      svg('rect', { class: 'cell' }),
    ]),
  );
  return frame;
}

/**
 * @param {SVGElement} frame
 * @param {AxesData} data
 * @param {{ q: number, k: number } | null} place
 * @param {typeof margin} [m]
 */
export function moveCrosshair(frame, data, place, m = margin) {
  const cross = /** @type {SVGGElement} */ (frame.querySelector('.cross'));
  cross.setAttribute('visibility', place ? 'visible' : 'hidden');
  if (!place) return;
  const { q, k, span, cell } = shownOf(data);
  const [x, y] = [(place.k + 0.5 - k) * cell, (place.q + 0.5 - q) * cell];
  const inside = place.q >= q && place.q < q + span && place.k >= k && place.k < k + span;
  const box = inside ? Math.max(9, cell + 4) : 0;
  /** @type {[string, Record<string, number>][]} */
  const parts = [
    ['.query', { x1: 0, x2: y + (q - k) * cell, y1: y, y2: y }],
    ['.key', { x1: x, x2: x, y1: x + (k - q) * cell, y2: data.size }],
    ['.cell', { x: m.left + x - box / 2, y: m.top + y - box / 2, width: box, height: box }],
  ];
  for (const [selector, attributes] of parts) {
    const part = /** @type {SVGElement} */ (cross.querySelector(selector));
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value.toFixed(1));
  }
}
