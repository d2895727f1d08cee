/** The languages of the pages. English comes with the page, every other language when somebody asks for it. */
import { en } from './en.js';

/** @typedef {import('./en.js').Words} Words */

/** The languages on offer: their id in a link, their name in themselves, and what `lang` in HTML says. */
export const languages = [
  { id: 'en', name: 'English', tag: 'en' },
  { id: 'zh', name: '中文', tag: 'zh-Hans' },
];

/** @type {Record<string, () => Promise<Words>>} */
const sources = { zh: async () => (await import('./zh.js')).zh };

/** @type {Record<string, Words>} */
const known = { en };

/** @param {string} id  of a language */
export async function learn(id) {
  const source = sources[id];
  if (!known[id] && source) known[id] = await source();
  return words(id);
}

/** The words of a language; English until the language was learnt. @param {string} id @returns {Words} */
export const words = (id) => known[id] ?? en;

/**
 * The first language on offer that a visitor's browser asks for.
 * @param {readonly string[]} wanted  as navigator.languages
 */
export function preferred(wanted) {
  const primary = wanted.map((tag) => tag.toLowerCase().split('-')[0]);
  return primary.find((id) => languages.some((language) => language.id === id)) ?? 'en';
}

/** @param {string} tag  as `lang` in HTML says it */
export const idOf = (tag) => preferred([tag]);
