/** Where the hand of each pair stands at a position: its angles are those of the plan, its sector those that training met. */
import { besides, plansOf } from './planned.js';

/**
 * @typedef {object} Hand
 * @property {number} rate     rad/token
 * @property {number} trained  largest angle met in training, rad
 *
 * @typedef {{ name: string, slot: number, hands: Hand[], length: number, trained: number, summary: import('./types.js').Said[] }} Clock
 *   length, trained: tokens
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Clock[]}
 */
export function ask(scope, options = {}) {
  const [length, trained] = [scope.length.value, scope.trained.value];
  const met = scope.weights.value?.trainedPairs ?? [];
  return plansOf(scope, options).flatMap(({ name, slot, plan }) => {
    if (plan.inv_freq.length === 0) return [];
    const hands = Array.from(plan.inv_freq, (rate, i) => ({ rate, trained: met[i]?.largestAngle ?? 0 }));
    const others = plan.slots.filter((each) => each !== 'frequencies');
    return [{ name, slot, hands, length, trained, summary: besides({ name, others }) }];
  });
}

/**
 * Whether a hand points where it never did in training; one that went around once has been everywhere.
 * @param {Hand} hand
 * @param {number} position  tokens
 */
export const isNew = ({ rate, trained }, position) =>
  trained < circle && (rate * position) % circle > trained * (1 + slack);

const circle = 2 * Math.PI; // rad
const slack = 0.01; // angles that agree up to rounding, as in coverage.js

/**
 * @param {Pick<Clock, 'name' | 'hands' | 'trained'>} clock
 * @param {number} position  tokens
 * @returns {import('./types.js').Said}
 */
export const handsOf = ({ name, hands, trained }, position) => ({
  say: 'hands',
  name,
  position,
  trained,
  pairs: hands.length,
  beyond: hands.filter((hand) => isNew(hand, position)).length,
});
