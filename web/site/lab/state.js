/** What a link to the training lab holds: #a=<method>&b=<method>&seed=3&theme=dark&lang=zh. Absent keys have their defaults. */
import { largestSeed } from '../../elements/lab/lab.js';
import { languages } from '../../words/words.js';

/**
 * @typedef {object} LabState
 * @property {string} a       id of the encoding that is trained
 * @property {string} b       id of the one that races against it; '' = none
 * @property {number} seed
 * @property {string} theme   '' = the system's
 * @property {string} lang    '' = the browser's
 *
 * @typedef {(words: import('../../words/en.js').LabWords) => string} Saying
 */

/** @type {Record<keyof LabState, (text: string) => string | number | null>} null where it cannot be read */
const readers = {
  a: (text) => (/^[a-z0-9_]+$/.test(text) ? text : null),
  b: (text) => (/^[a-z0-9_]+$/.test(text) ? text : null),
  seed: (text) => (/^\d+$/.test(text) && Number(text) <= largestSeed ? Number(text) : null),
  theme: (text) => (['light', 'dark'].includes(text) ? text : null),
  lang: (text) => (languages.some(({ id }) => id === text) ? text : null),
};

/**
 * @param {LabState} state
 * @param {LabState} defaults
 * @returns {string} without the #
 */
export function formatHash(state, defaults) {
  const keys = /** @type {(keyof LabState)[]} */ (Object.keys(readers));
  return keys
    .filter((key) => state[key] !== defaults[key])
    .map((key) => `${key}=${state[key]}`)
    .join('&');
}

/**
 * @param {string} hash  with or without the #
 * @param {LabState} defaults
 * @returns {{ state: LabState, problems: Saying[] }}  what cannot be read is left out and reported
 */
export function parseHash(hash, defaults) {
  const state = { ...defaults };
  /** @type {Saying[]} */
  const problems = [];
  for (const part of hash.replace(/^#/, '').split('&').filter(Boolean)) {
    const [name = '', text = ''] = part.split('=', 2);
    const key = Object.hasOwn(readers, name) ? /** @type {keyof LabState} */ (name) : undefined;
    const value = key && readers[key](text);
    if (!key) problems.push(({ wrongLink }) => wrongLink.unknown(name));
    else if (value === null) problems.push(({ wrongLink }) => wrongLink[key](text, largestSeed));
    else Object.assign(state, { [key]: value });
  }
  return { state, problems };
}
