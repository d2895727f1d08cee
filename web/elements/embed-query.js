/** A figure by itself, as a link's hash and as attributes of <rope-figure>: what is asked of its scope, and what is drawn of it. */
import { writeColumn } from '../scope/column-text.js';
import { createCodec } from '../scope/query.js';
import { choice, freeText, Misread } from '../scope/query-types.js';
import { languages } from '../words/words.js';
import { kinds } from './figure-kinds.js';
import { elementCodec } from './query.js';

const longestBase = 1024; // characters

/** Whether something holds: as an attribute it is there or not. */
const flag = {
  /** @param {string} text @param {string} name */
  read(text, name) {
    if (text === '' || text === '1') return true;
    throw new Misread('oneOf', name, { allowed: ['1'], given: text });
  },
  write: (/** @type {boolean} */ value) => (value ? '1' : ''),
};

/** @type {import('../scope/query.js').QueryTable} */
const drawn = {
  kind: { key: 'kind', type: choice(Object.keys(kinds)) },
  base: { key: 'base', type: freeText({ longest: longestBase }) },
};
/** @type {import('../scope/query.js').QueryTable} */
const around = {
  lang: { key: 'lang', type: choice(languages.map(({ id }) => id)) },
  theme: { key: 'theme', type: choice(['light', 'dark']) },
  'plans-only': { key: 'plansOnly', type: flag },
};

const { typed, ...ofScope } = elementCodec.table;
const own = {
  typed: { .../** @type {any} */ (typed), when: (/** @type {any} */ { text }) => text === 'own' }, // whoever copies a figure of an own text wants it in there
};

/** @typedef {import('../scope/query.js').Query & { kind: string, base: string, lang: string, theme: string, plansOnly: boolean }} Embedded */

const defaults = /** @type {Embedded} */ ({
  ...elementCodec.defaults,
  ...{ kind: '', base: '', lang: '', theme: '', plansOnly: false },
});

/** Of embed.html. */
export const embedCodec = createCodec({ ...drawn, ...ofScope, ...own, ...around }, defaults);

const always = ['model', 'len']; // whoever reads a tag wants to see them

/**
 * What makes a <rope-figure> show it.
 * @param {Embedded} query
 * @returns {[name: string, value: string][]}
 */
export function attributesOf(query) {
  const named = Object.entries(embedCodec.table).flatMap(([name, { key, type, attribute = name, when }]) => {
    const [now, usual] = [type.write(query[key]), type.write(defaults[key])];
    if (!(when?.(query) ?? (now !== usual || always.includes(name)))) return [];
    const value = type === flag ? '' : type.isList ? now.replaceAll(',', ' ') : decodeURIComponent(now);
    return [/** @type {[string, string]} */ ([attribute, value])];
  });
  return [...named, ['methods', query.methods.map(writeColumn).join(' ')]];
}
