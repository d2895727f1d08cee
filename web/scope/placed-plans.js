/** Plans of a text whose tokens stand on three axes: asked once each, and only where somebody looks. */
import { signal } from '@preact/signals-core';
import { failureOf } from './failure.js';

const most = 32; // plans of one model: a slider that is dragged asks for one at each stop

/**
 * @typedef {import('./weights.js').Weights} Weights
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {{ plan: import('../lib/types.js').Plan | null, error: import('./failure.js').Failure | null }} PlacedPlan
 *   both null: not known yet
 */

/** @param {{ weights: import('@preact/signals-core').Signal<Weights | null> }} scope */
export function createPlaced({ weights }) {
  /** @type {WeakMap<Weights, Map<string, import('@preact/signals-core').Signal<PlacedPlan>>>} */
  const known = new WeakMap();
  /**
   * @param {MethodSpec[]} methods
   * @param {[number, number, number]} sections  pairs that read each axis
   * @param {() => number[][]} positions         [axes, tokens]
   * @param {number} seqLen
   * @returns {PlacedPlan} which whoever reads it in an effect sees change
   */
  return (methods, sections, positions, seqLen) => {
    const held = weights.value;
    if (!held) return { plan: null, error: null };
    const plans = known.get(held) ?? new Map();
    known.set(held, plans);
    const key = JSON.stringify([methods, sections, seqLen]);
    const before = plans.get(key);
    if (before) return before.value;
    const placed = signal(/** @type {PlacedPlan} */ ({ plan: null, error: null }));
    plans.set(key, placed);
    if (plans.size > most) plans.delete(plans.keys().next().value);
    const rope = { ...held.rope, mrope_section: sections };
    held.engine.plan(methods, { rope, seqLen, heads: held.shape.heads, positions: positions() }).then(
      (plan) => {
        placed.value = { plan, error: null };
      },
      (error) => {
        placed.value = { plan: null, error: failureOf(error) };
      },
    );
    return placed.value;
  };
}
