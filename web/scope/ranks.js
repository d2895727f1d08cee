/** How many patterns a map holds: asked once a map, and only where somebody looks, because it costs the cube of its side. */
import { signal } from '@preact/signals-core';
import { failureOf } from './failure.js';

/**
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 * @typedef {import('../lib/types.js').MapRank} MapRank
 * @typedef {{ rank: MapRank | null, error: import('./failure.js').Failure | null }} Ranked  both null: not known yet
 */

/** @param {{ weights: import('@preact/signals-core').Signal<import('./weights.js').Weights | null> }} scope */
export function createRanks({ weights }) {
  /** @type {WeakMap<AttentionMap, import('@preact/signals-core').Signal<Ranked>>} */
  const known = new WeakMap();
  /** @param {AttentionMap} map  @returns {Ranked} which whoever reads it in an effect sees change */
  return (map) => {
    const ranked = known.get(map) ?? signal(/** @type {Ranked} */ ({ rank: null, error: null }));
    const engine = weights.peek()?.engine;
    if (!known.has(map) && engine) {
      known.set(map, ranked);
      engine.mapRank(map).then(
        (rank) => {
          ranked.value = { rank, error: null };
        },
        (error) => {
          ranked.value = { rank: null, error: failureOf(error) };
        },
      );
    }
    return ranked.value;
  };
}
