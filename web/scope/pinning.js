/** A and B: one column is kept as A, what the others are compared with, while a copy of it is changed beside it. */
/**
 * @typedef {import('./methods.js').Column} Column
 * @typedef {{ methods: Column[], pin: number }} Pinning  pin: place of A among the columns; -1 = none is kept
 */

/** The place of A, if there is such a column. @param {Pinning} query */
export const pinnedOf = ({ methods, pin }) => (pin < methods.length ? pin : -1);

/**
 * A is the pinned column, B the one behind it, and so on; after the last comes the first.
 * @param {string[]} names
 * @param {number} pinned  -1: nobody is called by a letter
 */
export const lettered = (names, pinned) =>
  pinned < 0
    ? names
    : names.map((name, slot) => `${'ABCDEFGH'[(slot - pinned + names.length) % names.length]}: ${name}`);
