/** Where keys move the crosshair of a map. q: query, k: key. */

/** @typedef {{ q: number, k: number }} Place */

/** @type {Record<string, (place: Place, step: number) => Place>} */
export const moves = {
  ArrowUp: ({ q, k }, step) => ({ q: q - step, k }),
  ArrowDown: ({ q, k }, step) => ({ q: q + step, k }),
  ArrowLeft: ({ q, k }, step) => ({ q, k: k - step }),
  ArrowRight: ({ q, k }, step) => ({ q, k: k + step }),
  Home: ({ q }) => ({ q, k: 0 }),
  End: ({ q }) => ({ q, k: q }),
  PageUp: ({ q, k }) => ({ q: q - 32, k }),
  PageDown: ({ q, k }) => ({ q: q + 32, k }),
};
