/** What figures say, by kind: titles of axes, marks, and the sentences below them. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/** @typedef {Record<string, any>} Args */
/** @typedef {(args: Args) => string} Sentence */

const distanceTokens = { xTitle: 'distance, tokens', xUnit: 'distance' };
const by = (/** @type {string} */ yTitle, x = distanceTokens) => ({ ...x, yTitle });

/** Titles of the axes, by kind or by kind and variant. @satisfies {Record<string, { xTitle: string, yTitle: string, xUnit: string }>} */
export const axes = {
  loss: { xTitle: 'position of the predicted token, tokens', yTitle: 'loss, nats', xUnit: 'position' },
  wavelength: { xTitle: 'pair', yTitle: 'wavelength, tokens', xUnit: 'pair' },
  distance: { xTitle: 'distance of the key, tokens', yTitle: 'pretended distance, tokens', xUnit: 'distance' },
  resolution: { xTitle: 'distance of the key, tokens', yTitle: 'mean cosine of the angles', xUnit: 'distance' },
  'decay mean': by('mean cosine × factor²'),
  'decay bound': by('mean |partial sum|'),
  'decay pair': by('score of a random vector'),
  bias: by('added to the score, nats'),
  rank: { xTitle: 'singular value, from the largest', yTitle: 'share of the largest', xUnit: 'value' },
  text: { xTitle: 'length of the text, tokens', yTitle: 'loss, nats', xUnit: 'length' },
  repeat: { xTitle: 'length of the text, tokens', yTitle: 'share of copies right', xUnit: 'length' },
};

/** @satisfies {Record<string, Sentence>} marks and what ends the label of a curve */
export const labels = {
  trained: ({ at }) => `trained: ${at}`,
  trainedTokens: ({ at }) => `trained: ${at} tokens`,
  pastedTrained: ({ at }) => `pasted config trained: ${at} tokens`,
  neighbour: () => 'neighbour, in training',
  pasted: () => 'Pasted config',
  head: ({ label, head }) => `${label}, head ${head}`,
  gatedHead: ({ label, head }) => `${label}, head ${head}, gates that read zeros`,
};

const value = (/** @type {Args} */ { value: number, distance }) => `${short(number)} at distance ${distance}`;

/**
 * @param {Args} run        bytes: where a token is more than a character
 * @param {number} trained  tokens
 */
function meansOf({ name, within, beyond, bytes }, trained) {
  const nats = `${name}: ${short(within)} nats per ${bytes ? 'token' : 'character'}`;
  const perByte = bytes && [bytes.within, bytes.beyond ?? []].flat().map(short).join(' and ');
  const range = beyond === null ? '' : ` within ${trained}, ${short(beyond)} beyond`;
  return nats + range + (perByte ? ` (${perByte} per byte)` : '');
}

/** @satisfies {Record<string, Sentence>} */
export const sentences = {
  lines: ({ width, words }) => {
    const unit = words ? 'token' : 'character';
    return `Lines: mean of the last ${width} ${unit}s; faint: each ${unit}.`;
  },
  means: ({ trained, runs }) =>
    `Mean loss, ${runs.map((/** @type {Args} */ run) => meansOf(run, trained)).join('; ')}.`,
  draws: () =>
    'Line: one random vector as both query and key; its shade: where nine of ten such vectors lie. Their mean is the mean cosine.',
  still: ({ name }) => `${name}: nothing turns.`,
  waves: ({ name, least, most, longer, pairs, trained }) =>
    `${name}: wavelengths from ${short(least)} to ${short(most)} tokens; ${longer} of ${plural(pairs, 'pair')} ${form(longer, 'turns', 'turn')} less than once within ${trained}.`,
  noPairs: ({ name }) => `${name}: no pair turns, so no angle can be new.`,
  counts: ({ name, length, pairs, full, outside, squeezed }) =>
    `${name} at ${length} tokens: ${full} of ${plural(pairs, 'pair')} saw the full circle in training; ` +
    `${plural(outside || 'no', 'pair visits', 'pairs visit')} angles never seen${
      squeezed ? `, ${plural(squeezed, 'uses', 'use')} less than was trained` : ''
    }.`,
  imageAxes: ({ sections: [time, height, width], side }) =>
    `The first ${plural(time, 'pair reads', 'pairs read')} time, the next ${height} height, the last ${width} width: over an image of ${side} by ${side} patches, time stands still, and height and width count its rows and columns.`,
  besides: ({ name, others }) => `${name} also sets ${others.join(', ')}, which this figure leaves out.`,
  ends: ({ name, first, last }) => `${name}: ${value(first)}, ${short(last.value)} at ${last.distance}.`,
  headEnds: ({ name, head, first, last }) =>
    `${name}, head ${head}: ${value(first)}, ${short(last.value)} at ${last.distance}.`,
  gatesOfZeros: ({ name }) =>
    `${name}: a head reads its gates off the tokens, so the text decides what is added; drawn are gates that read only zeros.`,
  met: ({ name, most, trained, hidden, keys }) =>
    `${name}: the last query meets keys at up to ${plural(short(most), 'token')}, ${most < trained ? 'within' : 'beyond'} the trained ${trained}${
      hidden ? `; it does not see ${hidden} of ${keys}` : ''
    }.`,
  otherPaces: ({ name }) => `${name} changes the pace of each pair instead, as the next figure shows.`,
  nothingTurns: ({ name }) => `${name}: nothing turns, so there is no distance to pretend.`,
  noNeighbours: ({ name }) => `${name}: a text of one token has no neighbours.`,
  step: ({ name, step, share }) =>
    `${name}: one token back lowers the mean cosine by ${short(step)}, ${
      Math.abs(share - 1) < 0.005 ? 'as in training' : `${Math.round(100 * share)} % of the step it was trained with`
    }.`,
  ranks: ({ name, length, effective, numerical }) =>
    `${name}: as even as ${plural(short(effective), 'equal pattern')} (effective rank); ${numerical} of ${length} are above the rounding (numerical rank).`,
  rankIsAsked: ({ name }) => `${name}: being computed.`,
  rankNeedsExact: ({ name, length }) => `${name}: the map of all ${length} tokens is not there, or only pooled.`,
  rankTooLarge: ({ name, length, most }) => `${name}: only of maps of at most ${most} tokens; this text has ${length}.`,
  rankFailed: ({ name, why }) => `${name}: ${why}.`,
  atLengths: ({ ends }) =>
    `${ends.map((/** @type {Args} */ { name, value: number, length }) => `${name}: ${short(number)} at ${length}`).join('; ')}.`,
  nothingKnown: () => 'Nothing is known yet: run it.',
  pooled: ({ name, block }) => `${name}: drawn as the maximum over blocks of ${short(block)} tokens.`,
  looks: ({ name, previous, distance }) =>
    `${name}: over the last half of the queries, ${short(previous)} of the weight falls on the token before; mean distance ${plural(short(distance), 'token')}.`,
};
