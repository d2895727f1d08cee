/**
 * Evaluations: every choice of methods at every length on every task, cell by cell, on all workers of the engine.
 * What a cell does is C++ (cpp/eval); here is which cells there are, in which order, and what is known of them so far.
 */

import { callback, corpusOf, integer, signalOf } from './check.js';
import { RopescopeError, toPlainError } from './errors.js';
import { cellsOf } from './evaluation-grid.js';
import { optionsOf } from './options.js';

/**
 * @typedef {import('./types.js').MethodSpec} MethodSpec
 * @typedef {import('./length-rules.js').LengthRules} LengthRules
 * @typedef {import('./errors.js').PlainError} PlainError
 *
 * @typedef {'loss' | 'accuracy' | 'exact_match' | 'entropy'} Metric  what a task measures: nats per token, shares from 0 to 1, nats
 *
 * @typedef {object} TaskInfo  a task that `evaluate` can ask of a model
 * @property {string} id
 * @property {string} name
 * @property {string} summary
 * @property {Metric[]} metrics          the first is the one to show first
 * @property {{ key: string, default: number, min: number, max: number, unit: string, doc: string }[]} params
 *
 * @typedef {object} CellResult          of the samples so far
 * @property {number} samples
 * @property {Partial<Record<Metric, { mean: number, spread: number }>>} metrics  spread: standard deviation over samples
 * @property {{ prompt: string, expected: string, answer: string }} last  answer: the most likely tokens, each given the
 *   right ones before it
 * @property {Float64Array} losses       [length - 1], nats of token t + 1 given 0..t, mean over samples
 * @property {Float64Array} accuracies   [length - 1]
 * @property {Float64Array} entropy      [length], nats by query; empty where the task does not measure it
 * @property {true} [forced]             the weights were trained with another method
 *
 * @typedef {object} CellOptions  of `model.evaluate`
 * @property {string} task
 * @property {number} length             tokens
 * @property {number} samples
 * @property {string | Int32Array} text  held out, or its tokens; a sample may take a quarter of it
 * @property {string} [symbols]          JSON: what passkeys are made of where the text is tokens; lib/symbols.js; a model
 *   without a tokenizer has tokens drawn at random
 * @property {MethodSpec[]} [method]     default: the model's own
 * @property {boolean} [force]
 * @property {number} [seed]
 * @property {number} [first]            index of the first sample
 * @property {number} [period]           of repeat, tokens
 * @property {number} [depth]            of passkey, 0..1
 * @property {AbortSignal} [signal]
 * @property {(result: CellResult) => void} [onSample]
 *
 * @typedef {object} Line                one choice of methods, a row of a table
 * @property {string} name
 * @property {MethodSpec[]} methods      [] = the model's own
 * @property {boolean} [force]
 *
 * @typedef {object} TaskChoice          a task, or its id; lists of parameters make a cell for each value
 * @property {string} task
 * @property {Record<string, number[]>} [params]
 * @property {number} [samples]          instead of the evaluation's
 *
 * @typedef {object} EvaluateOptions  of `engine.evaluate`
 * @property {Line[]} lines
 * @property {number[]} lengths          tokens
 * @property {(string | TaskChoice)[]} tasks
 * @property {string | Int32Array} text  held out, or its tokens: all that a model without a tokenizer can read
 * @property {number | ((length: number) => number)} [samples]  default 8
 * @property {number} [seed]             default 0
 * @property {LengthRules} [rules]       parameters that follow the length, where a line does not give them
 * @property {AbortSignal} [signal]      stops; what is done is the result
 * @property {(cell: Cell, progress: EvaluateProgress) => void} [onCell]  after each sample and each failure
 *
 * @typedef {object} Cell  one line at one length on one task
 * @property {string} line               name of its line
 * @property {Required<MethodSpec>[]} methods  as they ran at this length; [] = the model's own
 * @property {boolean} force
 * @property {string} task
 * @property {Record<string, number>} params  of the task
 * @property {number} length
 * @property {number} wanted             samples
 * @property {CellResult | null} result  of those done; null = none
 * @property {PlainError | null} error   why it could not run: methods that exclude each other, other weights
 *
 * @typedef {{ done: number, total: number, eta: number }} EvaluateProgress  shares of the work, and seconds that are left
 *
 * @typedef {{ cells: Cell[], complete: boolean }} Evaluation  what `engine.evaluate` answers; complete: nothing stopped it
 */

const largestSeed = Number.MAX_SAFE_INTEGER;
const even = 2000; // tokens at which attention takes as long as all the rest of a model of 4 layers of 128 channels

/** @param {number} length  what a sample costs, in arbitrary units */
export const costOf = (length) => length * (1 + length / even);

const evaluateOptions = /** @type {const} */ ([
  ...['lines', 'lengths', 'tasks', 'text', 'samples', 'seed', 'rules'],
  ...['signal', 'onCell'],
]);

/**
 * Failures of one line that say nothing about the others.
 * @param {unknown} error
 * @returns {error is RopescopeError}
 */
const isTolerated = (error) =>
  error instanceof RopescopeError && ['slot_conflict', 'wrong_weights', 'invalid_argument'].includes(error.code);

/**
 * @param {import('./types.js').Model} model
 * @param {EvaluateOptions} options
 * @param {{ tasks: TaskInfo[], workers: number }} engine
 * @returns {Promise<Evaluation>}
 */
export async function evaluate(model, options, { tasks, workers }) {
  const { seed = 0, onCell, ...given } = optionsOf('evaluate', options, evaluateOptions);
  const { text: corpus, signal: caller, ...grid } = given;
  const text = corpusOf(corpus);
  integer('seed', seed, 0, largestSeed);
  callback('onCell', onCell);
  const signal = signalOf(caller);
  const jobs = cellsOf(grid, tasks, model.info.rope.original_max_position_embeddings);
  const queue = [...jobs].sort((a, b) => a.length - b.length); // short ones first: there is something to see at once
  const report = progressOf(jobs);
  // beside the caller's signal, so that a failure of one worker's cell stops the others
  const stop = new AbortController();
  const onAbort = () => stop.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });

  const runCell = async (/** @type {Cell} */ cell) => {
    const { methods: method, force, task, params, length, wanted: samples } = cell;
    const onSample = (/** @type {CellResult} */ result) => {
      cell.result = result;
      onCell?.(cell, report(cell));
    };
    const given = { ...(method.length > 0 && { method }), ...params, task, length, samples, text, seed, force };
    await model.evaluate({ ...given, signal: stop.signal, onSample });
  };
  const worker = async () => {
    for (let cell = queue.shift(); cell && !stop.signal.aborted; cell = queue.shift()) {
      await runCell(cell).catch((error) => {
        if (stop.signal.aborted) return;
        if (!isTolerated(error)) throw error;
        cell.error = toPlainError(error);
        onCell?.(cell, report(cell));
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, worker));
  } catch (error) {
    stop.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
  const reached = jobs.filter(({ result, error }) => result || error);
  return { cells: reached, complete: jobs.every(isDone) };
}

/** @param {Cell} cell */
const isDone = ({ result, error, wanted }) => error !== null || result?.samples === wanted;

/**
 * Done and left are counted in what samples cost, so that the estimate holds from short texts to long ones.
 * @param {Cell[]} cells
 */
function progressOf(cells) {
  const began = performance.now();
  const total = cells.reduce((sum, { wanted, length }) => sum + wanted * costOf(length), 0);
  /** @type {Map<Cell, number>} */
  const spent = new Map();
  let done = 0;
  return (/** @type {Cell} */ cell) => {
    const share = (isDone(cell) ? cell.wanted : (cell.result?.samples ?? 0)) * costOf(cell.length);
    done += share - (spent.get(cell) ?? 0);
    spent.set(cell, share);
    const seconds = (performance.now() - began) / 1000;
    return { done: done / total, total: cells.length, eta: seconds * (total / done - 1) };
  };
}
