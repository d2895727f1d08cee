/** The columns of a scope that have a plan, with what the figures of curves say of each. */

import { mostMethods } from '../scope/query.js';

/**
 * @typedef {object} Planned
 * @property {string} name
 * @property {number} slot
 * @property {import('../lib/types.js').Plan} plan
 * @property {import('../lib/types.js').PairFacts[]} pairs
 * @property {string[]} others   the slots that the method sets and no curve shows
 */

// Slots of a plan that the curve figures show.
const drawn = ['window', 'sinks', 'chunk', 'positions', 'frequencies', 'attention_factor', 'decay', 'bias'];

/** Place of a line that methods are compared with, behind those of columns: a colour and a dash of its own. */
export const comparedSlot = mostMethods + 1;

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} options
 * @returns {Planned[]}
 */
export function plansOf(scope, { slot: only }) {
  return scope.planned.value.flatMap(({ plan, pairs }, slot) => {
    if (!plan || (only !== undefined && only !== slot)) return [];
    const others = plan.slots.filter((each) => !drawn.includes(each));
    return [{ plan, pairs, slot, name: scope.names.value[slot] ?? '', others }];
  });
}

/** Whether no column turns anything: then there is no angle to draw. @param {import('./types.js').Scope} scope */
export const isStill = (scope) =>
  scope.planned.value.some(({ plan }) => plan) && scope.planned.value.every(({ plan }) => !plan?.inv_freq.length);

/**
 * What a figure of curves by distance cannot show.
 * @param {Pick<Planned, 'name' | 'others'>} planned
 * @returns {import('./types.js').Said[]}
 */
export const besides = ({ name, others }) => (others.length > 0 ? [{ say: 'besides', name, others }] : []);

/**
 * The first value of a curve past distance 0, and the last that there is.
 * @param {string} name
 * @param {ArrayLike<number | null>} curve   [distances]; null where there is no score
 * @param {ArrayLike<number>} distances      tokens
 * @returns {import('./types.js').Said}
 */
export function endsOf(name, curve, distances) {
  let last = curve.length - 1;
  while (last > 1 && curve[last] === null) last--;
  const at = (/** @type {number} */ i) => ({ distance: distances[i], value: curve[i] ?? Number.NaN });
  return { say: 'ends', name, first: at(1), last: at(last) };
}

/** Where training ended, if the axis reaches that far. */
export const trainedMark = (/** @type {number} */ at, /** @type {'x' | 'y'} */ axis) => ({ say: 'trained', at, axis });

/** @param {number} length  @param {(i: number) => number} [value] */
export const counted = (length, value = (i) => i) => Array.from({ length }, (_, i) => value(i));

/** @param {Float64Array} values */
export const drawable = (values) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
