/**
 * `import { heatmap } from 'ropescope/charts'`: what draws arrays, without an engine; (arrays, options) to an element. What cannot be
 * drawn is refused with a RopescopeError: the project's own figures call the same functions without asking.
 */

import * as rule from '../lib/rules.js';
import { barsOf as drawBars } from './bars.js';
import { lut } from './colormap.js';
import { coverage as drawCoverage } from './coverage.js';
import { dialsOf as drawDials } from './dials.js';
import { heatmap as drawHeatmap, paint as paintPixels } from './heatmap.js';
import { openKernels } from './kernels.js';
import { offer } from './large.js';
import { colorLegend as drawLegend } from './legend.js';
import { lineSvg as drawLines } from './line-svg.js';
import { mapAxes as drawMapAxes } from './map-axes.js';
import { runningMean as meansOf, maxPool as poolMaximum } from './pool.js';
import { stripAxes as drawStripAxes } from './strip-axes.js';
import { ticks as evenTicks, tokenTicks as ticksOfTokens } from './svg.js';

export { lut, sequentialMaps } from './colormap.js';

offer(openKernels);

const { checked, optional, orNull, each, having, shape, between, whole, numbers, words, yesOrNo, wrong } = rule;

const mostCells = 16384; // a side: what every browser gives a canvas
const most = 2 ** 31 - 1; // of what is counted
const px = between(1, mostCells); // CSS px
const wide = between(100, mostCells); // CSS px: there is room beside the axis
const share = between(0, 1);
const anyNumber = between(-Number.MAX_VALUE, Number.MAX_VALUE);
const turns = between(0, Number.MAX_VALUE);
const ticksAtMost = whole(1, 1000);

/** A captured map is one, too. @type {rule.Rule} */
const grid = (value, path) => {
  having({ values: numbers(), rows: whole(1, most), cols: whole(1, most) })(value, path);
  numbers(value.rows * value.cols)(value.values, `${path}.values`);
};

const colors = {
  map: optional(rule.oneOf(Object.keys(lut))),
  gamma: optional(between(0.01, 100)),
  signed: optional(yesOrNo),
  causal: optional(yesOrNo),
  pixels: optional(whole(1, mostCells)),
  canvas: optional(rule.canvas),
};

export const heatmap = checked(drawHeatmap, { grid, options: shape(colors) }, (matrix, { pixels, signed } = {}) => {
  const side = Math.max(matrix.rows, matrix.cols);
  if (signed && pixels !== undefined) throw wrong('not_with_signed', 'options.pixels', pixels);
  if (pixels === undefined && side > mostCells) throw wrong('too_large_for_canvas', 'grid', side, { max: mostCells });
});

export const paint = checked(paintPixels, { pixels: rule.pixels, grid, options: shape(colors) }, (pixels, { values }) =>
  numbers(values.length)(pixels, 'pixels'),
);

export const colorLegend = checked(
  drawLegend,
  { data: shape({ title: words, ticks: each(anyNumber) }), options: shape({ ...colors, width: optional(px) }) },
  (data, { signed } = {}) => each(between(signed ? -1 : 0, 1))(data.ticks, 'data.ticks'),
);

export const maxPool = checked(poolMaximum, { grid, size: whole(1, most) });

export const runningMean = checked(meansOf, { values: numbers(), width: whole(1, most) });

export const ticks = checked(evenTicks, { end: between(0, Number.MAX_VALUE), most: ticksAtMost });

export const tokenTicks = checked(ticksOfTokens, { end: between(0, most), most: ticksAtMost });

export const barsOf = checked(drawBars, {
  bars: each(shape({ value: anyNumber, look: words, label: words, under: optional(words), apart: optional(yesOrNo) })),
  options: shape({
    width: wide,
    range: rule.range,
    label: words,
    xTitle: words,
    yTitle: words,
    chosen: orNull(whole(0, most)),
  }),
});

export const coverage = checked(drawCoverage, {
  pairs: each(shape({ trained: turns, visited: turns, seen: share, unseen: share, full: yesOrNo })),
  options: shape({
    width: optional(px),
    label: optional(words),
    words: shape({ pair: words, turns: words, angle: words }),
  }),
});

export const dialsOf = checked(drawDials, {
  dials: each(shape({ angle: anyNumber, trained: turns, unseen: yesOrNo })),
  options: shape({ width: px, label: words, pair: words, chosen: optional(orNull(whole(0, most))) }),
});

export const stripAxes = checked(drawStripAxes, {
  data: shape({ width: px, height: px, length: whole(1, most), trained: whole(1, most), rows: whole(1, mostCells) }),
  words: shape({ trained: rule.sayer, pair: words, position: words }),
});

const margin = shape({ left: px, right: px, top: px, bottom: px });
const view = shape({ q: whole(0, most), k: whole(0, most), span: whole(1, most) });

export const mapAxes = checked(drawMapAxes, {
  data: shape({ length: whole(1, most), trained: whole(1, most), size: px, view: optional(view) }),
  options: shape({
    margin: optional(margin),
    words: shape({ trained: rule.sayer, key: words, keyPosition: words, queryPosition: words }),
  }),
});

const curve = {
  label: words,
  color: words,
  dash: each(between(0, mostCells)),
  values: rule.numbersOrGaps(),
  dots: optional(yesOrNo),
};

export const lineSvg = checked(
  drawLines,
  {
    figure: shape({
      title: words,
      x: numbers(),
      lines: each(shape(curve)),
      marks: each(shape({ at: anyNumber, label: words, axis: rule.oneOf(['x', 'y']) })),
      xTitle: words,
      yTitle: words,
      xTicks: optional(each(anyNumber)),
      xLog: optional(yesOrNo),
      yLog: optional(yesOrNo),
      yRange: optional(rule.range),
      look: shape({ ink: words, muted: words, rule: words, paper: words, font: words }),
    }),
  },
  ({ x, lines, marks, xLog, yLog, yRange = [1] }) => {
    each(anyNumber)(Array.from(x), 'figure.x');
    for (const [i, { values }] of lines.entries()) rule.numbersOrGaps(x.length)(values, `figure.lines[${i}].values`);
    const above = (/** @type {number[]} */ values, /** @type {string} */ path) => {
      const wrongOne = values.find((value) => value <= 0);
      if (wrongOne !== undefined) throw wrong('must_be_above_zero', path, wrongOne);
    };
    const onAxis = (/** @type {string} */ axis) =>
      marks.filter((/** @type {any} */ mark) => mark.axis === axis).map((/** @type {any} */ { at }) => at);
    if (xLog) above([...Array.from(x), ...onAxis('x')], 'figure.x');
    if (yLog) above([...yRange, ...onAxis('y')], 'figure.yRange');
  },
);
