/** Axes, training marks and crosshair of a square map of queries (downwards) by keys (to the right), over a canvas. */
import { svg, tokenTicks } from './svg.js';

export const margin = { left: 48, bottom: 36, top: 6, right: 4 }; // CSS px
export const tightMargin = { left: 28, bottom: 30, top: 4, right: 2 }; // CSS px, on narrow screens

/**
 * @typedef {object} AxesData  the map that axes are of
 * @property {number} length    tokens on each side
 * @property {number} trained   the training length, tokens
 * @property {number} size      side of the map, CSS px
 *
 * @typedef {object} AxesOptions  words and margins of axes
 * @property {typeof margin} [margin]
 * @property {MapWords} words
 *
 * @typedef {{ trained: (at: number) => string, key: string, keyPosition: string, queryPosition: string }} MapWords  key: where
 *   there is no room for more
 */

/**
 * @param {AxesData} data
 * @param {AxesOptions} options
 */
function scales({ length, trained, size }, { margin: m = margin, words }) {
  const most = Math.max(2, Math.floor(size / 56));
  const marks = tokenTicks(length, most);
  const group = svg('g', { class: 'axis' });
  for (const mark of marks) {
    const at = (mark / length) * size;
    group.append(
      svg('line', { x1: m.left + at, x2: m.left + at, y1: m.top + size, y2: m.top + size + 4 }),
      svg('text', { x: m.left + at, y: m.top + size + 15, 'text-anchor': mark === length ? 'end' : 'middle' }, [
        String(mark),
      ]),
      svg('line', { x1: m.left - 4, x2: m.left, y1: m.top + at, y2: m.top + at }),
      svg('text', { x: m.left - 6, y: m.top + at + (mark === 0 ? 8 : 4), 'text-anchor': 'end' }, [String(mark)]),
    );
  }
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
  if (trained < length) group.append(trainingMarks(m, (trained / length) * size, size, words.trained(trained)));
  return group;
}

/**
 * The lines stay within the cells that exist, left of the diagonal; the label stands beyond it.
 * @param {typeof margin} m
 * @param {number} at      CSS px from the map's corner
 * @param {number} size
 * @param {string} label
 */
function trainingMarks(m, at, size, label) {
  return svg('g', { class: 'trained' }, [
    svg('line', { x1: m.left + at, x2: m.left + at, y1: m.top + at, y2: m.top + size }),
    svg('line', { x1: m.left, x2: m.left + at + 10, y1: m.top + at, y2: m.top + at }),
    svg('text', { x: m.left + at + 13, y: m.top + at + 4 }, [label]),
  ]);
}

/**
 * The frame of a map. Its crosshair is moved by `moveCrosshair`.
 * @param {AxesData} data
 * @param {AxesOptions} options
 * @returns {SVGSVGElement}
 */
export function mapAxes(data, options) {
  const m = options.margin ?? margin;
  const width = data.size + m.left + m.right;
  const height = data.size + m.top + m.bottom;
  const frame = svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
  const edge = `M${m.left} ${m.top}v${data.size}h${data.size}`;
  frame.append(
    svg('path', { class: 'edge', d: edge }),
    scales(data, options),
    svg('g', { class: 'cross' }, [
      svg('line', { class: 'query' }),
      svg('line', { class: 'key' }),
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
  const cell = data.size / data.length;
  const x = m.left + (place.k + 0.5) * cell;
  const y = m.top + (place.q + 0.5) * cell;
  const box = Math.max(9, cell + 4);
  /** @type {[string, Record<string, number>][]} */
  const parts = [
    ['.query', { x1: m.left, x2: m.left + y - m.top, y1: y, y2: y }],
    ['.key', { x1: x, x2: x, y1: m.top + x - m.left, y2: m.top + data.size }],
    ['.cell', { x: x - box / 2, y: y - box / 2, width: box, height: box }],
  ];
  for (const [selector, attributes] of parts) {
    const part = /** @type {SVGElement} */ (cross.querySelector(selector));
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value.toFixed(1));
  }
}
