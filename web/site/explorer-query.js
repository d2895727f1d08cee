/** What the explorer is asked for beside what every scope is: how maps and curves are drawn, and the evaluation. */
import { elementCodec, viewTable } from '../elements/query.js';
import { createCodec, scopeTable } from '../scope/query.js';
import { choice } from '../scope/query-types.js';
import tuned from '../scope/tuned.json' with { type: 'json' };
import { languages } from '../words/words.js';
import exampleConfig from './example-config.json' with { type: 'json' };

/**
 * @typedef {import('../scope/query.js').ScopeQuery & import('../elements/query.js').View & Page} ExplorerQuery
 *
 * @typedef {object} Page
 * @property {string} theme  '' = the system's
 * @property {string} lang   '' = the browser's
 */

export const example = JSON.stringify(exampleConfig, null, 2);
/** The method that a new column begins with. */
export const addedMethod = tuned.added;

const defaults = /** @type {ExplorerQuery} */ ({ ...elementCodec.defaults, theme: '', lang: '' });

/** @type {import('../scope/query.js').QueryTable} */
export const pageTable = {
  ...viewTable,
  theme: { key: 'theme', type: choice(['light', 'dark']) },
  lang: { key: 'lang', type: choice(languages.map(({ id }) => id)) },
};

/** @param {string[]} models  names of all weights */
export const explorerCodec = (models) => createCodec({ ...scopeTable(models), ...pageTable }, defaults);
