/** What part of a square map of queries by keys is shown, in tokens, and how zoom and pan change it. */

/**
 * @typedef {{ q: number, k: number, span: number }} View  first query, first key, tokens a side
 * @typedef {{ q: number, k: number }} Place
 */

export const leastSpan = 8; // tokens: below it a cell is larger than the loupe's

/** @param {number} length  tokens a side of the map @returns {View} */
export const wholeView = (length) => ({ q: 0, k: 0, span: length });

/** The nearest view of whole tokens that lies within the map. @param {View} view @param {number} length @returns {View} */
export function clamped({ q, k, span }, length) {
  const side = Math.round(Math.max(Math.min(leastSpan, length), Math.min(length, span)));
  const first = (/** @type {number} */ at) => Math.max(0, Math.min(length - side, Math.round(at)));
  return { q: first(q), k: first(k), span: side };
}

/**
 * The token under the point stays under it, unless the edge of the map is in the way.
 * @param {View} view
 * @param {number} factor  above 1 = closer
 * @param {{ x: number, y: number }} point  shares of the side, 0..1: x of the keys, y of the queries
 * @param {number} length
 */
export function zoomed(view, factor, { x, y }, length) {
  const { span } = clamped({ ...view, span: view.span / factor }, length);
  const first = (/** @type {number} */ at, /** @type {number} */ share) => {
    const token = Math.floor(at + share * view.span);
    return token - Math.floor(share * span);
  };
  return clamped({ q: first(view.q, y), k: first(view.k, x), span }, length);
}

/** @param {View} view @param {{ x: number, y: number }} moved  by the hand, shares of the side @param {number} length */
export const panned = (view, { x, y }, length) =>
  clamped({ ...view, q: view.q - y * view.span, k: view.k - x * view.span }, length);

/** The view moved by as little as shows the place. @param {View} view @param {Place} place @param {number} length */
export function following({ q, k, span }, place, length) {
  const first = (/** @type {number} */ at, /** @type {number} */ token) =>
    Math.min(token, Math.max(at, token - span + 1));
  return clamped({ q: first(q, place.q), k: first(k, place.k), span }, length);
}
