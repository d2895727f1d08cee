/** What an evaluation prints: a table for people, CSV and JSON for programs. */

import { table } from './table.js';

/**
 * @typedef {import('../lib/evaluate.js').Cell} Cell
 * @typedef {import('../lib/evaluate.js').Metric} Metric
 * @typedef {import('../lib/evaluate.js').TaskInfo} TaskInfo
 */

const shares = ['accuracy', 'exact_match'];

/**
 * @param {Metric} metric
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
  const asked = tasks.filter(({ id }) => cells.some(({ task }) => task === id));
  return asked.map((task) => task.metrics.map((metric) => section(cells, task, metric)).join('\n')).join('\n');
}

/**
 * @param {Cell[]} all
 * @param {TaskInfo} task
 * @param {Metric} metric
 */
function section(all, task, metric) {
  const cells = all.filter((cell) => cell.task === task.id);
  const params = unique(cells.map((cell) => JSON.stringify(cell.params)));
  const lengths = unique(cells.map(({ length }) => length)).sort((a, b) => a - b);
  const number = (/** @type {string} */ line, /** @type {number} */ length, /** @type {string} */ param) => {
    const found = cells.find(
      (cell) => cell.line === line && cell.length === length && JSON.stringify(cell.params) === param,
    );
    const mean = found?.result?.metrics[metric]?.mean;
    return mean === undefined ? '-' : shown(metric, mean);
  };
  const rows = unique(cells.map(({ line }) => line)).map((line) => [
    line,
    ...lengths.map((length) => params.map((param) => number(line, length, param)).join(' ')),
  ]);
  const by = params[0] === '{}' ? '' : ` by ${params.map((param) => param.replace(/[{}"]/g, '')).join(', ')}`;
  return `${task.id}, ${metric}${by}:\n${table([['', ...lengths.map((length) => `${length}`)], ...rows])}`;
}

/** @param {Cell[]} cells */
export function csvOf(cells) {
  const head = 'line,methods,task,params,length,samples,metric,mean,spread\n';
  const quoted = (/** @type {unknown} */ value) => `"${JSON.stringify(value).replaceAll('"', '""')}"`;
  const lines = cells.flatMap(({ line, methods, task, params, length, result }) =>
    Object.entries(result?.metrics ?? {}).map(([metric, { mean, spread }]) =>
      [line, quoted(methods), task, quoted(params), length, result?.samples, metric, mean, spread].join(','),
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
  const { samples, metrics, last, forced } = result;
  const byPosition = {
    losses: Array.from(result.losses),
    accuracies: Array.from(result.accuracies),
    entropy: Array.from(result.entropy),
  };
  return { ...cell, samples, metrics, last, ...(forced && { forced }), ...(curves && byPosition) };
}
