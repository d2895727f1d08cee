/** What a click does to columns, one of which may be pinned. */
import { pinnedOf } from './pinning.js';
import { mostMethods } from './query.js';

/**
 * @typedef {import('./methods.js').Column} Column
 * @typedef {import('./pinning.js').Pinning} Pinning
 */

/**
 * The first column that is kept gets a copy behind it, which is B; after that, A is only moved, or let go.
 * @param {Pinning} query
 * @param {number} slot
 * @returns {Pinning}
 */
export function pinAt(query, slot) {
  const { methods } = query;
  const pinned = pinnedOf(query);
  const column = methods[slot];
  if (pinned === slot || !column) return { methods, pin: -1 };
  const copied = pinned < 0 && methods.length < mostMethods;
  const withCopy = () => methods.flatMap((each, i) => (i === slot ? [each, each] : [each]));
  return { methods: copied ? withCopy() : methods, pin: slot };
}

/**
 * With another column in the place of one, or without it; A stays what it is.
 * @param {Pinning} query
 * @param {number} slot
 * @param {Column | null} column
 * @returns {Pinning}
 */
export function replacedAt(query, slot, column) {
  const { methods, pin } = query;
  if (column) return { methods: methods.map((each, i) => (i === slot ? column : each)), pin };
  const moved = slot < pin ? pin - 1 : pin;
  return { methods: methods.filter((_, i) => i !== slot), pin: slot === pin ? -1 : moved };
}
