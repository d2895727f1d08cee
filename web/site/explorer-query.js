/** What the explorer is asked for beside what every scope is: how maps and curves are drawn, and the evaluation. */
import { elementCodec, viewTable } from '../elements/query.js';
import { createCodec, scopeTable } from '../scope/query.js';
import tuned from '../scope/tuned.json' with { type: 'json' };
import { frameTable } from './frame-state.js';

/**
 * @typedef {import('../scope/query.js').ScopeQuery & import('../elements/query.js').View
 *   & import('./frame-state.js').FrameState} ExplorerQuery
 */

/** The method that a new column begins with. */
export const addedMethod = tuned.added;

const defaults = /** @type {ExplorerQuery} */ ({ ...elementCodec.defaults, theme: '', lang: '' });

/** @type {import('../scope/query.js').QueryTable} */
export const pageTable = { ...viewTable, ...frameTable };

/** @param {string[]} models  names of all weights */
export const explorerCodec = (models) => createCodec({ ...scopeTable(models), ...pageTable }, defaults);
