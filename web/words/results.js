/** The words of stored results: their English comes with what shows them, every other language is learnt whole. */
import { claims, results, tables, yardsticks } from './en/results.js';

/** @typedef {import('./en.js').Words} Words */

/**
 * @param {Words} words
 * @returns {Words & import('./en.js').ResultWords}
 */
export const withResults = (words) => ({ claims, results, tables, yardsticks, ...words });
