/** The words of other runtimes' settings, in every language: they come with what shows them. */
import { runtimes as en } from './en/runtimes.js';
import { runtimes as zh } from './zh/runtimes.js';

/** @typedef {typeof en} RuntimeWords */

/** @type {Record<string, RuntimeWords>} */
const known = { en, zh };

/** @param {import('./en.js').Words} words */
export const runtimeWords = ({ id }) => known[id] ?? en;
