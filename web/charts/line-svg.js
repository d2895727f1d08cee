/** Curves as an SVG that stands by itself: title, axes, marks and legend, for a paper or a slide. */
import { along, freest } from './label-places.js';
import { ticks as roundTicks, short, svg, widthOf } from './svg.js';

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {string} color
 * @property {number[]} dash
 * @property {ArrayLike<number | null>} values
 * @property {boolean} [dots]  points alone
 *
 * @typedef {object} LineFigure  curves over a common axis
 * @property {string} title
 * @property {ArrayLike<number>} x
 * @property {Line[]} lines
 * @property {{ at: number, label: string, axis: 'x' | 'y' }[]} marks
 * @property {string} xTitle
 * @property {string} yTitle
 * @property {number[] | undefined} xTicks
 * @property {boolean | undefined} xLog
 * @property {boolean | undefined} yLog
 * @property {[number, number] | undefined} yRange
 * @property {{ ink: string, muted: string, rule: string, paper: string, font: string }} look
 */

const size = { width: 720, height: 420 };
const letter = 6.5; // px, of words of 12
const box = { left: 64, right: 700, top: 44, bottom: 320 };

/**
 * @typedef {{ place: (value: number) => number, ticks: number[] }} Scale
 * @param {number[]} range  least and largest value
 * @param {[number, number]} span  px
 * @param {{ log?: boolean | undefined, ticks?: number[] | undefined }} how
 * @returns {Scale}
 */
function scaleOf([least = 0, most = 1], [from, to], { log = false, ticks }) {
  const [low, high] = log ? [Math.log(least), Math.log(most)] : [least, most];
  const place = (/** @type {number} */ value) =>
    from + (((log ? Math.log(value) : value) - low) / (high - low || 1)) * (to - from);
  const between = (/** @type {number} */ value) => value >= least && value <= most;
  const step = 10 ** Math.floor(Math.log10((most - least || 1) / 4));
  const finer = (most - least) / step > 10 ? 2 * step : step;
  const powers = Array.from({ length: 40 }, (_, i) => 10 ** (i - 20));
  const even = roundTicks((most - least) / finer, 8).map((each) => (Math.ceil(least / finer) + each) * finer);
  return { place, ticks: (ticks ?? (log ? powers : even)).filter(between) };
}

/**
 * @param {number | null} value
 * @param {boolean | undefined} log
 * @returns {value is number}
 */
const isDrawn = (value, log) => value !== null && Number.isFinite(value) && !(log && value <= 0);

/** @param {LineFigure} figure */
function rangeOf({ lines, yRange, yLog, marks }) {
  if (yRange) return yRange;
  const values = [
    ...lines.flatMap((line) => Array.from(line.values)),
    ...marks.filter(({ axis }) => axis === 'y').map(({ at }) => at),
  ].flatMap((value) => (isDrawn(value, yLog) ? [value] : []));
  if (values.length === 0) return [yLog ? 0.1 : 0, 1];
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const slack = yLog ? 0 : 0.05 * (most - least || 1);
  return [least - slack, most + slack];
}

/**
 * @param {Line} line
 * @param {ArrayLike<number>} x
 * @param {{ across: Scale, up: Scale, yLog?: boolean | undefined }} scales
 */
function lineOf({ values, color, dash, dots }, x, { across, up, yLog }) {
  let [path, pen] = ['', 'M'];
  const points = [];
  for (let i = 0; i < x.length; i++) {
    const value = values[i] ?? null;
    if (!isDrawn(value, yLog)) {
      pen = 'M';
      continue;
    }
    const [left, top] = [across.place(x[i] ?? 0).toFixed(2), up.place(value).toFixed(2)];
    path += `${pen}${left} ${top}`;
    pen = 'L';
    if (dots) points.push(svg('circle', { cx: left, cy: top, r: 3, fill: color }));
  }
  if (dots) return points;
  return [svg('path', { d: path, fill: 'none', stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') })];
}

/**
 * @param {{ across: Scale, up: Scale }} scales
 * @param {LineFigure} figure
 */
function axesOf({ across, up }, { xTitle, yTitle, look: { rule, muted } }) {
  const word = (/** @type {string} */ text, /** @type {Record<string, string | number>} */ at) =>
    svg('text', { fill: muted, ...at }, [text]);
  const middle = { 'text-anchor': 'middle' };
  return [
    ...across.ticks.flatMap((value) => {
      const x = across.place(value);
      const line = svg('line', { x1: x, x2: x, y1: box.top, y2: box.bottom, stroke: rule });
      return [line, word(short(value), { x, y: box.bottom + 16, ...middle })];
    }),
    ...up.ticks.flatMap((value) => {
      const y = up.place(value);
      const line = svg('line', { x1: box.left, x2: box.right, y1: y, y2: y, stroke: rule });
      return [line, word(short(value), { x: box.left - 8, y: y + 4, 'text-anchor': 'end' })];
    }),
    word(xTitle, { x: (box.left + box.right) / 2, y: box.bottom + 36, ...middle }),
    word(yTitle, { transform: `translate(16 ${(box.top + box.bottom) / 2}) rotate(-90)`, ...middle }),
  ];
}

/**
 * @param {LineFigure} figure
 * @returns {SVGSVGElement}
 */
export function lineSvg(figure) {
  const { x, lines, marks, title, look } = figure;
  const across = scaleOf([x[0] ?? 0, x[x.length - 1] ?? 1], [box.left, box.right], {
    log: figure.xLog,
    ticks: figure.xTicks,
  });
  const up = scaleOf(rangeOf(figure), [box.bottom, box.top], { log: figure.yLog });
  const points = lines.flatMap(({ values, dots }) => {
    const seen = Array.from(values, (value, i) => ({ x: across.place(x[i] ?? 0), y: up.place(value ?? Number.NaN) }));
    return dots ? seen : along(seen, 6);
  });
  const marked = marks.flatMap(({ at, axis, label }) => {
    const place = axis === 'x' ? across.place(at) : up.place(at);
    const ends =
      axis === 'x'
        ? { x1: place, x2: place, y1: box.top, y2: box.bottom }
        : { x1: box.left, x2: box.right, y1: place, y2: place };
    const size = { width: widthOf(label, letter), height: 12 };
    const spots =
      axis === 'x'
        ? [box.top + 12, box.bottom - 6].map((y) => ({ x: place + 5, y, ...size }))
        : [box.left + 6, box.right - size.width - 6].flatMap((x) => [
            { x, y: place - 5, ...size },
            { x, y: place + 15, ...size },
          ]);
    const { x: left, y: top } = freest(spots, points, 6);
    const words = { x: left, y: top };
    return [
      svg('line', { ...ends, stroke: look.ink, 'stroke-dasharray': '4 3' }),
      svg('text', { ...words, fill: look.ink }, [label]),
    ];
  });
  const keys = lines.flatMap(({ label, color, dash }, i) => {
    const [left, top] = [box.left + (i % 3) * 214, box.bottom + 60 + 18 * Math.floor(i / 3)];
    const line = { x1: left, x2: left + 26, y1: top - 4, y2: top - 4, stroke: color, 'stroke-width': 2.5 };
    return [
      svg('line', { ...line, 'stroke-dasharray': dash.join(' ') }),
      svg('text', { x: left + 34, y: top, fill: look.ink }, [label]),
    ];
  });
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      'font-family': look.font,
      'font-size': 12,
    },
    [
      svg('rect', { ...size, fill: look.paper }),
      svg('text', { x: 16, y: 26, fill: look.ink, 'font-size': 16, 'font-weight': 600 }, [title]),
      ...axesOf({ across, up }, figure),
      ...lines.flatMap((line) => lineOf(line, x, { across, up, yLog: figure.yLog })),
      ...marked,
      ...keys,
    ],
  );
}
