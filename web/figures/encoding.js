/** The rates whose cosines and sines every pair receives at every position. */
import { besides, plansOf } from './planned.js';

/**
 * @typedef {{ name: string, slot: number, rates: Float64Array, length: number, trained: number,
 *   summary: import('./types.js').Said[] }} Encoded
 *   rates: [pairs], rad/token; summary: what the method sets beside them
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Encoded[]}
 */
export function ask(scope, options = {}) {
  const [length, trained] = [scope.length.value, scope.trained.value];
  return plansOf(scope, options).flatMap(({ name, slot, plan }) => {
    if (plan.inv_freq.length === 0) return [];
    const summary = besides({ name, others: plan.slots.filter((each) => each !== 'frequencies') });
    return [{ name, slot, rates: plan.inv_freq, length, trained, summary }];
  });
}
