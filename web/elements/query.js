/** What elements are asked for: a scope's query, and how figures of it are drawn. The explorer's link adds to the same table. */
import { sequentialMaps } from '../charts/colormap.js';
import { leastSpan } from '../charts/map-view.js';
import { createCodec, lengths, scopeTable } from '../scope/query.js';
import { choice, freeText, integer, listOf, Misread, number } from '../scope/query-types.js';
import tuned from '../scope/tuned.json' with { type: 'json' };

/**
 * @typedef {object} View
 * @property {number} gamma         colour = weight ^ gamma
 * @property {string} lut
 * @property {string} part          cos or sin
 * @property {string} decay         mean, bound or pair
 * @property {number[]} zoom          the part of maps that is shown: first query, first key, tokens a side
 * @property {number[]} evalLengths of the evaluation, tokens, ascending
 * @property {string[]} evalTasks
 * @property {number} samples       of each cell of the evaluation
 * @property {number} period        of its repeated text, tokens
 */

export const evaluationTasks = ['text', 'repeat', 'passkey'];
const most = 8; // values of a list
const longestName = 200; // characters of a model's name
const longestAddress = 1024; // characters
const byTask = (/** @type {string} */ a, /** @type {string} */ b) =>
  evaluationTasks.indexOf(a) - evaluationTasks.indexOf(b);

/** Tokens of a side. */
const sides = { least: leastSpan, most: lengths.max };

const mapPart = {
  isList: true,
  /** @param {string} text @param {string} name */
  read(text, name) {
    const given = decodeURIComponent(text);
    const part = given.split(',').map(Number);
    const [, , side = 0] = part;
    if (/^\d+,\d+,\d+$/.test(given) && side >= sides.least && Math.max(...part) <= sides.most) return part;
    throw new Misread('mapPart', name, { ...sides, given });
  },
  write: String,
};

/** @type {import('../scope/query.js').QueryTable} */
export const viewTable = {
  lut: { key: 'lut', type: choice(sequentialMaps) },
  part: { key: 'part', type: choice(['cos', 'sin']) },
  decay: { key: 'decay', type: choice(['mean', 'bound', 'pair']) },
  gamma: { key: 'gamma', type: number({ min: 0.1, max: 1 }) },
  zoom: { key: 'zoom', type: mapPart },
  samples: { key: 'samples', type: integer({ min: 1, max: 256 }) },
  period: { key: 'period', type: integer({ min: 1, max: lengths.max - 1 }) },
  lengths: {
    key: 'evalLengths',
    type: listOf(integer({ min: lengths.min, max: 65536 }), { most, order: (a, b) => a - b }),
  },
  tasks: { key: 'evalTasks', type: listOf(choice(evaluationTasks), { most, order: byTask }) },
};

/** @type {View} */
const view = {
  ...{ gamma: 0.4, lut: 'viridis', part: 'cos', decay: 'mean', zoom: [0, 0, lengths.max] },
  ...{ evalLengths: [128, 256, 512, 1024], evalTasks: evaluationTasks, samples: 4, period: 128 },
};

/** @type {import('../scope/query.js').ScopeQuery} */
const asked = {
  ...{ model: 'rope-l128', tokenizer: '' },
  ...{ text: 'heldout', typed: '', length: 512, layer: 1, head: 1, q: 377, k: 376, pin: -1 },
  methods: tuned.first.map((id) => ({ id, params: {} })),
};

/** A page by itself has no list of models: any name is tried, and a wrong one is an error that says where it was looked for. */
const openTable = {
  ...scopeTable([]),
  model: { key: 'model', type: freeText({ longest: longestName }) },
  tokenizer: { key: 'tokenizer', type: freeText({ longest: longestAddress }) },
};

/** Of <rope-scope>, and of a <rope-figure> that is a scope by itself. */
export const elementCodec = createCodec({ ...openTable, ...viewTable }, { ...asked, ...view });

/**
 * What an element asks for: where no attribute pins a query, one that the text has.
 * @param {(name: string) => string | null} attribute
 * @returns {import('../scope/query.js').Reading}
 */
export function askedBy(attribute) {
  const { query, ...reading } = elementCodec.fromAttributes(attribute);
  const q = attribute('q') === null ? Math.min(query.q, query.length - 1) : query.q;
  const k = attribute('k') === null ? Math.min(query.k, Math.max(0, q - 1)) : query.k;
  return { ...reading, query: { ...query, q, k } };
}

/** Of a <rope-figure> within a scope: how this one is drawn. */
export const figureCodec = createCodec(viewTable, { ...asked, ...view });

/** Attributes that a figure within a scope leaves to the scope. */
export const scopeAttributes = [...createCodec(openTable, asked).attributes, 'base'];
