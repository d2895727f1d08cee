/** The numbers that an element draws, as rows: one reading for each element, whatever kind of figure it stands in. */
import { wholeView } from '../charts/map-view.js';
import { cellsOf as costOf } from './costs.js';
import { columns } from './run-numbers.js';

/**
 * @typedef {string | number | null} Cell
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} headers     with their units
 * @property {() => Iterable<Cell[]>} rows
 *
 * @typedef {ReturnType<typeof import('../words/insights.js').withInsights>} Words
 * @typedef {import('../charts/map-view.js').View} View
 */

/** @type {Record<string, (element: any, words: Words) => Table | null>} by the name of the element */
const readings = {
  /** @param {import('./plot.js').RopePlot} plot */
  'rope-plot': ({ figure, label }, words) => figure && curvesOf(figure, label, words),
  /** @param {import('./coverage.js').RopeCoverage} coverage */
  'rope-coverage': ({ methods }, { insights: { tools } }) => ({
    title: tools.titles.coverage,
    headers: tools.headers.coverage,
    rows: () =>
      methods.flatMap(({ name, pairs }) =>
        pairs.map(({ trained, visited, seen, unseen }, pair) => [name, pair, trained, visited, seen, unseen]),
      ),
  }),
  /** @param {import('./clock.js').RopeClock} clock */
  'rope-clock': ({ clocks, place }, { insights: { tools } }) => ({
    title: tools.titles.clock,
    headers: tools.headers.clock,
    rows: () =>
      clocks.flatMap(({ name, hands }) =>
        hands.map(({ rate, trained }, pair) => [name, pair, place, rate * place, trained]),
      ),
  }),
  /** @param {import('./costs.js').RopeCosts} costs */
  'rope-costs': ({ rows, at }, { insights: { cost } }) => ({
    title: cost.table(at),
    headers: cost.headers,
    rows: () => rows.map((row) => [...costOf(row), cost.needs(row.need, row.holdsUntil)]),
  }),
  /** @param {import('./run-numbers.js').RopeRunNumbers} table */
  'rope-run-numbers': ({ rows, headers }, { insights: { numbers } }) => ({
    title: numbers.caption,
    headers,
    rows: () => rows.map((row) => [row.name, ...columns.map((column) => row.numbers[column])]),
  }),
  /** @param {import('./head-labels.js').RopeHeadLabels} grids */
  'rope-head-labels': ({ labels }, { heads }) =>
    labels && {
      title: heads.title,
      headers: heads.headers,
      rows: () =>
        labels.columns.flatMap(({ name, heads: all }) =>
          all.map(({ layer, head, label, shares }) => [
            name,
            layer,
            head,
            heads.names[label],
            ...Object.values(shares),
          ]),
        ),
    },
  /** @param {import('./cell.js').RopeCell} bars */
  'rope-cell': ({ cell }, { cell: said, insights: { tools } }) =>
    cell && {
      title: tools.titles.cell,
      headers: said.headers,
      rows: () => cell.columns.flatMap(({ name, split }) => (split ? cellRows(name, split, said) : [])),
    },
  /** @param {import('./encoding.js').RopeEncoding} strip */
  'rope-encoding': (strip, { insights: { tools, strip: said } }) => ({
    title: [
      strip.plain ? said.difference(strip.wave, strip.name) : tools.of(tools.titles.encoding, strip.name),
      ...(strip.view.span < strip.length ? [said.zoom.part({ ...strip.view, length: strip.length })] : []),
    ].reduce(tools.of),
    headers: [...tools.headers.strip, strip.plain ? said.scale(strip.wave) : strip.wave],
    rows: () => stripCells(strip),
  }),
  /** @param {import('./score-grid.js').RopeScoreGrid} grid */
  'rope-score-grid': ({ name, depths, lengths, scores }, { insights: { tools } }) => ({
    title: tools.of(tools.titles.passkey, name),
    headers: tools.headers.passkey,
    rows: () =>
      depths.flatMap((depth, row) =>
        lengths.map((length, col) => {
          const score = scores[row * lengths.length + col];
          return [name, depth, length, score?.mean ?? null, score?.spread ?? null, score?.samples ?? null];
        }),
      ),
  }),
  /** @param {import('./attention-map.js').RopeAttentionMap} map */
  'rope-attention-map': ({ name, map, length, view }, { insights }) =>
    map && {
      title: [insights.tools.titles.attention, name, ...partOf(view, length, insights)].reduce(insights.tools.of),
      headers: insights.tools.headers.map,
      rows: () => seenCells(map, length, view),
    },
  /** @param {import('./difference-map.js').RopeDifferenceMap} map */
  'rope-difference-map': ({ name, difference, length, view }, { insights }) =>
    difference && {
      title: [insights.tools.titles['attention-difference'], name, ...partOf(view, length, insights)].reduce(
        insights.tools.of,
      ),
      headers: [...insights.tools.headers.map.slice(0, 2), insights.difference.scale],
      rows: () => seenCells(difference.grid, length, view),
    },
  /** @param {import('./position-map.js').RopePositionMap} map */
  'rope-position-map': ({ name, map, length, view }, { insights }) =>
    map && {
      title: [insights.tools.titles['position-map'], name, ...partOf(view, length, insights)].reduce(insights.tools.of),
      headers: [...insights.tools.headers.map.slice(0, 2), insights.positions.scale],
      rows: () => seenCells(map, length, view),
    },
  /** @param {import('./heatmap-grid.js').RopeHeatmapGrid} grid */
  'rope-heatmap-grid': ({ name, maps }, { insights: { tools } }) => ({
    title: tools.of(tools.titles.heads, name),
    headers: tools.headers.heads,
    rows: function* () {
      for (const map of maps)
        for (const cell of seenCells(map, map.rows, wholeView(map.rows))) yield [map.layer, map.head, ...cell];
    },
  }),
  /** @param {import('./reader.js').RopeReader} reader */
  'rope-reader': ({ readings: columns, text, q }, { insights: { tools } }) => ({
    title: tools.titles.reading,
    headers: [...tools.headers.reading, ...columns.map(({ name }) => name)],
    rows: () =>
      Array.from({ length: q + 1 }, (_, k) => [
        k,
        text[k] ?? '',
        ...columns.map(({ map }) => exactWeight(map, text.length, q, k)),
      ]),
  }),
};

/**
 * @param {import('../figures/types.js').Figure} figure
 * @param {string} title
 * @param {Words} words
 * @returns {Table}
 */
function curvesOf({ x, curves, xTitle, yTitle }, title, { insights: { tools } }) {
  const columns = curves.flatMap(({ label, values, detail }) => [
    { header: `${label}: ${yTitle}`, values },
    ...(detail ? [{ header: tools.unsmoothed(`${label}: ${yTitle}`), values: detail }] : []),
  ]);
  return {
    title,
    headers: [xTitle, ...columns.map(({ header }) => header)],
    rows: () => Array.from(x, (at, i) => [at, ...columns.map(({ values }) => values[i] ?? null)]),
  };
}

/**
 * @param {string} name
 * @param {import('../figures/cell.js').Split} split
 * @param {Words['cell']} said
 * @returns {Cell[][]}
 */
const cellRows = (name, { pairs, rest, biases, logit }, said) => [
  ...pairs.map(({ value, wavelength }, pair) => [name, pair, wavelength, value]),
  [name, said.restNamed, null, rest],
  [name, said.biasesNamed, null, biases],
  [name, said.logit, null, logit],
];

/** @param {import('../charts/pool.js').Grid} grid  @returns {Generator<[number, number, number | null]>} null: there is no value */
function* cellsOf({ values, rows, cols }) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = values[i * cols + j] ?? Number.NaN;
      yield [i, j, Number.isNaN(value) ? null : value];
    }
  }
}

/** Of the positions that are shown. @param {import('./encoding.js').RopeEncoding} strip */
function* stripCells(strip) {
  for (const [pair, at, value] of cellsOf(strip.grid())) yield [pair, strip.tokens.first + at, value];
}

/**
 * Which part of a map is shown, where that is not all of it.
 * @param {View} view
 * @param {number} length  tokens
 * @param {Words['insights']} words
 */
export const partOf = (view, length, words) => (view.span < length ? [words.zoom.part({ ...view, length })] : []);

/**
 * Of what is shown of a map that may be pooled: the first query and key of each block, and its largest weight.
 * @param {import('../charts/pool.js').Grid} map
 * @param {number} length  tokens
 * @param {View} view
 */
function* seenCells(map, length, view) {
  const token = (/** @type {number} */ at) => Math.floor((at * length) / map.rows);
  const isSeen = (/** @type {number} */ at, /** @type {number} */ first) =>
    token(at + 1) > first && token(at) < first + view.span;
  for (const [q, k, weight] of cellsOf(map))
    if (k <= q && isSeen(q, view.q) && isSeen(k, view.k)) yield [token(q), token(k), weight];
}

/**
 * @param {import('../charts/pool.js').Grid | null} map
 * @param {number} length  tokens
 * @param {number} q
 * @param {number} k
 */
const exactWeight = (map, length, q, k) => (map && map.rows === length ? (map.values[q * map.cols + k] ?? null) : null);

/** All elements at or below these, through shadow roots. @param {Iterable<Element>} elements @returns {Generator<Element>} */
export function* within(elements) {
  for (const element of elements) {
    yield element;
    yield* within(element.shadowRoot?.children ?? element.children);
  }
}

/**
 * @param {Iterable<Element>} elements
 * @param {Words} words
 * @returns {Table[]}
 */
export const tablesOf = (elements, words) =>
  [...within(elements)].flatMap((element) => readings[element.localName]?.(element, words) ?? []);

/** RFC 4180. @param {Cell} cell */
function csvCell(cell) {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Several tables with an empty line between them, each with its title where there are several. @param {Table[]} tables */
export const csvOf = (tables) =>
  tables
    .map(({ title, headers, rows }) => {
      const lines = [...(tables.length > 1 ? [[title]] : []), headers, ...rows()];
      return lines.map((line) => `${line.map(csvCell).join()}\r\n`).join('');
    })
    .join('\r\n');
