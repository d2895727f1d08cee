/** The cells of an evaluation: which choice of methods, at which length, on which task. */

import { flag, integer, kind, listOf, mistake, text } from './check.js';
import { checkRules, methodsAtLength } from './length-rules.js';
import { optionsOf, plainProperties } from './options.js';

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_be_any_number: '{path} must be a number, got {given}',
  must_be_methods: '{path} must be a list of { id, params }, got {given}',
};

/**
 * @typedef {import('./evaluate.js').Cell} Cell
 * @typedef {import('./evaluate.js').Line} Line
 * @typedef {import('./evaluate.js').TaskChoice} TaskChoice
 * @typedef {import('./evaluate.js').TaskInfo} TaskInfo
 * @typedef {import('./evaluate.js').EvaluateOptions} EvaluateOptions
 * @typedef {Omit<TaskChoice, 'params'> & { params: Record<string, number[]> }} Task
 */

const defaultSamples = 8;
const maxSamples = 1e6;
const maxTokens = 65536; // of a session in C++

/**
 * Every cell, line by line.
 * @param {Partial<Pick<EvaluateOptions, 'lines' | 'lengths' | 'tasks' | 'samples' | 'rules'>>} grid
 * @param {TaskInfo[]} catalog
 * @param {number} trained  tokens
 * @returns {Cell[]}
 */
export function cellsOf({ samples = defaultSamples, ...grid }, catalog, trained) {
  const { lines, lengths, tasks, rules = {} } = plainProperties(grid);
  checkRules(rules);
  const rows = listOf('lines', lines).map(readLine);
  const asked = listOf('tasks', tasks).map((choice, i) => readTask(choice, `tasks[${i}]`, catalog));
  const columns = listOf('lengths', lengths).map((length, i) => integer(`lengths[${i}]`, length, 1, maxTokens));
  const samplesAt = (/** @type {number} */ length) =>
    integer('samples', typeof samples === 'function' ? samples(length) : samples, 1, maxSamples);
  return rows.flatMap(({ name, methods, force }) =>
    columns.flatMap((length) =>
      asked.flatMap((task) =>
        combinations(task.params).map((params) => ({
          line: name,
          methods: methodsAtLength(methods, rules, { length, trained }),
          force,
          task: task.task,
          params,
          length,
          wanted: task.samples ?? samplesAt(length),
          result: null,
          error: null,
        })),
      ),
    ),
  );
}

/**
 * @param {Line} line
 * @param {number} i
 * @returns {Required<Line>}
 */
function readLine(line, i) {
  const path = `lines[${i}]`;
  const { name, methods, force = false } = optionsOf('a line', line, ['name', 'methods', 'force'], path);
  if (!Array.isArray(methods) || !methods.every((spec) => kind(spec) === 'Object')) {
    throw mistake('must_be_methods', `${path}.methods`, methods, {}, sayings);
  }
  return { name: text(`${path}.name`, name), methods, force: flag(`${path}.force`, force) };
}

/**
 * @param {string | TaskChoice} choice
 * @param {string} path
 * @param {TaskInfo[]} catalog
 * @returns {Task}
 */
function readTask(choice, path, catalog) {
  const given = typeof choice === 'string' ? { task: choice } : choice;
  const { task, params = {}, samples } = optionsOf('a task', given, ['task', 'params', 'samples'], path);
  const info = catalog.find(({ id }) => id === task);
  if (!info) throw mistake('must_be_one_of', path, task, { choices: catalog.map(({ id }) => id) });
  const names = info.params.map(({ key }) => key);
  const lists = optionsOf(info.id, params, names, `${path}.params`);
  for (const [key, values] of Object.entries(lists)) {
    for (const value of listOf(`${path}.params.${key}`, values)) {
      if (typeof value !== 'number') throw mistake('must_be_any_number', `${path}.params.${key}`, value, {}, sayings);
    }
  }
  if (samples !== undefined) integer(`${path}.samples`, samples, 1, maxSamples);
  return {
    task: info.id,
    params: /** @type {Record<string, number[]>} */ (lists),
    ...(samples !== undefined && { samples }),
  };
}

/**
 * { a: [1, 2], b: [3] } is { a: 1, b: 3 } and { a: 2, b: 3 }.
 * @param {Record<string, number[]>} params
 * @returns {Record<string, number>[]}
 */
const combinations = (params) =>
  Object.entries(params).reduce(
    (made, [key, values]) => made.flatMap((each) => values.map((value) => ({ ...each, [key]: value }))),
    /** @type {Record<string, number>[]} */ ([{}]),
  );
