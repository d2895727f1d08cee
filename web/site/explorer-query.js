/** What the explorer is asked for beside what every scope is: how maps and curves are drawn, and the evaluation. */
import { sequentialMaps } from '../charts/colormap.js';
import { createCodec, lengths, scopeTable } from '../scope/query.js';
import { choice, integer, listOf, number } from '../scope/query-types.js';
import { languages } from '../words/words.js';
import defaultsFile from './defaults.json' with { type: 'json' };

/**
 * @typedef {import('../scope/query.js').ScopeQuery & View} ExplorerQuery
 *
 * @typedef {object} View
 * @property {number} gamma         colour = weight ^ gamma
 * @property {string} lut
 * @property {string} part          cos or sin
 * @property {string} decay         mean or bound
 * @property {string} theme         '' = the system's
 * @property {string} lang          '' = the browser's
 * @property {number[]} evalLengths of the evaluation, tokens, ascending
 * @property {string[]} evalTasks
 * @property {number} samples       of each cell of the evaluation
 * @property {number} period        of its repeated text, tokens
 */

export const evaluationTasks = ['text', 'repeat', 'passkey'];
const most = 8; // values of a list
const byTask = (/** @type {string} */ a, /** @type {string} */ b) =>
  evaluationTasks.indexOf(a) - evaluationTasks.indexOf(b);

const { exampleConfig, added, ...first } = defaultsFile;
export const example = JSON.stringify(exampleConfig, null, 2);
/** The method that a new column begins with. */
export const addedMethod = added;

/** @type {ExplorerQuery} */
export const defaults = {
  ...first,
  methods: first.methods.map(({ id }) => ({ id, params: {} })),
  typed: '',
  theme: '',
  lang: '',
};

/** @type {import('../scope/query.js').QueryTable} */
export const viewTable = {
  lut: { key: 'lut', type: choice(sequentialMaps) },
  part: { key: 'part', type: choice(['cos', 'sin']) },
  decay: { key: 'decay', type: choice(['mean', 'bound']) },
  theme: { key: 'theme', type: choice(['light', 'dark']) },
  lang: { key: 'lang', type: choice(languages.map(({ id }) => id)) },
  gamma: { key: 'gamma', type: number({ min: 0.1, max: 1 }) },
  samples: { key: 'samples', type: integer({ min: 1, max: 256 }) },
  period: { key: 'period', type: integer({ min: 1, max: lengths.max - 1 }) },
  lengths: { key: 'evalLengths', type: listOf(integer(lengths), { most, order: (a, b) => a - b }) },
  tasks: { key: 'evalTasks', type: listOf(choice(evaluationTasks), { most, order: byTask }) },
};

/** @param {string[]} models  names of all weights */
export const explorerCodec = (models) => createCodec({ ...scopeTable(models), ...viewTable }, defaults);
