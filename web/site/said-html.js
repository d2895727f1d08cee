/** Pages hold no sentence of their own: {{lab.title}} names one of web/words, which the build fills in, in English. */
import { en } from '../words/en.js';

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** @param {string} path  'lab.title' */
function sentence(path) {
  const found = path.split('.').reduce((/** @type {any} */ part, key) => part?.[key], en);
  if (typeof found !== 'string') throw new Error(`{{…}} must name a sentence of web/words/en.js, got ${path}`);
  return escaped(found);
}

/**
 * @param {string} page  HTML
 * @returns {string} with the English sentences in their places
 */
export const saidHtml = (page) => page.replace(/\{\{([\w.]+)\}\}/g, (_, path) => sentence(path));
