/** What the figures of ramps, sharpness, entropy and clocks say. */
import { short } from '../../charts/svg.js';

/** @typedef {Record<string, any>} Args */
/** @typedef {(args: Args) => string} Sentence */

/** @satisfies {Record<string, string>} */
const kinds = {
  ramp: 'How much of its pace each pair keeps',
  sharpness: 'Scale of the scores by length',
  entropy: 'Entropy of attention by query',
};

/** @satisfies {Record<string, { xTitle: string, yTitle: string, xUnit: string }>} */
const axes = {
  ramp: {
    xTitle: 'turns of the pair within the trained length',
    yTitle: 'pace, share of plain RoPE’s',
    xUnit: 'turns',
  },
  sharpness: { xTitle: 'length of the text, tokens', yTitle: 'scores of the last query are times', xUnit: 'length' },
  entropy: { xTitle: 'query position, tokens', yTitle: 'entropy of the weights, nats', xUnit: 'query' },
};

/** @satisfies {Record<string, Sentence>} */
const labels = {
  turnsMark: ({ at, keys }) => (at === 1 ? ['one turn', ...keys].join(', ') : `${keys.join(', ')} = ${short(at)}`),
  evenEntropy: () => 'ln N / ln L, at least 1',
  evenWeights: () => 'even weights',
};

/** @type {(count: number, what: string) => string[]} nothing where none is counted */
const counted = (count, what) => (count > 0 ? [`${count} ${what}`] : []);

/** @satisfies {Record<string, Sentence>} */
const sentences = {
  fates: ({ name, pairs, kept, blended, interpolated, spedUp, still, least }) => {
    const parts = [
      ...counted(kept, 'keep their pace'),
      ...counted(blended, 'are slowed in part'),
      ...counted(interpolated, `are slowed as much as any, to ${short(least)} of it`),
      ...counted(spedUp, 'are sped up'),
      ...counted(still, 'do not turn'),
    ];
    return `${name}: of ${pairs} pairs, ${parts.join(', ')}.`;
  },
  scale: ({ name, length, last, expected }) =>
    `${name}: at ${length} tokens scores are times ${short(last)}; ${short(expected)} would keep the entropy of attention.`,
  hands: ({ name, position, trained, pairs, beyond }) =>
    `${name} at position ${position}: ${beyond || 'none'} of ${pairs} hands ${beyond === 1 ? 'points' : 'point'} where training up to ${trained} never did.`,
  entropyLines: ({ layer, head, width }) =>
    `Layer ${layer}, head ${head}; lines: mean of the last ${width} queries; faint: each query.`,
  spread: ({ name, trained, within, length, last }) =>
    `${name}: ${short(within)} nats up to ${trained}, ${short(last)} up to ${length}: as if spread evenly over ${short(Math.exp(last))} keys.`,
};

/** What is said around the files and the table that can be had of a figure. */
const tools = {
  name: 'Save, table, sources',
  save: (/** @type {string} */ type) => `Save ${type}`,
  table: 'Show as table',
  drawnBy: 'Drawn by ropescope; the formulas are those of the papers above.',
  cut: (/** @type {number} */ shown, /** @type {number} */ all) =>
    `The first ${shown} of ${all} rows; the CSV file has all.`,
  of: (/** @type {string} */ title, /** @type {string} */ name) => `${title}, ${name}`,
  unsmoothed: (/** @type {string} */ header) => `${header}, before the mean`,
  /** Names of the figures that are no curves, by kind. */
  titles: {
    attention: 'Attention weights',
    heads: 'Attention weights of all heads',
    reading: 'Attention weights of one query',
    clock: 'A hand for each pair',
    coverage: 'Angles met in training and visited',
    encoding: 'What a position looks like',
    mrope: 'Positions on three axes',
    evaluation: 'Evaluation',
    passkey: 'Passkey',
  },
  headers: {
    coverage: [
      'method',
      'pair',
      'largest angle in training, turns',
      'largest angle visited, turns',
      'seen, share of the circle',
      'unseen, share of the circle',
    ],
    clock: ['method', 'pair', 'position, tokens', 'angle, rad', 'largest angle in training, rad'],
    strip: ['pair', 'position, tokens'],
    map: ['query position, tokens', 'key position, tokens', 'weight'],
    heads: ['layer', 'head', 'row', 'column', 'weight, largest of its block'],
    reading: ['key position, tokens', 'token'],
  },
};

const clock = {
  position: 'position',
  /** @param {number} trained  tokens */
  key: (trained) =>
    `A dial a pair, numbered from the fastest; shaded: the angles that training met, up to ${trained} tokens; red with a dot: a hand that points where it never did.`,
};

export const insights = { axes, clock, kinds, labels, sentences, tools };
