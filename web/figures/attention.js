/** The weights of one head: what each query gives to each key. */
import { emptyRun } from '../scope/empty-run.js';

/**
 * @typedef {object} Attention
 * @property {string} name
 * @property {number} slot
 * @property {import('../lib/types.js').AttentionMap | null} map   of this text; until it is there, of another one
 * @property {string | string[]} text  that it is of, an entry a token
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
    if ((only ?? slot) !== slot) return [];
    const run = scope.runs.value[slot] ?? emptyRun;
    const { heads, done, error } = run;
    const { map, text } = run.map ? run : (run.last ?? { map: null, text: scope.text.value });
    return [{ name, slot, map, text, heads, done: error ? 1 : done, error }];
  });
