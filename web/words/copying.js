/** The words of what is copied to other pages, in every language: they come with what shows them. */
import { copying as en } from './en/copying.js';
import { copying as zh } from './zh/copying.js';

/** @typedef {typeof en} CopyingWords */

/** @type {Record<string, CopyingWords>} */
const known = { en, zh };

/** @param {import('./en.js').Words} words */
export const copyingWords = ({ id }) => known[id] ?? en;
