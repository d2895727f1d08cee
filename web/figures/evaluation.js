/** From cells and what is known of them to the panel's curves, grids and caption. */

import { short } from '../charts/svg.js';
import { curveOf, repeatedCells, samplesText, scoreOf } from '../scope/evaluation-cells.js';

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

/** What is measured of each task, and how it is said. */
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
 * @param {{ question: Question, yTitle: string, share: boolean }} what  share: from 0 to 1
 * @returns {import('../figures/types.js').Figure}
 */
export function lengthFigure(grid, known, { question, yTitle, share }) {
  const { lines, lengths, trained } = grid;
  const metric = metricOf[/** @type {keyof typeof metricOf} */ (question.task)];
  const scores = lines.map((_, line) =>
    cellsAlong(grid, line, question).map((cell) => scoreOf(cell?.key, metric, known)),
  );
  const curves = lines.map(({ name, slot }, line) => ({ label: name, slot, ...curveOf(scores[line] ?? []) }));
  const highest = Math.max(0, ...curves.flatMap(({ values, band }) => [...values, ...band.high].map((v) => v ?? 0)));
  const summary = lines.flatMap(({ name }, line) => {
    const last = (scores[line] ?? []).findLastIndex((score) => score !== null);
    const score = scores[line]?.[last];
    return score ? [`${name}: ${short(score.mean)} at ${lengths[last]}`] : [];
  });
  return {
    x: lengths,
    curves,
    marks: [{ at: trained, label: `trained: ${trained}`, axis: 'x' }],
    xTitle: 'length of the text, characters',
    yTitle,
    xUnit: 'length',
    xTicks: lengths,
    xLog: true,
    yRange: share ? [0, 1.05] : [0, Math.max(3, 1.1 * highest)],
    summary: summary.length > 0 ? [`${summary.join('; ')}.`] : ['Nothing is known yet: run it.'],
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
 * What a line runs at its longest text: 'factor 8, window 64'.
 * @param {PanelCell | undefined} cell
 */
export function parametersText(cell) {
  const given = cell?.methods.flatMap(({ params = {} }) => Object.entries(params)) ?? [];
  if (!cell || given.length === 0) return 'no parameters set';
  const list = given.map(([key, value]) => `${key} ${typeof value === 'number' ? short(value) : value}`);
  return `at ${cell.length}: ${list.join(', ')}`;
}

/**
 * How many samples stand behind what is shown, and what is the same for all of them.
 * @param {PanelCell[]} cells
 * @param {Known & { failed: ReadonlyMap<string, string> }} known
 * @param {{ seed: number, characters: number, workers: number }} held
 */
export function captionOf(cells, known, { seed, characters, workers }) {
  const counts = (/** @type {Results} */ results, /** @type {PanelCell[]} */ of) =>
    of.flatMap(({ key }) => results.get(key)?.samples ?? []);
  const fresh = counts(known.live, cells);
  const others = cells.filter(({ key }) => !known.live.has(key));
  const stored = counts(known.stored, others);
  const failed = others.filter(({ key }) => known.failed.has(key) && !known.stored.has(key)).length;
  const rest = others.length - stored.length - failed;
  const said = [
    fresh.length > 0 ? `${fresh.length} were run here, with ${samplesText(fresh)} each` : '',
    stored.length > 0 ? `${stored.length} are stored ones (pale lines, grey cells), of ${samplesText(stored)}` : '',
    failed > 0 ? `${failed} cannot run` : '',
    rest > 0 ? `${rest} are empty` : '',
  ].filter(Boolean);
  const repeated = repeatedCells(cells, known, metricOf);
  if (repeated.count > 0)
    said.push(
      `${repeated.count} were run with as many samples as the stored ones and differ from them by at most ${short(repeated.difference)}`,
    );
  return (
    `Of ${cells.length} cells, ${said.join('; ')}. Every method sees the same samples: seed ${seed}, from the same ${characters} held-out characters, ` +
    `with the same weights. A band is one standard error of the mean. Runs use ${workers} worker${workers > 1 ? 's' : ''}.`
  );
}
