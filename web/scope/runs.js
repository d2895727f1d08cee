/** Runs of the model for a scope's columns, as often as a column, the text, the layer or the head changes. */
import { effect } from '@preact/signals-core';
import { patientProgress } from './patience.js';
import { Runner } from './runner.js';

/**
 * @typedef {import('./state.js').ScopeState} ScopeState
 * @typedef {import('./state.js').Run} Run
 */

/** @type {Run} */
export const emptyRun = { map: null, losses: new Float32Array(), heads: [], done: 0, error: null };

/**
 * @param {ScopeState} scope
 * @param {import('./weights.js').Weights} weights
 * @returns {() => void} ends it
 */
export function watchRuns(scope, weights) {
  const runner = new Runner(weights.model);
  let lost = false; // the weights themselves: the scope says so, once for all columns
  weights.model.catch(() => {
    lost = true;
  });
  const blame = (/** @type {Error} */ error) => (lost ? null : scope.blame(error));
  const end = effect(() => run(scope, runner, blame));
  return () => {
    end();
    runner.stop();
  };
}

/**
 * @param {ScopeState} scope
 * @param {Runner} runner
 * @param {(error: Error) => import('./failure.js').Failure | null} blame
 */
function run(scope, runner, blame) {
  const columns = scope.methods.value;
  const jobs = scope.specs.value.map((method, slot) => ({ slot, method, force: columns[slot]?.force === true }));
  const query = { input: scope.input.value, ...scope.focus.value };
  if (query.input.length < 2) {
    runner.stop();
    const error = { code: 'unsupported_text', reason: 'textTooShort', path: 'text', args: { least: 2 }, message: '' };
    scope.runs.value = jobs.map(() => ({ ...emptyRun, done: 1, error }));
    return;
  }
  const before = scope.runs.peek();
  const fits = (/** @type {Run | undefined} */ old) => old?.map && old.losses.length === query.input.length - 1;
  scope.runs.value = jobs.map((_, slot) => {
    const old = before[slot];
    return old && fits(old) ? { ...old, error: null, done: 0 } : { ...emptyRun };
  });
  performance.mark('ropescope:asked');
  const { maps, change } = arrivals(scope, jobs.length);
  void runner.run(jobs, query, {
    onMap: (slot, map) => change(slot, { map }),
    onView: (slot, { complete, ...view }) => change(slot, { ...view, done: complete ? 1 : 0 }),
    onProgress: patientProgress((slot, done) => progress(scope, slot, { done })),
    onError: (slot, error) => change(slot, { ...emptyRun, done: 1, error: blame(error) }),
  });
  if (scope.loaded.peek() === 1) scope.patience.expectMaps(maps);
}

/**
 * Writes what comes, and says when something has come for every slot.
 * @param {ScopeState} scope
 * @param {number} count
 */
function arrivals(scope, count) {
  const missing = new Set(Array.from({ length: count }, (_, slot) => slot));
  /** @type {() => void} */
  let resolve = () => {};
  const maps = new Promise((/** @type {(value: void) => void} */ done) => {
    resolve = done;
  });
  const change = (/** @type {number} */ slot, /** @type {Partial<Run>} */ change) => {
    progress(scope, slot, change);
    missing.delete(slot);
    if (missing.size === 0) resolve();
  };
  return { maps, change };
}

/**
 * @param {ScopeState} scope
 * @param {number} slot
 * @param {Partial<Run>} change
 */
function progress(scope, slot, change) {
  scope.runs.value = scope.runs.value.map((run, i) => (i === slot ? { ...run, ...change } : run));
}
