/**
 * Runs of the model for a scope's columns, as often as a column, the text, the layer or the head changes. While a hand moves,
 * a pass is let to its maps and what came meanwhile waits, of which the latest is run next; what a hand at rest asks for follows the
 * maps of its last value. Else a change ends what is under way.
 */
import { effect } from '@preact/signals-core';
import { emptyRun } from './empty-run.js';
import { patientProgress } from './patience.js';
import { Runner } from './runner.js';

/**
 * @typedef {import('./state.js').ScopeState} ScopeState
 * @typedef {import('./state.js').Run} Run
 * @typedef {ReturnType<typeof asked>} Asked
 */

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
  const next = latest((/** @type {Asked} */ each) => run(scope, runner, each, blame));
  const end = effect(() => next(asked(scope)));
  return () => {
    end();
    runner.stop();
  };
}

const firstAsked = 'ropescope:asked'; // the browser keeps every mark, so there is one

/** @param {ScopeState} scope */
function asked(scope) {
  const columns = scope.methods.value;
  const jobs = scope.specs.value.map((method, slot) => ({
    slot,
    method,
    force: columns[slot]?.force === true,
    extends: scope.extending.value[slot] === true,
  }));
  const query = { input: scope.input.value, ...scope.focus.value, moving: scope.moving.value };
  return { jobs, query, text: scope.text.value };
}

/**
 * @param {(each: Asked) => Promise<void>} start  resolves when the maps are there
 * @returns {(each: Asked) => void}
 */
function latest(start) {
  /** @type {Asked | null} */
  let running = null;
  /** @type {Asked | null} */
  let waiting = null;
  /** @type {Asked | null} what the hand asks for that has come to rest, of the last value */
  let last = null;
  function begin(/** @type {Asked} */ each) {
    running = each;
    waiting = null;
    if (each === last) last = null;
    void start(each).then(() => {
      if (running !== each || !each.query.moving) return;
      running = null;
      const next = waiting ?? last;
      if (next) begin(next);
    });
  }
  return (each) => {
    if (each.query.moving) last = null;
    if (!running?.query.moving) begin(each);
    else if (!each.query.moving && isSame(waiting ?? running, each)) last = each;
    else waiting = each;
  };
}

/** What of the text is asked for, hand or no hand. @param {Asked} each */
const partOf = ({ jobs, query: { layer, head } }) => JSON.stringify([jobs, layer, head]);

/** @param {Asked} one @param {Asked} other */
const isSame = (one, other) => one.text === other.text && partOf(one) === partOf(other);

/**
 * @param {ScopeState} scope
 * @param {Runner} runner
 * @param {Asked} asked
 * @param {(error: Error) => import('./failure.js').Failure | null} blame
 */
async function run(scope, runner, { jobs, query, text }, blame) {
  if (query.input.length < 2) {
    runner.stop();
    const error = { code: 'unsupported_text', reason: 'textTooShort', path: 'text', args: { least: 2 }, message: '' };
    scope.runs.value = jobs.map(() => ({ ...emptyRun, done: 1, error }));
    return;
  }
  const before = scope.runs.peek();
  scope.runs.value = jobs.map((_, slot) => until(before[slot] ?? emptyRun, text));
  if (!performance.getEntriesByName(firstAsked).length) performance.mark(firstAsked);
  const { maps, change } = arrivals(scope, jobs.length);
  void runner.run(jobs, query, {
    onMap: (slot, map) => {
      const isNews = map !== scope.runs.peek()[slot]?.map; // a run at rest has more to come, which is drawn with it
      if (query.moving || isNews) change(slot, { map, text });
    },
    onView: (slot, { complete, ...view }) => change(slot, { ...view, text, done: complete ? 1 : 0 }),
    onProgress: patientProgress((slot, done) => progress(scope, slot, { done })),
    onError: (slot, error) => change(slot, { ...emptyRun, done: 1, error: blame(error) }),
  });
  if (scope.loaded.peek() === 1) scope.patience.expectMaps(maps);
  return maps;
}

/**
 * What stands of a run until the next one of this text has come: all of it, or the picture of another text.
 * @param {Run} old
 * @param {string | string[]} text
 * @returns {Run}
 */
function until(old, text) {
  const { map } = old;
  if (map && old.text.length === text.length) return { ...old, error: null, done: 0 };
  return { ...emptyRun, last: map ? { map, text: old.text } : old.last };
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
