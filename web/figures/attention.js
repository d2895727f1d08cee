/** The weights of one head: what each query gives to each key. */
import { emptyRun } from '../scope/runs.js';

/**
 * @typedef {object} Attention
 * @property {string} name
 * @property {number} slot
 * @property {import('../lib/types.js').AttentionMap | null} map
 * @property {import('../lib/types.js').AttentionMap[]} heads  every head of the model, small
 * @property {number} done    0..1
 * @property {import('../scope/failure.js').Failure | null} error
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Attention[]}
 */
export const ask = (scope, { slot: only } = {}) =>
  scope.names.value.flatMap((name, slot) => {
    const { map, heads, done, error } = scope.runs.value[slot] ?? emptyRun;
    return (only ?? slot) === slot ? [{ name, slot, map, heads, done: error ? 1 : done, error }] : [];
  });
