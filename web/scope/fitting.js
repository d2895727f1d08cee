/** Which columns stand beside the weights that were chosen. */
import { batch } from '@preact/signals-core';
import { columnOf, followedOf, isFollowing, partsOf, tunedValues } from './methods.js';
import { pinnedOf } from './pinning.js';
import tuned from './tuned.json' with { type: 'json' };

/**
 * @typedef {import('./methods.js').Column} Column
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 */

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The weights' own methods as a column: with the parameters that would be others if they were left to the page.
 * @param {import('../lib/types.js').MethodSpec[]} own
 * @param {(id: string) => Record<string, unknown>} left  what the page would take
 */
export const ownColumn = (own, left) =>
  columnOf(
    own.map(({ id, params = {} }) => {
      const taken = left(id);
      return {
        id,
        params: Object.fromEntries(Object.entries(params).filter(([key, value]) => !same(value, taken[key]))),
      };
    }),
  );

/**
 * Columns that run on the weights stay. The others, and the last weights' own method, become the weights' own; where that
 * leaves nothing to compare it with, `otherwise` says what stands there.
 * @param {Column[]} columns
 * @param {{ own: Column, before: Column, runs: (column: Column) => Promise<boolean>, otherwise: () => Promise<Column[]> }} weights
 *   before: the last weights' own
 */
export async function columnsFor(columns, { own, before, runs, otherwise }) {
  const fitting = await Promise.all(
    columns.map(async ({ force: _, ...column }) => (same(column, before) || !(await runs(column)) ? own : column)),
  );
  const kept = fitting.filter((column, i) => fitting.findIndex((other) => same(other, column)) === i);
  return kept.length < 2 ? otherwise() : kept;
}

/**
 * The weights' own method, and beside it the same with another that joins it, if that runs.
 * @param {Column} own
 * @param {string} id  of the other
 * @param {(column: Column) => Promise<boolean>} runs
 */
export async function ownBeside(own, id, runs) {
  const joined = columnOf([...partsOf(own), { id, params: {} }]);
  return joined && (await runs(joined)) ? [own, joined] : [own];
}

const { beside } = tuned; // what joins the own method of weights on which nothing else runs

/**
 * Keeps what a scope shows in step with its weights: their columns, and a layer, head and methods that exist.
 * @param {import('./state.js').ScopeState} scope
 */
export function createFitter(scope) {
  const { defaults } = scope.codec;
  /** @type {Column} what stands first is the own method of the weights that the scope starts with */
  const firstOwn = defaults.methods[0] ?? { id: '', params: {} };
  let lastOwn = firstOwn; // of the weights that the columns were chosen for
  /** The columns that each model was last shown with. */
  const shownWith = new Map([[defaults.model, defaults.methods]]);

  /** The parameters of a method that the visitor left alone; what follows the length is no fixed value. */
  function leftAlone(/** @type {string} */ id) {
    const info = scope.infoOf(id);
    const fixed = info?.params.map(({ key, default: value }) => [key, value]) ?? [];
    const following = isFollowing({ id, params: {} }, info) ? { [followedOf(info)]: undefined } : {};
    return { ...Object.fromEntries(fixed), ...tunedValues[id], ...following };
  }

  /**
   * @param {import('./weights.js').Weights} weights
   * @param {AbortSignal} signal
   */
  async function fit(weights, signal) {
    mend(scope, weights);
    const own = ownColumn(weights.own, leftAlone);
    if (!own || scope.fitted.peek()) {
      lastOwn = own ?? lastOwn;
      return;
    }
    const wanted = weights.trainedPlan.trainedAs.join();
    const runs = (/** @type {Column} */ column) =>
      weights.plan(scope.specsOf(column), { seqLen: weights.seen }).then(
        ({ trainedAs }) => trainedAs.join() === wanted,
        () => false,
      );
    const { model, methods } = scope.query.peek();
    const otherwise = async () => shownWith.get(model) ?? ownBeside(own, beside, runs);
    const fitting = await columnsFor(methods, { own, before: lastOwn, runs, otherwise });
    if (signal.aborted || scope.fitted.peek()) return;
    lastOwn = own;
    batch(() => {
      scope.set({ methods: fitting, pin: -1 });
      scope.fitted.value = true;
    });
  }

  return {
    fit,
    /** The columns that stand now come back with these weights. */
    remember() {
      const { model, methods } = scope.query.peek();
      if (scope.fitted.peek() && !scope.weights.peek()?.source.picked) shownWith.set(model, methods);
    },
    /** The columns are those that the scope starts with. */
    forget() {
      lastOwn = firstOwn;
    },
  };
}

/**
 * Puts what exists in place of a layer, a head and methods that do not, and says so where the query itself asked for them.
 * @param {import('./state.js').ScopeState} scope
 * @param {import('./weights.js').Weights} weights
 */
function mend(scope, { shape, catalog, own }) {
  const query = scope.query.peek();
  const asked = scope.fitted.peek(); // else the query leaves it to the scope
  /** @type {import('./query.js').Problem[]} */
  const problems = [];
  const within = (/** @type {'layer' | 'head'} */ path, /** @type {number} */ count) => {
    const used = Math.min(query[path], count - 1);
    if (asked && used !== query[path])
      problems.push({ code: 'clamped', path, args: { given: query[path], most: count - 1, used } });
    return used;
  };
  const known = (/** @type {string} */ id) => catalog.some((info) => info.id === id);
  const used = own[0]?.id ?? '';
  const methods = query.methods.map((column) => {
    const unknown = partsOf(column).filter(({ id }) => !known(id));
    for (const { id } of unknown) problems.push({ code: 'unknownMethod', path: 'method', args: { given: id, used } });
    return unknown.length === 0
      ? column
      : (columnOf(partsOf(column).filter(({ id }) => known(id))) ?? { id: used, params: {} });
  });
  const { pin } = query;
  if (asked && pin >= methods.length)
    problems.push({ code: 'noColumn', path: 'pin', args: { given: pin, last: methods.length - 1 } });
  const kept = pinnedOf({ methods, pin });
  batch(() => {
    scope.set({ layer: within('layer', shape.layers), head: within('head', shape.heads), methods, pin: kept });
    if (problems.length > 0) scope.problems.value = [...scope.problems.peek(), ...problems];
  });
}
