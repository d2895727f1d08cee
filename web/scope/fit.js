/** The columns for other weights. */
import { columnOf, partsOf } from './columns.js';

/**
 * @typedef {import('./columns.js').Column} Column
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
