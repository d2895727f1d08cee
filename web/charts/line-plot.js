/** Curves over a shared x, drawn by uPlot, with the training length marked. */
import uPlot from 'uplot';
import { along, freest } from './label-places.js';

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {ArrayLike<number | null>} values
 * @property {string} color
 * @property {number[]} [dash]     CSS px
 * @property {number} [width]      CSS px
 * @property {boolean} [dots]      points without a line
 * @property {boolean} [knots]     points on the line
 * @property {string} [fill]       of the area between this series and the next one, both without a line of their own
 *
 * @typedef {object} LinePlotData
 * @property {ArrayLike<number>} x
 * @property {Series[]} series
 * @property {{ at: number, label: string, axis: 'x' | 'y' }[]} [marks]  dashed lines
 *
 * @typedef {object} LinePlotOptions
 * @property {number} width             CSS px
 * @property {number} [height]          CSS px
 * @property {string} xTitle
 * @property {string} yTitle
 * @property {number[]} [xTicks]
 * @property {boolean} [xLog]
 * @property {boolean} [yLog]
 * @property {[number, number]} [yRange]
 * @property {{ ink: string, muted: string, rule: string, paper: string, font: string, size?: number | undefined }} look
 *   size: of the words on its axes, CSS px, usually 11
 * @property {number | null} [cursorAt]  x at which the cursor stands from the start
 * @property {(index: number | null) => void} [onCursor]
 */

const fewPoints = 32; // of a curve: each can be as large as it is good to see
const mostSeen = 256; // of a curve, where words look for a place
const pointRadius = 6; // CSS px, with what letters have below their line

/** @param {LinePlotOptions['look']} look */
const sizeOf = ({ size = 11 }) => size;

/** @param {number} value */
const label = (value) =>
  value >= 1e4 ? `1e${Math.round(Math.log10(value))}` : String(Number(value.toPrecision(6))).replace('-', '−');

/** Steps between ticks where only whole numbers mean something: 1, 2, 5, 10, ... */
const wholeSteps = Array.from({ length: 24 }, (_, i) => Number(`${[1, 2, 5][i % 3]}e${Math.floor(i / 3)}`));

/**
 * @param {string} title
 * @param {LinePlotOptions['look']} look
 * @param {{ log?: boolean | undefined, ticks?: number[] | undefined, whole?: boolean }} how
 * @returns {uPlot.Axis}
 */
function axis(title, look, { log, ticks, whole }) {
  return {
    label: title,
    labelFont: `${sizeOf(look) + 1}px ${look.font}`,
    labelSize: 20,
    labelGap: 2,
    font: `${sizeOf(look)}px ${look.font}`,
    stroke: look.muted,
    grid: { stroke: look.rule, width: 1 },
    ticks: { stroke: look.rule, width: 1, size: 4 },
    // uPlot puts null where it wants no label
    values: (_, splits) => splits.map((value) => (value === null ? '' : label(value))),
    ...(whole ? { incrs: wholeSteps } : {}),
    ...(ticks
      ? { splits: ticks, filter: (/** @type {uPlot} */ _, /** @type {number[]} */ splits) => splits }
      : log
        ? { splits: (_, __, min, max) => powersOfTen(min, max) }
        : {}),
  };
}

/**
 * uPlot offers every digit of a decade.
 * @param {number} min
 * @param {number} max
 */
function powersOfTen(min, max) {
  const first = Math.ceil(Math.log10(min) - 1e-9);
  return Array.from({ length: Math.floor(Math.log10(max) + 1e-9) - first + 1 }, (_, i) => 10 ** (first + i));
}

/**
 * What is drawn to be read, of all curves, canvas px: points, and lines that are not faint.
 * @param {uPlot} plot
 * @param {number} ratio  canvas px a CSS px
 */
const curvesOf = (plot, ratio) =>
  (plot.series ?? []).flatMap(({ points, width = 0 }, i) => {
    const { data, valToPos } = plot;
    const show = points?.show; // uPlot makes a function of what it was given
    if (i === 0 || !(width > 1 || (typeof show === 'function' ? show(plot, i, 0, 0) : show))) return [];
    const values = Array.from(data[i] ?? []);
    const every = Math.ceil(values.length / mostSeen);
    const seen = values.flatMap((value, j) =>
      j % every
        ? []
        : [
            typeof value === 'number'
              ? { x: valToPos(data[0][j] ?? 0, 'x', true), y: valToPos(value, 'y', true) }
              : { x: Number.NaN, y: Number.NaN },
          ],
    );
    return width > 1 ? along(seen, pointRadius * ratio) : seen;
  });

/**
 * All lines, then all words: no line crosses the words of another, and no words stand on curves where there is another place.
 * @param {uPlot} plot
 * @param {NonNullable<LinePlotData['marks']>} marks
 * @param {LinePlotOptions['look']} look
 */
export function drawMarks(plot, marks, look) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const [right, foot, size] = [bbox.left + bbox.width, bbox.top + bbox.height, sizeOf(look)];
  const placed = [...marks]
    .sort((a, b) => a.at - b.at)
    .map(({ label, axis: name, at }) => ({
      label,
      across: name === 'x',
      at: Math.round(plot.valToPos(at, name, true)),
    }))
    .filter(({ across, at }) => (across ? at >= bbox.left && at <= right : at >= bbox.top && at <= foot));
  ctx.save();
  ctx.strokeStyle = look.ink;
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  for (const { across, at } of placed) {
    ctx.beginPath();
    ctx.moveTo(across ? at : bbox.left, across ? bbox.top : at);
    ctx.lineTo(across ? at : right, across ? foot : at);
    ctx.stroke();
  }
  ctx.fillStyle = look.ink;
  ctx.font = `${size * ratio}px ${look.font}`;
  ctx.textAlign = 'left';
  ctx.setLineDash([]);
  ctx.strokeStyle = look.paper; // a halo keeps the words legible over curves
  ctx.lineWidth = 4 * ratio;
  const rows = marks.map(() => Number.NEGATIVE_INFINITY); // where the words of each row of labels end
  const curves = curvesOf(plot, ratio);
  const lineOf = (/** @type {{ across: boolean, at: number }} */ { across, at }) =>
    across ? [bbox.top, foot].map((y) => ({ x: at, y })) : [bbox.left, right].map((x) => ({ x, y: at }));
  for (const mark of placed) {
    const { label, across, at } = mark;
    const { width } = ctx.measureText(label);
    const row = across ? rows.findIndex((end) => end < Math.min(at, right - width)) : 0;
    if (across) rows[row] = Math.min(at, right - width) + width + 8 * ratio;
    const lower = (size + (size + 3) * row) * ratio;
    const beside = Math.min(at + 5 * ratio, right - width);
    const spots = across
      ? [bbox.top + lower, foot - lower].map((y) => [beside, y])
      : [bbox.left + 6 * ratio, right - width - 6 * ratio].flatMap((x) => [
          [x, at - 5 * ratio],
          [x, at + (size + 3) * ratio],
        ]);
    const places = spots.map(([x = 0, y = 0]) => ({ x, y, width, height: size * ratio }));
    const others = placed.flatMap((each) => (each === mark ? [] : along(lineOf(each), pointRadius * ratio)));
    const { x, y } = freest(places, [...curves, ...others], pointRadius * ratio);
    ctx.strokeText(label, x, y);
    ctx.fillText(label, x, y);
  }
  ctx.restore();
}

/** How much larger than drawn a plot is shown: decks of slides scale what they hold. @param {uPlot} plot */
const scaleOf = ({ over, rect }) => (over.clientWidth > 0 && rect.width > 0 ? rect.width / over.clientWidth : 1);

/**
 * uPlot takes the pointer's place from the screen.
 * @param {uPlot} plot
 * @param {number} left  CSS px on the screen; negative: outside
 * @param {number} top
 * @returns {[number, number]}
 */
const unscaled = (plot, left, top) => {
  const scale = scaleOf(plot);
  return [left < 0 ? left : left / scale, top < 0 ? top : top / scale];
};

/** Puts the cursor at a value of x. @param {uPlot} plot  @param {number} x */
export const pointAt = (plot, x) => plot.setCursor({ left: plot.valToPos(x, 'x') * scaleOf(plot), top: 0 });

/**
 * @param {LinePlotData} data
 * @param {LinePlotOptions} options
 * @returns {HTMLElement & { plot: uPlot }}  `plot` moves the cursor and is destroyed by the owner
 */
export function linePlot(data, options) {
  const { width, height = 240, xLog, yLog, yRange, look } = options;
  const host = document.createElement('div');
  const whole = Array.from(data.x).every(Number.isInteger);
  const plot = new uPlot(
    {
      width,
      height,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 6 }, move: unscaled },
      scales: {
        x: {
          time: false,
          ...(xLog ? { distr: 3 } : {}),
          range: (_, min, max) => [min, max],
        },
        y: { ...(yLog ? { distr: 3 } : {}), ...(yRange ? { range: () => yRange } : {}) },
      },
      axes: [
        { ...axis(options.xTitle, look, { log: xLog, ticks: options.xTicks, whole }), size: sizeOf(look) + 19 },
        { ...axis(options.yTitle, look, { log: yLog }), size: 4 * sizeOf(look) },
      ],
      series: [
        {},
        ...data.series.map((line) => ({
          label: line.label,
          stroke: line.color,
          width: line.dots ? 0 : (line.width ?? 2),
          dash: line.dash,
          points: {
            show: line.dots || line.knots || false,
            size: line.knots || data.x.length <= fewPoints ? 7 : 3,
            fill: line.color,
            stroke: line.color,
          },
        })),
      ],
      bands: data.series.flatMap(({ fill }, i) =>
        fill ? [{ series: /** @type {[number, number]} */ ([i + 1, i + 2]), fill }] : [],
      ),
      hooks: {
        draw: [(self) => drawMarks(self, data.marks ?? [], look)],
        setCursor: [(self) => self.status && options.onCursor?.(self.cursor.idx ?? null)], // a new plot says that it has none
        ready: [(self) => typeof options.cursorAt === 'number' && pointAt(self, options.cursorAt)],
      },
    },
    /** @type {uPlot.AlignedData} */ ([data.x, ...data.series.map((line) => line.values)]),
    host,
  );
  return Object.assign(host, { plot });
}
