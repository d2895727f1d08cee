/** What an evaluation prints: a table for people, CSV and JSON for programs. */

import { table } from './table.js';

/**
 * @typedef {import('../lib/evaluate.js').Cell} Cell
 * @typedef {import('../lib/evaluate.js').TaskInfo} TaskInfo
 */

const shares = ['accuracy', 'exact_match'];

/**
 * @param {string} metric
 * @param {number} value
 */
const shown = (metric, value) => value.toFixed(shares.includes(metric) ? 2 : 3);

/** @template T @param {T[]} list */
const unique = (list) => [...new Set(list)];

/**
 * For each task and metric one table: a row for each line, a column for each length; where a task has parameters, a cell
 * holds one number for each of their values.
 * @param {Cell[]} cells
 * @param {TaskInfo[]} tasks
 */
export function textOf(cells, tasks) {
  const ids = unique([...tasks.map(({ id }) => id), ...cells.map(({ task }) => task)]);
  const sectionsOf = (/** @type {string} */ id) => {
    const first = tasks.find((task) => task.id === id)?.metrics ?? [];
    const found = cells.flatMap(({ task, result }) => (task === id && result ? Object.keys(result.metrics) : []));
    return unique([...first.filter((metric) => found.includes(metric)), ...found]).map((metric) =>
      section(cells, id, metric),
    );
  };
  return ids.flatMap(sectionsOf).join('\n');
}

/**
 * @param {Cell[]} all
 * @param {string} task
 * @param {string} metric
 */
function section(all, task, metric) {
  const cells = all.filter((cell) => cell.task === task);
  const params = unique(cells.map((cell) => JSON.stringify(cell.params)));
  const lengths = unique(cells.map(({ length }) => length)).sort((a, b) => a - b);
  const number = (/** @type {string} */ line, /** @type {number} */ length, /** @type {string} */ param) => {
    const found = cells.find(
      (cell) => cell.line === line && cell.length === length && JSON.stringify(cell.params) === param,
    );
    const mean = /** @type {any} */ (found?.result?.metrics)?.[metric]?.mean;
    return mean === undefined ? '-' : shown(metric, mean);
  };
  const rows = unique(cells.map(({ line }) => line)).map((line) => [
    line,
    ...lengths.map((length) => params.map((param) => number(line, length, param)).join(' ')),
  ]);
  const by = params[0] === '{}' ? '' : ` by ${params.map((param) => param.replace(/[{}"]/g, '')).join(', ')}`;
  return `${task}, ${metric}${by}:\n${table([['', ...lengths.map((length) => `${length}`)], ...rows])}`;
}

/** @param {Cell[]} cells */
export function csvOf(cells) {
  const head = 'line,methods,task,params,length,samples,metric,mean,spread\n';
  const quoted = (/** @type {unknown} */ value) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
  const field = (/** @type {string} */ word) => (/[",\n]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);
  const lines = cells.flatMap(({ line, methods, task, params, length, result }) =>
    Object.entries(result?.metrics ?? {}).map(([metric, { mean, spread }]) =>
      [field(line), quoted(methods), task, quoted(params), length, result?.samples, metric, mean, spread].join(','),
    ),
  );
  return `${head}${lines.map((line) => `${line}\n`).join('')}`;
}

/**
 * @param {Cell} cell
 * @param {boolean} curves  also the means by position
 */
export function plainCell({ result, ...cell }, curves) {
  if (!result) return cell;
  const { samples, metrics, forced } = result;
  const last = Object.fromEntries(Object.entries(result.last).map(([key, said]) => [key, readable(said)]));
  const byPosition = {
    losses: Array.from(result.losses),
    accuracies: Array.from(result.accuracies),
    entropy: Array.from(result.entropy),
  };
  return { ...cell, samples, metrics, last, ...(forced && { forced }), ...(curves && byPosition) };
}

/** What a model without a tokenizer says is token ids. @param {string | ArrayLike<number>} said */
const readable = (said) => (typeof said === 'string' ? said : Array.from(said).join(' '));
