/** Axes of a strip of pairs (downwards) by positions (to the right), over a canvas. */
import { svg, tokenTicks } from './svg.js';

export const stripMargin = { left: 34, right: 8, top: 16, bottom: 34 }; // CSS px

/**
 * @typedef {object} StripData  the strip that axes are of
 * @property {number} width    of the strip, CSS px
 * @property {number} height   CSS px
 * @property {number} length   tokens
 * @property {number} trained  tokens
 * @property {number} rows     pairs
 * @property {{ first: number, span: number }} [view]  the positions that are shown, tokens; default: all
 *
 * @param {StripData} data
 * @param {{ trained: (at: number) => string, pair: string, position: string }} words
 * @returns {SVGSVGElement}
 */
export function stripAxes({ width, height, length, trained, rows, view }, words) {
  const { first, span } = view ?? { first: 0, span: length };
  const { left, right, top, bottom } = stripMargin;
  const total = { width: width + left + right, height: height + top + bottom };
  const group = svg('g', { class: 'axis' });
  const step = tokenTicks(span, Math.max(2, Math.floor(width / 56)))[1] ?? 1;
  for (let mark = Math.ceil(first / step) * step; mark <= first + span; mark += step) {
    const x = left + ((mark - first) / span) * width;
    group.append(
      svg('line', { x1: x, x2: x, y1: top + height, y2: top + height + 4 }),
      svg('text', { x, y: top + height + 15, 'text-anchor': mark === first + span ? 'end' : 'middle' }, [String(mark)]),
    );
  }
  for (let pair = 0; pair < rows; pair += rows > 32 ? 16 : 5) {
    const y = top + ((pair + 0.5) * height) / rows + 4;
    group.append(svg('text', { x: left - 6, y, 'text-anchor': 'end' }, [String(pair)]));
  }
  const figure = svg('svg', { ...total, viewBox: `0 0 ${total.width} ${total.height}`, 'aria-hidden': 'true' }, [
    group,
    svg('text', { class: 'title', x: 0, y: 11 }, [words.pair]),
    svg('text', { class: 'title', x: left + width / 2, y: top + height + 29, 'text-anchor': 'middle' }, [
      words.position,
    ]),
    svg('rect', { class: 'edge', x: left, y: top, width, height }),
  ]);
  if (trained < length && trained >= first && trained < first + span) {
    const x = left + ((trained - first) / span) * width;
    figure.append(
      svg('line', { class: 'trained', x1: x, x2: x, y1: top, y2: top + height }),
      // not into the title at the left edge
      svg('text', { x: Math.max(x + 3, left + 12), y: 11 }, [words.trained(trained)]),
    );
  }
  return figure;
}
