/** From cells and what is known of them to the panel's curves, grids and caption. */

import { curveOf, repeatedCells, scoreOf } from '../scope/evaluation-cells.js';

/**
 * @typedef {import('../scope/evaluation-cells.js').PanelCell} PanelCell
 * @typedef {import('../scope/evaluation-cells.js').Question} Question
 * @typedef {import('../scope/evaluation-cells.js').Results} Results
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 *
 * @typedef {object} PanelLine
 * @property {string} name
 * @property {number} slot            for colour and dash
 * @property {MethodSpec[]} methods   [] = the model's own
 * @property {boolean} force
 * @property {import('../lib/length-rules.js').LengthRules} rules  parameters that follow the length
 *
 * @typedef {{ cells: PanelCell[], lines: PanelLine[], lengths: number[], trained: number }} Grid
 * @typedef {{ live: Results, stored: Results }} Known
 */

/** What is measured of each task. */
export const metricOf = { text: 'loss', repeat: 'accuracy', passkey: 'exact_match' };

/**
 * @param {Grid} grid
 * @param {number} line
 * @param {Question} question
 */
const cellsAlong = ({ cells, lengths }, line, { task, params }) =>
  lengths.map((length) =>
    cells.find(
      (cell) =>
        cell.line === line &&
        cell.length === length &&
        cell.task === task &&
        Object.entries(params).every(([key, value]) => cell.params[key] === value),
    ),
  );

/**
 * @param {Grid} grid
 * @param {Known} known
 * @param {{ question: Question, share: boolean }} what  share: from 0 to 1
 * @returns {import('./types.js').CurvesData}
 */
export function lengthFigure(grid, known, { question, share }) {
  const { lines, lengths, trained } = grid;
  const metric = metricOf[/** @type {keyof typeof metricOf} */ (question.task)];
  const scores = lines.map((_, line) =>
    cellsAlong(grid, line, question).map((cell) => scoreOf(cell?.key, metric, known)),
  );
  const curves = lines.map(({ name, slot }, line) => ({ label: name, slot, ...curveOf(scores[line] ?? []) }));
  const highest = Math.max(0, ...curves.flatMap(({ values, band }) => [...values, ...band.high].map((v) => v ?? 0)));
  const ends = lines.flatMap(({ name }, line) => {
    const last = (scores[line] ?? []).findLastIndex((score) => score !== null);
    const score = scores[line]?.[last];
    return score ? [{ name, value: score.mean, length: lengths[last] }] : [];
  });
  return {
    x: lengths,
    curves,
    marks: [{ say: 'trained', at: trained, axis: 'x' }],
    xTicks: lengths,
    xLog: true,
    yRange: share ? [0, 1.05] : [0, Math.max(3, 1.1 * highest)],
    summary: [ends.length > 0 ? { say: 'atLengths', ends } : { say: 'nothingKnown' }],
  };
}

/**
 * @param {Grid} grid
 * @param {Known} known
 * @param {number} line
 * @param {number[]} depths
 */
export function passkeyScores(grid, known, line, depths) {
  const cells = depths.flatMap((depth) => cellsAlong(grid, line, { task: 'passkey', params: { depth } }));
  return { cells, scores: cells.map((cell) => scoreOf(cell?.key, metricOf.passkey, known)) };
}

/**
 * Lines whose pairs are stretched by a factor that follows the length, and that read fewer keys right before the question than a step further away, at the longest text where
 * both are known. Right before it a key stands as near as two can; stretched, that is nearer than any two in training.
 *
 * @param {Grid} grid
 * @param {Known} known
 * @param {number[]} depths
 */
export function nearKeys(grid, known, depths) {
  const [depth, last] = [...depths].sort((a, b) => a - b).slice(-2);
  if (depth === undefined || last !== 1) return [];
  const along = (/** @type {number} */ line, /** @type {number} */ at) =>
    cellsAlong(grid, line, { task: 'passkey', params: { depth: at } });
  const percent = (/** @type {PanelCell | undefined} */ cell) =>
    Math.round(100 * (scoreOf(cell?.key, metricOf.passkey, known)?.mean ?? Number.NaN));
  return grid.lines.flatMap(({ name, rules }, line) => {
    const others = along(line, depth);
    const cells = along(line, 1);
    const at = cells.findLastIndex((cell, index) => Number.isFinite(percent(cell) + percent(others[index])));
    const { length = 0, methods = [] } = cells[at] ?? {};
    const factor = Number(methods.find(({ id }) => rules[id]?.factor)?.params?.factor ?? 1);
    const said = { name, length, factor, near: percent(cells[at]), far: percent(others[at]), depth };
    return factor > 1 && said.near + 10 <= said.far ? [said] : [];
  });
}

/**
 * How many samples stand behind what is shown, and what is the same for all of them.
 * @param {PanelCell[]} cells
 * @param {Known & { failed: ReadonlyMap<string, unknown> }} known
 * @param {{ seed: number, characters: number, isTyped: boolean, isDrawn: boolean, workers: number, threads: number }} held
 */
export function captionOf(cells, known, held) {
  const counts = (/** @type {Results} */ results, /** @type {PanelCell[]} */ of) =>
    of.flatMap(({ key }) => results.get(key)?.samples ?? []);
  const others = cells.filter(({ key }) => !known.live.has(key));
  const stored = counts(known.stored, others);
  const failed = others.filter(({ key }) => known.failed.has(key) && !known.stored.has(key)).length;
  return {
    cells: cells.length,
    fresh: countedOf(counts(known.live, cells)),
    stored: countedOf(stored),
    failed,
    rest: others.length - stored.length - failed,
    repeated: repeatedCells(cells, known, metricOf),
    ...held,
  };
}

/** @param {number[]} samples  of each cell */
function countedOf(samples) {
  /** @type {[number, number]} */
  const range = [Math.min(...samples), Math.max(...samples)];
  return samples.length > 0 ? { count: samples.length, samples: range } : null;
}
