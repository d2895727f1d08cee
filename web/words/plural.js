/** English that agrees with a number, as the number is shown: what rounds to 1 is one, 1.0 is not. */

/**
 * @param {number | string} shown
 * @param {string} one
 * @param {string} many
 */
export const form = (shown, one, many) => (String(shown) === '1' ? one : many);

/**
 * A number and what it counts.
 * @param {number | string} shown
 * @param {string} one
 */
export const plural = (shown, one, many = `${one}s`) => `${shown} ${form(shown, one, many)}`;
