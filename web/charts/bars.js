/** Bars up and down from zero, side by side, with an axis of values; one of them may be chosen. */
import { roundStep, short, svg } from './svg.js';

/**
 * @typedef {object} Bar  one bar, up or down from zero
 * @property {number} value
 * @property {string} look    class of what is drawn
 * @property {string} label   below the axis; '' = none
 * @property {string} [under] a second line
 * @property {boolean} [apart] stands behind a gap
 *
 * @typedef {object} BarOptions  size, axis and titles of bars
 * @property {number} width             CSS px
 * @property {[number, number]} range   least and largest value, 0 between them
 * @property {string} label             for the ear
 * @property {string} xTitle
 * @property {string} yTitle
 * @property {number | null} chosen     index
 */

const height = 220; // CSS px of the plot
const box = { left: 46, right: 6, top: 10, bottom: 54 };
const gap = 0.7; // of a bar's room, before what stands apart

/** Round values from the least to the largest. @param {[number, number]} range */
export function ticksOf([least, most]) {
  const step = roundStep((most - least) / 5 || 1);
  const first = Math.ceil(least / step - 1e-9);
  return Array.from({ length: Math.floor(most / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/**
 * @param {Bar[]} bars
 * @param {BarOptions} options
 * @returns {SVGSVGElement}
 */
export function barsOf(bars, { width, range, label, xTitle, yTitle, chosen }) {
  const [least, most] = range;
  const gaps = bars.filter(({ apart }) => apart).length * gap;
  const room = (width - box.left - box.right) / (bars.length + gaps);
  const up = (/** @type {number} */ value) => box.top + ((most - value) / (most - least || 1)) * height;
  const below = box.top + height;
  const word = (/** @type {string} */ text, /** @type {Record<string, string | number>} */ at) =>
    svg('text', at, [text]);
  const middle = { 'text-anchor': 'middle' };
  let left = box.left;
  const drawn = bars.map(({ value, look, label: name, under = '', apart }, i) => {
    if (apart) left += gap * room;
    const [x, y, zero] = [left, up(value), up(0)];
    left += room;
    const bar = { x: x + 0.12 * room, width: 0.76 * room, y: Math.min(y, zero), height: Math.abs(y - zero) };
    return svg('g', { class: `${look}${i === chosen ? ' chosen' : ''}`, 'data-bar': i }, [
      svg('rect', { class: 'room', x, y: box.top, width: room, height: height + 30 }),
      svg('rect', { class: 'bar', ...bar }),
      word(name, { x: x + room / 2, y: below + 14, ...middle }),
      word(under, { x: x + room / 2, y: below + 27, ...middle }),
    ]);
  });
  const axis = ticksOf(range).flatMap((value) => [
    svg('line', {
      class: value === 0 ? 'zero' : 'rule',
      x1: box.left,
      x2: width - box.right,
      y1: up(value),
      y2: up(value),
    }),
    word(short(value), { x: box.left - 6, y: up(value) + 4, 'text-anchor': 'end' }),
  ]);
  const total = below + box.bottom;
  return svg('svg', { width, height: total, viewBox: `0 0 ${width} ${total}`, role: 'img', 'aria-label': label }, [
    ...axis,
    ...drawn,
    word(xTitle, { x: (box.left + width) / 2, y: below + 46, ...middle }),
    word(yTitle, { transform: `translate(11 ${box.top + height / 2}) rotate(-90)`, ...middle }),
  ]);
}
