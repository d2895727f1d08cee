/** A dial for each pair: the sector of the angles that training met, and a hand. */
import { svg } from './svg.js';

/**
 * @typedef {object} Dial  one pair: where its hand points, and what training met
 * @property {number} angle    rad, anticlockwise from the right as in a plane of cosine and sine
 * @property {number} trained  rad: the sector
 * @property {boolean} unseen  the hand points outside of it
 */

const cell = 56; // CSS px
const radius = 20;
const lower = 16; // CSS px for the number of the pair

/** @param {number} angle  @param {number} x  @param {number} y */
const at = (angle, x, y) => [x + radius * Math.cos(angle), y - radius * Math.sin(angle)];

/**
 * @param {number} angle
 * @param {number} x
 * @param {number} y
 */
function sector(angle, x, y) {
  if (angle >= 2 * Math.PI) return svg('circle', { class: 'met', cx: x, cy: y, r: radius });
  const [endX = x, endY = y] = at(angle, x, y);
  const d = `M${x} ${y}L${x + radius} ${y}A${radius} ${radius} 0 ${angle > Math.PI ? 1 : 0} 0 ${endX} ${endY}Z`;
  return svg('path', { class: 'met', d });
}

/**
 * @param {Dial[]} dials
 * @param {{ width: number, label: string, pair: string, chosen?: number | null }} options  pair: the word before the numbers
 * @returns {SVGSVGElement}
 */
export function dialsOf(dials, { width, label, pair, chosen = null }) {
  const columns = Math.max(1, Math.floor(width / cell));
  const height = Math.ceil(dials.length / columns) * (cell + lower);
  const groups = dials.map(({ angle, trained, unseen }, i) => {
    const [x, y] = [(i % columns) * cell + cell / 2, Math.floor(i / columns) * (cell + lower) + cell / 2];
    const [endX = x, endY = y] = at(angle, x, y);
    const state = `${unseen ? 'unseen' : 'known'}${i === chosen ? ' chosen' : ''}`;
    return svg('g', { class: state, 'data-pair': i }, [
      svg('title', {}, [`${pair} ${i}: ${(angle / (2 * Math.PI)).toFixed(3)} × 2π`]),
      svg('circle', { class: 'dial', cx: x, cy: y, r: radius }),
      sector(trained, x, y),
      svg('line', { class: 'hand', x1: x, y1: y, x2: endX, y2: endY }),
      ...(unseen ? [svg('circle', { class: 'tip', cx: endX, cy: endY, r: 4 })] : []),
      svg('text', { x, y: y + radius + 15, 'text-anchor': 'middle' }, [String(i)]),
    ]);
  });
  return svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, groups);
}
