/** What the figures of ramps, sharpness, entropy and clocks say. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/** @typedef {Record<string, any>} Args */
/** @typedef {(args: Args) => string} Sentence */

/** @satisfies {Record<string, string>} */
const kinds = {
  ramp: 'How much of its pace each pair keeps',
  sharpness: 'Scale of the scores by length',
  cache: 'Keys in a cache, turned when they were written',
  entropy: 'Entropy of attention by query',
  cost: 'Cost of a new token',
};

/** @satisfies {Record<string, { xTitle: string, yTitle: string, xUnit: string }>} */
const axes = {
  ramp: {
    xTitle: 'turns of the pair within the trained length',
    yTitle: 'pace, share of plain RoPE’s',
    xUnit: 'turns',
  },
  sharpness: { xTitle: 'length of the text, tokens', yTitle: 'scores of the last query are times', xUnit: 'length' },
  'cost operations': {
    xTitle: 'length of the text, tokens',
    yTitle: 'operations, times plain RoPE’s',
    xUnit: 'length',
  },
  'cost memory': { xTitle: 'length of the text, tokens', yTitle: 'keys and values kept, bytes', xUnit: 'length' },
  cache: { xTitle: 'distance of the key, tokens', yTitle: 'mean cosine of the angles', xUnit: 'distance' },
  entropy: { xTitle: 'query position, tokens', yTitle: 'entropy of the weights, nats', xUnit: 'query' },
};

/** @satisfies {Record<string, Sentence>} */
const labels = {
  turnsMark: ({ at, keys }) => (at === 1 ? ['one turn', ...keys].join(', ') : `${keys.join(', ')} = ${short(at)}`),
  evenEntropy: () => 'ln N / ln L, at least 1',
  turnedAnew: ({ label }) => `${label}: all keys turned anew`,
  asWritten: ({ label }) => `${label}: keys as they were turned`,
  evenWeights: () => 'even weights',
  plainRotated: () => 'plain RoPE, rotated keys stored',
};

/** What an engine has to keep of earlier tokens. @type {(need: string, holdsUntil: number | null) => string} */
const needs = (need, holdsUntil) =>
  need === 'rotated_keys'
    ? 'rotated keys can be stored'
    : need === 'unrotated_keys'
      ? 'keys have to be stored before their rotation'
      : `beyond ${holdsUntil} tokens the whole text has to run again`;

/** @type {(count: number, one: string, many?: string) => string[]} nothing where none is counted */
const counted = (count, one, many = one) => (count > 0 ? [plural(count, one, many)] : []);

/** @satisfies {Record<string, Sentence>} */
const sentences = {
  fates: ({ name, pairs, kept, blended, interpolated, spedUp, still, least }) => {
    const parts = [
      ...counted(kept, 'keeps its pace', 'keep their pace'),
      ...counted(blended, 'is slowed in part', 'are slowed in part'),
      ...counted(
        interpolated,
        `is slowed most, to ${short(least)} of it`,
        `are slowed as much as any, to ${short(least)} of it`,
      ),
      ...counted(spedUp, 'is sped up', 'are sped up'),
      ...counted(still, 'does not turn', 'do not turn'),
    ];
    return `${name}: of ${plural(pairs, 'pair')}, ${parts.join(', ')}.`;
  },
  scale: ({ name, length, last, expected }) =>
    `${name}: at ${length} tokens scores are times ${short(last)}; ${short(expected)} would keep the entropy of attention.`,
  cacheHolds: ({ name }) => `${name}: both caches hold the same keys, as its rates do not change with the length.`,
  cacheParts: ({ name, most, at, mean }) =>
    `${name}: a cache of keys as they were turned moves the score of an equal key by ${short(mean)} on average, by ${short(most)} at distance ${at}.`,
  hands: ({ name, position, trained, pairs, beyond }) =>
    `${name} at position ${position}: ${beyond || 'none'} of ${plural(pairs, 'hand')} ${form(beyond, 'points', 'point')} where training up to ${trained} never did.`,
  costs: ({ name, length, times, need, holdsUntil }) =>
    `${name}: at ${length} tokens a new token costs ${Math.abs(times - 1) < 0.005 ? 'as many operations as under plain RoPE' : `${short(times)} times plain RoPE’s operations`}; ${needs(need, holdsUntil)}.`,
  keeps: ({ name, length, bytes, keys, tables }) =>
    `${name}: keys and values of ${keys} of ${length} tokens, ${short(bytes / 1024)} KiB a layer and key head${
      tables > 0 ? `, beside ${short(tables / 1024)} KiB of tables of its plan` : ''
    }.`,
  otherPairs: ({ name, pairs, plain }) =>
    `${name} turns ${plural(pairs, 'pair')}, plain RoPE ${plain}: there is nothing to take off pair by pair.`,
  encodingMoves: ({ name, part, pairs, kept, trained, within, length, all }) =>
    kept === pairs
      ? `${name}: every pair receives what it receives under plain RoPE.`
      : `${name}: ${kept} of ${plural(pairs, 'pair')} ${form(kept, 'receives what it receives', 'receive what they receive')} under plain RoPE; the mean |difference of ${part}| is ${short(within)} up to ${trained} and ${short(all)} up to ${length}.`,
  movedWeight: ({ name, moved, most, q, k }) =>
    `${name}: over the last half of the queries, ${short(moved)} of the weight lies on other keys; the largest difference is ${short(most)}, at query ${q}, key ${k}.`,
  meets: ({ name, most, trained, beyond, hidden, isPlain, hasPaces }) =>
    `${name} ${
      isPlain
        ? hasPaces
          ? 'changes the pace of each pair of channels, and no distance'
          : 'changes no distance'
        : 'pretends distances'
    }: queries meet keys at up to ${plural(short(most), 'token')}; ${short(100 * beyond)} % of what they meet lies beyond the trained ${trained}${
      hidden ? `, and ${short(100 * hidden)} % of the keys before them are not seen` : ''
    }.`,
  losesLeast: ({ past, trained, least, most, times }) =>
    `${past ? `Past ${trained} tokens` : `Within ${trained} tokens`} ${least.name} loses least, ${short(least.loss)} nats a token, and ${most.name} most, ${short(most.loss)}: ${least.name} gives the token that comes ${short(times)} times the probability, in the geometric mean.`,
  pooledDifference: ({ name, block }) => `${name}: drawn between maxima over blocks of ${short(block)} tokens.`,
  entropyLines: ({ layer, head, width }) =>
    `Layer ${layer}, head ${head}; lines: mean of the last ${width} queries; faint: each query.`,
  spread: ({ name, trained, within, length, last }) =>
    `${name}: ${length > trained ? `${short(within)} nats up to ${trained}, ` : ''}${short(last)}${length > trained ? '' : ' nats'} up to ${length}: as if spread evenly over ${plural(short(Math.exp(last)), 'key')}.`,
};

/** What is said around the files and the table that can be had of a figure. */
const tools = {
  name: 'Save, copy, table, sources',
  save: (/** @type {string} */ type) => `Save ${type}`,
  table: 'Show as table',
  copyFigure: 'Copy this figure',
  drawnBy: 'Drawn by ropescope; the formulas are those of the papers above.',
  cut: (/** @type {number} */ shown, /** @type {number} */ all) =>
    `The first ${shown} of ${all} rows; the CSV file has all.`,
  of: (/** @type {string} */ title, /** @type {string} */ name) => `${title}, ${name}`,
  unsmoothed: (/** @type {string} */ header) => `${header}, before the mean`,
  /** Names of the figures that are no curves, by kind. */
  titles: {
    attention: 'Attention weights',
    'attention-difference': 'Difference of attention weights',
    heads: 'Attention weights of all heads',
    reading: 'Attention weights of one query',
    clock: 'A hand for each pair',
    coverage: 'Angles met in training and visited',
    encoding: 'What a position looks like',
    'encoding-difference': 'What a position looks like, without plain RoPE',
    mrope: 'Positions on three axes',
    evaluation: 'Evaluation',
    passkey: 'Passkey',
    'position-map': 'Pretended distance of every query and key',
    numbers: 'The runs in numbers',
    'head-labels': 'What each head does',
    cell: 'One score, by channel pair',
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
    passkey: ['method', 'depth, share', 'length, tokens', 'keys found, share', 'standard deviation', 'samples'],
    reading: ['key position, tokens', 'token'],
  },
};

const clock = {
  position: 'position',
  keys: 'Hands of all pairs. Left and right arrow keys choose a pair, up and down move the position, Escape lets go.',
  /** @type {(pair: number, position: number, values: { name: string, turns: number, trained: number, unseen: boolean }[]) => string} */
  readout: (pair, position, values) => {
    const each = values.map(
      ({ name, turns, trained, unseen }) =>
        `${name} ${plural(short(turns), 'turn')}, in training up to ${short(trained)}${unseen ? ', so it points where training never did' : ''}`,
    );
    return `pair ${pair} at position ${position}: ${each.join('; ')}`;
  },
  /** @param {number} trained  tokens */
  key: (trained) =>
    `A dial a pair, numbered from the fastest; shaded: the angles that training met, up to ${trained} tokens; red with a dot: a hand that points where it never did.`,
};

const difference = {
  minus: (/** @type {string} */ one, /** @type {string} */ other) => `${one} minus ${other}`,
  scale: 'difference of weights',
  needsTwo: 'A difference needs two methods side by side.',
};

const positions = {
  scale: 'pretended distance, tokens',
  /** @param {string} scale */
  legend: (scale) => `${scale}; grey: the trained length`,
  tokens: (/** @type {number} */ distance) => plural(short(distance), 'token'),
  unseen: 'not seen',
  label: (/** @type {string} */ name) =>
    `Pretended distance of every query and key, ${name}. Arrow keys move the crosshair, Enter holds it, Escape lets go.`,
};

const strip = {
  zoom: {
    /** @param {string} times  how close the strip is now */
    whole: (times) => `${times}: show all positions (0)`,
    keys: 'Plus and minus zoom along the positions, 0 shows them all; in a part of them, Shift and an arrow key move the part.',
    /** @type {(part: { k: number, span: number, length: number }) => string} */
    part: ({ k, span, length }) => (span === length ? `all ${length} positions` : `positions ${k} to ${k + span - 1}`),
  },
  /** @param {string} label  of the picture */
  keys: (label) => `${label}. Arrow keys read the values, Escape lets go.`,
  difference: (/** @type {string} */ wave, /** @type {string} */ name) =>
    `${wave} of the angle by position and pair, ${name} minus plain RoPE`,
  scale: (/** @type {string} */ wave) => `difference of ${wave}`,
  readout: (
    /** @type {{ pair: number, token: number, wave: string, own: number, plain: number | null }} */ {
      pair,
      token,
      wave,
      own,
      plain,
    },
  ) =>
    `pair ${pair}, position ${token}: ${wave} ${short(own)}${
      plain === null ? '' : `, plain RoPE’s ${short(plain)}, difference ${short(own - plain)}`
    }`,
};

const cost = {
  counted:
    'One layer, one query head. Counted: products and sums of scores and weighted values, rotations, biases, divisions by a length. Not counted: the softmax, which every method has alike.',
  waiting: 'The engine is counting.',
  titles: { operations: 'Operations of a new token', memory: 'Memory of the cache' },
  table: (/** @type {number} */ length) => `A new token after ${length} tokens, in one layer and one query head`,
  headers: [
    'method',
    'keys seen',
    'operations, exact',
    'operations where rotated keys are stored',
    'operations where every geometry is computed for all keys',
    'keys and values kept, bytes',
    'tables of the plan, bytes',
    'what an exact cache needs',
  ],
  needs,
};

const numbers = {
  caption: 'Losses, and where the head looks, by method',
  lead: 'What each method makes of the text, and where the head above looks under it. p: the probability of the token that comes.',
  /** @type {(trained: number, reference: string) => string[]} reference: the name of the column that others are compared with */
  headers: (trained, reference) => [
    'method',
    `loss up to ${trained}, nats per token`,
    `loss past ${trained}, nats per token`,
    `share of tokens with p > ½, up to ${trained}`,
    `the same past ${trained}`,
    'weight on the token before',
    'mean distance, tokens',
    'entropy of a row, nats',
    `share of the weight on other keys than ${reference}`,
  ],
  /** @type {(layer: number, head: number) => string} */
  head: (layer, head) => `The last four columns: layer ${layer}, head ${head}, mean over the last half of the queries.`,
};

const zoom = {
  name: 'Zoom',
  in: 'Zoom in (+)',
  out: 'Zoom out (−)',
  times: (/** @type {number} */ factor) => `${factor}×`,
  /** @param {string} times  how close the map is now */
  whole: (times) => `${times}: show the whole map (0)`,
  keys: 'Plus and minus zoom, 0 shows the whole map; in a part of it, Shift and an arrow key move the part.',
  /** @param {number} side  values at most */
  pixel: (side) => `A pixel shows the largest of up to ${side} × ${side} values; zooming in shows each.`,
  /** @type {(part: { q: number, k: number, span: number, length: number }) => string} */
  part: ({ q, k, span, length }) =>
    span === length ? `all ${length} tokens` : `queries ${q} to ${q + span - 1}, keys ${k} to ${k + span - 1}`,
};

/** @typedef {typeof insights} Insights */
export const insights = {
  axes,
  clock,
  cost,
  difference,
  kinds,
  labels,
  numbers,
  positions,
  sentences,
  strip,
  tools,
  zoom,
};
