/**
 * The results file of lm-evaluation-harness (`--output_path`) as cells of an evaluation: `results` has the numbers of each
 * task, `configs` what `ropescope tasks` wrote into its metadata.
 */

import { RopescopeError } from '../lib/index.node.js';
import { readText } from './arguments.js';

/**
 * @typedef {import('../lib/evaluate.js').Cell} Cell
 * @typedef {{ task: string, params: Record<string, number>, length: number }} Told  of a task's metadata
 */

/** The harness's name of a metric (its filter is "none"), and ours. @type {Record<string, Record<string, string>>} */
const metrics = {
  text: { 'bits_per_byte,none': 'whole_bits_per_byte' },
  repeat: { 'acc,none': 'exact_match' },
  passkey: { 'acc,none': 'exact_match' },
};

/**
 * @param {string} path
 * @param {string} missing
 */
const refuse = (path, missing) =>
  new RopescopeError('invalid_json', `${path} must be a results file of lm-eval (--output_path): ${missing}`);

/**
 * @param {string} path
 * @returns {Promise<{ cells: Cell[], unknown: string[] }>}  unknown: tasks that are none of ours
 */
export async function importedFrom(path) {
  const file = parsed(path, await readText(path));
  const { results, configs } = file;
  if (!isObject(results)) throw refuse(path, 'it has no "results"');
  if (!isObject(configs)) throw refuse(path, 'it has no "configs", which tell the tasks apart');
  const lists = Object.entries(isObject(file.group_subtasks) ? file.group_subtasks : {});
  const groups = lists.filter(([, tasks]) => tasks?.length > 0).map(([name]) => name); // a task of its own has none
  const names = Object.keys(results).filter((name) => !groups.includes(name));
  const line = `${file.model_name || file.config?.model || 'a model'} (lm-eval)`;
  const unknown = names.filter((name) => !isTold(configs[name]?.metadata?.ropescope));
  const known = names.filter((name) => !unknown.includes(name));
  if (known.length === 0) throw refuse(path, `none of its tasks (${names.join(', ')}) is one of \`ropescope tasks\``);
  return { unknown, cells: known.map((name) => cellOf(path, line, { name, file })) };
}

/** @param {string} path @param {string} text @returns {any} */
function parsed(path, text) {
  try {
    return Object(JSON.parse(text));
  } catch (error) {
    throw refuse(path, /** @type {Error} */ (error).message);
  }
}

/** @param {unknown} value */
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** @param {any} told @returns {told is Told} */
const isTold = (told) =>
  Object.hasOwn(metrics, told?.task) &&
  Number.isSafeInteger(told.length) &&
  isObject(told.params) &&
  Object.values(told.params).every((value) => Number.isFinite(value));

/**
 * @param {string} path
 * @param {string} line
 * @param {{ name: string, file: any }} of
 * @returns {Cell}
 */
function cellOf(path, line, { name, file }) {
  const { task, params, length } = /** @type {Told} */ (file.configs[name].metadata.ropescope);
  const scores = file.results[name];
  const samples = Number(file['n-samples']?.[name]?.effective ?? scores?.sample_len);
  if (!(samples > 0)) throw refuse(path, `it does not say how many samples ${name} has`);
  const read = Object.entries(metrics[task] ?? {}).map(([theirs, ours]) => {
    const mean = scores?.[theirs];
    if (!Number.isFinite(mean)) throw refuse(path, `"${theirs}" of ${name} is not a number`);
    const error = scores[theirs.replace(',', '_stderr,')]; // of the mean, with n - 1
    const spread = Number.isFinite(error) ? error * Math.sqrt(samples - 1) : Number.NaN;
    return [ours, { mean, spread }];
  });
  const result = {
    samples,
    metrics: Object.fromEntries(read),
    last: { prompt: '', expected: '', answer: '' },
    losses: new Float64Array(0),
    accuracies: new Float64Array(0),
    entropy: new Float64Array(0),
  };
  return { line, methods: [], force: false, task, params, length, wanted: samples, result, error: null };
}
