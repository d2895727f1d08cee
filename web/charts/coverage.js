/** Rotation coverage: per pair, the arc of the circle seen in training against the arc visited at the target length. */
import { short, svg } from './svg.js';

/**
 * @typedef {object} PairCoverage  what one pair saw in training, and what it visits
 * @property {number} trained    largest angle seen in training, turns
 * @property {number} visited    largest angle visited at the target length, turns
 * @property {number} seen       share of the full circle that is visited and was seen in training, 0..1
 * @property {number} unseen     share of the full circle that is visited but was never seen, 0..1
 * @property {boolean} full      training went around the whole circle
 *
 * @typedef {{ pair: string, turns: string, angle: string }} CoverageWords  titles of the axes
 */

const row = 15; // CSS px
const head = 20;
const foot = 34;
const left = 34;
const right = 118;

let serial = 0;

/** @param {number} turns */
const brief = (turns) =>
  turns >= 10 ? turns.toFixed(0) : turns >= 0.1 ? turns.toFixed(2) : short(Number(turns.toPrecision(2)));

/** @param {string} id */
function hatch(id) {
  return svg('pattern', { id, width: 5, height: 5, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, [
    svg('rect', { width: 5, height: 5, class: 'unseen-ground' }),
    svg('rect', { width: 2, height: 5, class: 'unseen-line' }),
  ]);
}

/**
 * @param {PairCoverage} pair
 * @param {number} index
 * @param {{ span: number, fill: string, height: number }} layout
 */
function bar(pair, index, { span, fill, height }) {
  const y = head + index * height + 2;
  const box = { y, height: height - 4 };
  const group = svg('g', {}, [
    svg('rect', { ...box, class: 'circle', x: left, width: span }),
    svg('rect', { ...box, class: 'seen', x: left, width: pair.seen * span }),
  ]);
  if (pair.unseen > 0.002) {
    group.append(svg('rect', { ...box, x: left + pair.trained * span, width: pair.unseen * span, fill }));
  }
  if (!pair.full) {
    const x = left + pair.trained * span;
    group.append(svg('line', { class: 'limit', x1: x, x2: x, y1: y - 1, y2: y + height - 3 }));
  }
  const turns = `${brief(pair.trained)} → ${brief(pair.visited)}`;
  group.append(
    svg('text', { x: left - 6, y: y + height / 2 + 2, 'text-anchor': 'end' }, [String(index)]),
    svg('text', { x: left + span + 8, y: y + height / 2 + 2 }, [pair.full ? `● ${turns}` : `○ ${turns}`]),
  );
  return group;
}

/**
 * @param {PairCoverage[]} pairs
 * @param {{ width?: number, label?: string, words: CoverageWords }} options
 * @returns {SVGSVGElement}
 */
export function coverage(pairs, { width = 420, label = '', words }) {
  const span = Math.max(60, width - left - right);
  const height = pairs.length > 32 ? 11 : row;
  const bottom = head + pairs.length * height;
  const id = `hatch-${serial++}`;
  const figure = svg('svg', { width, height: bottom + foot, viewBox: `0 0 ${width} ${bottom + foot}`, role: 'img' }, [
    svg('title', {}, [label]),
    svg('defs', {}, [hatch(id)]),
    svg('text', { class: 'title', x: 0, y: 12 }, [words.pair]),
    svg('text', { class: 'title', x: left + span + 8, y: 12 }, [words.turns]),
    ...pairs.map((pair, i) => bar(pair, i, { span, fill: `url(#${id})`, height })),
  ]);
  for (const [at, angle] of /** @type {[number, string][]} */ ([
    [0, '0'],
    [0.5, 'π'],
    [1, '2π'],
  ])) {
    figure.append(
      svg('line', { class: 'tick', x1: left + at * span, x2: left + at * span, y1: bottom, y2: bottom + 4 }),
      svg('text', { x: left + at * span, y: bottom + 15, 'text-anchor': 'middle' }, [angle]),
    );
  }
  figure.append(
    svg('text', { class: 'title', x: left + span / 2, y: bottom + 29, 'text-anchor': 'middle' }, [words.angle]),
  );
  return figure;
}
