/**
 * Runs cells of an evaluation on a pool of workers of its own, so that the figures of the page never wait behind them. It
 * keeps a queue instead of calling `evaluate` of the library, because the visitor may change what is wanted while it
 * runs: cells no longer wanted stop, new ones join, what is known is kept.
 */

import { costOf } from '../lib/evaluate.js';
import { textScores } from '../lib/text-scores.js';
import { mostThreads } from './engine.js';
import { progressOf, timeLeft } from './evaluation-cells.js';
import { failureOf } from './failure.js';
import { fetchFile, fetchText } from './files.js';

/**
 * @typedef {import('./evaluation-cells.js').PanelCell} PanelCell
 * @typedef {import('./failure.js').Failure} Failure
 * @typedef {import('../lib/evaluate.js').CellResult} CellResult
 * @typedef {Pick<import('./weights.js').Weights, 'engine' | 'source'>} Source
 * @typedef {{ workers: number, threads: number }} Pool  threads: of each worker
 * @typedef {Pool & { model: import('../lib/types.js').Model, dispose: () => Promise<void> }} Opened
 * @typedef {{ cells: PanelCell[], samples: number, seed: number, text: string | Int32Array }} Wanted
 */

const mostWorkers = 4; // each holds the weights; more than that heats a laptop for little

/** One core is left to the page. @param {number} [cores] */
export const workersFor = (cores = 2) => Math.max(1, Math.min(cores - 1, mostWorkers));

const mostHeld = 3e9; // bytes of a visitor's own model in all workers

/**
 * What a run takes, before it begins. Workers share cells, and each holds the weights; where the page may have threads, a visitor's
 * own model, which may be large, is held once and all of them run it. Ours are small: in a pass is little to share.
 * @param {Source['source']} source
 * @param {number} [cores]
 * @param {number} [threads]
 * @returns {Pool & { bytes: number }}  bytes: of a visitor's own model
 */
export function needsOf({ picked }, cores = globalThis.navigator?.hardwareConcurrency, threads = mostThreads()) {
  const workers = workersFor(cores);
  if (!picked) return { workers, threads: 1, bytes: 0 };
  const { disk, memory } = picked.facts;
  const held = threads > 1 ? 1 : Math.max(1, Math.min(workers, Math.floor(mostHeld / memory.loading)));
  return { workers: held, threads, bytes: disk + held * memory.kept };
}

/**
 * @param {Source} source
 * @returns {Promise<Opened>}
 */
export async function openPool({ engine, source }) {
  const { workers, threads } = needsOf(source);
  const load = await loaderOf(source);
  const pool = await engine.fork({ workers, threads });
  return { model: await load(pool), workers, threads, dispose: () => pool.dispose() };
}

/**
 * @param {Source['source']} source
 * @returns {Promise<(pool: import('../lib/types.js').Engine) => Promise<import('../lib/types.js').Model>>}
 */
async function loaderOf({ picked, ...source }) {
  if (picked) return (pool) => picked.load(pool, { reads: true });
  const [config, weights, tokenizer] = await Promise.all([
    fetchText(source.config),
    fetchFile(source.weights),
    source.tokenizer && fetchText(source.tokenizer),
  ]);
  return (pool) => pool.loadModel({ config, weights, ...(tokenizer && { tokenizer }) });
}

/** Failures of one choice of methods that say nothing about the others. */
const tolerated = ['slot_conflict', 'wrong_weights', 'invalid_argument'];

export class EvaluationRun {
  /**
   * @param {() => Promise<Opened>} open  called by the first run
   * @param {() => void} onChange
   */
  constructor(open, onChange) {
    this.open = open;
    this.onChange = onChange;
    /** @type {Map<string, CellResult>} */
    this.live = new Map();
    /** @type {Map<string, Failure>} */
    this.failed = new Map();
    /** @type {Failure | null} */
    this.error = null;
    /** @type {'idle' | 'opening' | 'running'} */
    this.state = 'idle';
    /** @type {Wanted} */
    this.wanted = { cells: [], samples: 1, seed: 0, text: '' };
    /** @type {Map<string, AbortController>} */
    this.busy = new Map();
    /** @type {Promise<Opened> | undefined} */
    this.opening = undefined;
    /** @type {Opened | undefined} */
    this.pool = undefined;
    /** @type {string[]} keys of single cells that were asked for, before all others */
    this.urgent = [];
    this.all = false;
    this.since = { spent: 0, at: 0 };
  }

  /** @param {Wanted} wanted */
  want(wanted) {
    const before = this.wanted;
    this.wanted = wanted;
    if (before.seed !== wanted.seed || before.text !== wanted.text) {
      this.end();
      this.live.clear();
    }
    const keys = new Set(wanted.cells.map(({ key }) => key));
    for (const [key, stop] of this.busy) if (!keys.has(key)) stop.abort();
    if (this.state !== 'running') return;
    this.mark();
    this.fill();
  }

  /** @param {string} [only]  key of a single cell */
  async start(only) {
    if (only === undefined) this.all = true;
    else this.urgent.push(only);
    if (this.state !== 'idle') {
      this.fill();
      return;
    }
    this.error = null;
    this.failed.clear();
    this.state = 'opening';
    this.onChange();
    try {
      this.opening ??= this.open();
      this.pool = await this.opening;
      if (this.state !== 'opening') return; // cancelled meanwhile
      this.state = 'running';
      this.mark();
      this.fill();
    } catch (error) {
      this.giveUp(error);
    }
    this.onChange();
  }

  /** What is done stays. */
  cancel() {
    this.end();
  }

  /** @param {unknown} [error] */
  end(error) {
    if (error !== undefined) this.error = failureOf(error);
    this.state = 'idle';
    this.all = false;
    this.urgent = [];
    for (const stop of this.busy.values()) stop.abort();
    this.onChange();
  }

  /** What broke is not asked again: the next run opens workers of its own. @param {unknown} error */
  giveUp(error) {
    this.end(error);
    void this.close();
  }

  async dispose() {
    this.end();
    await this.close();
  }

  async close() {
    const { opening } = this;
    this.opening = undefined;
    this.pool = undefined;
    await opening?.then((pool) => pool.dispose()).catch(() => {}); // what never opened needs no end
  }

  /** The estimate counts from here. */
  mark() {
    this.since = { spent: this.progress().spent, at: performance.now() };
  }

  progress() {
    const { live, failed, wanted } = this;
    const progress = progressOf(wanted.cells, { samples: wanted.samples, live, failed, costOf });
    const seconds = (performance.now() - this.since.at) / 1000;
    return { ...progress, left: timeLeft(progress, { spent: this.since.spent, seconds }) };
  }

  /** @param {PanelCell} cell */
  isDone({ key }) {
    return this.failed.has(key) || (this.live.get(key)?.samples ?? 0) >= this.wanted.samples;
  }

  next() {
    const open = this.wanted.cells.filter((cell) => !this.isDone(cell) && !this.busy.has(cell.key));
    this.urgent = this.urgent.filter((key) => open.some((cell) => cell.key === key));
    return open.find(({ key }) => key === this.urgent[0]) ?? (this.all ? open[0] : undefined);
  }

  /** Gives every free worker a cell. */
  fill() {
    const { pool } = this;
    if (this.state !== 'running' || !pool) return;
    while (this.busy.size < pool.workers) {
      const cell = this.next();
      if (!cell) break;
      void this.runCell(cell, pool.model);
    }
    if (this.busy.size === 0) this.end();
  }

  /**
   * @param {PanelCell} cell
   * @param {import('../lib/types.js').Model} model
   */
  async runCell({ key, methods: method, force, task, params, length }, model) {
    const stop = new AbortController();
    this.busy.set(key, stop);
    const { samples, seed, text } = this.wanted;
    const listen = textScores(task);
    const onSample = (/** @type {CellResult} */ given) => {
      const result = isSaid(given)
        ? { ...given, metrics: { ...given.metrics, ...listen(given) } }
        : { ...given, last: idsOf(given.last) };
      if ((this.live.get(key)?.samples ?? 0) < result.samples) this.live.set(key, result);
      this.onChange();
    };
    try {
      const given = { ...params, task, length, samples, text, seed, force };
      const chosen = method.length > 0 && { method: toSpecs(method) }; // else the model's own
      await model.evaluate({ ...given, ...chosen, signal: stop.signal, onSample });
    } catch (error) {
      const failure = failureOf(error);
      if (tolerated.includes(failure.code)) this.failed.set(key, failure);
      else if (!stop.signal.aborted) this.giveUp(error);
    }
    this.busy.delete(key);
    this.fill();
    this.onChange();
  }
}

/** Whether a sample is text: that of a model without a tokenizer is token ids. @param {CellResult} result */
const isSaid = ({ last }) => typeof last.expected === 'string';

/** @param {CellResult['last']} last  of token ids */
const idsOf = ({ prompt, expected, answer }) => ({
  prompt: [...prompt].join(' '),
  expected: [...expected].join(' '),
  answer: [...answer].join(' '),
  isIds: true,
});

/** @param {import('./evaluation-cells.js').Method[]} methods */
const toSpecs = (methods) => /** @type {import('../lib/types.js').MethodSpec[]} */ (methods);
