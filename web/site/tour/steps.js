/**
 * The steps of the tour, as data: what each asks about a figure and what that shows afterwards. Their words are
 * web/words tour.steps.<id>; tests/js/tour.test.mjs computes every right choice anew.
 *
 * @typedef {object} Shown
 * @property {string[]} kinds                   of figures
 * @property {('loss' | 'passkey')[]} [stored]  what is drawn of the stored evaluation
 * @property {Record<string, string>} [state]   of the scope, as attributes of <rope-scope>
 *
 * @typedef {'past' | 'angles' | 'squeeze' | 'neighbours' | 'pace' | 'pretend' | 'use'} StepId
 *
 * @typedef {object} Step
 * @property {StepId} id
 * @property {Shown} asked      before somebody has predicted
 * @property {Shown} shown      afterwards
 * @property {string[]} choices
 * @property {string} right     one of them
 * @property {string} page      where to go on with the same settings
 */
import { askedBy } from '../../elements/query.js';
import tour from './steps.json' with { type: 'json' };

export const steps = /** @type {Step[]} */ (tour.steps);

/** @param {Shown} shown */
export const readingOf = ({ state = {} }) => askedBy((name) => state[name] ?? null);

/** @typedef {import('../../words/en/tour.js').Facts} Facts */

/**
 * What sentences of a step name: what is set, of the columns that it shows.
 * @param {Step} step
 * @param {number} trained  tokens
 * @returns {Facts}
 */
export function factsOf({ shown }, trained) {
  const { query } = readingOf(shown);
  const params = Object.assign({}, ...query.methods.map((column) => column.params));
  return { trained, length: query.length, factor: Number(params.factor), window: Number(params.window) };
}
