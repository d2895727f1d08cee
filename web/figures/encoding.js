/** The rates whose cosines and sines every pair receives at every position. */
import { plansOf } from './planned.js';

/**
 * @typedef {{ name: string, slot: number, rates: Float64Array, length: number, trained: number }} Encoded
 *   rates: [pairs], rad/token
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Encoded[]}
 */
export function ask(scope, options = {}) {
  const [length, trained] = [scope.length.value, scope.trained.value];
  return plansOf(scope, options).flatMap(({ name, slot, plan }) =>
    plan.inv_freq.length > 0 ? [{ name, slot, rates: plan.inv_freq, length, trained }] : [],
  );
}
