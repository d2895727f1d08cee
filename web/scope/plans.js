/** Plans of a scope's columns, and what the engine says of them, as often as a column, the length or the layer changes. */
import { effect } from '@preact/signals-core';

/**
 * @typedef {import('./state.js').ScopeState} ScopeState
 * @typedef {import('./state.js').Planning} Planning
 * @typedef {import('./weights.js').Weights} Weights
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 */

/**
 * @param {ScopeState} scope
 * @param {Weights} weights
 * @param {AbortSignal} signal
 * @returns {() => void} ends it
 */
export function watchPlans(scope, weights, signal) {
  /** @type {Known} */
  const known = new Map();
  return effect(() => void plan(scope, weights, signal, known));
}

/**
 * @typedef {Map<string, Promise<Planning>>} Known  of the columns that stand: those that do not change are asked for once
 *
 * @param {ScopeState} scope
 * @param {Weights} weights
 * @param {AbortSignal} signal
 * @param {Known} known
 */
async function plan(scope, weights, signal, known) {
  const asked = scope.specs.value;
  const at = { seqLen: scope.length.value, layer: scope.planLayer.value };
  const isCurrent = () =>
    !signal.aborted &&
    asked === scope.specs.peek() &&
    at.seqLen === scope.length.peek() &&
    at.layer === scope.planLayer.peek();
  await scope.patience.mapsShown();
  if (!isCurrent()) return;
  const before = new Map(known);
  known.clear();
  const answers = await Promise.allSettled(
    asked.map((methods) => {
      const key = JSON.stringify([methods, at]);
      const answer = before.get(key) ?? planOne(weights, methods, at);
      known.set(key, answer);
      return answer;
    }),
  );
  if (!isCurrent()) return;
  scope.planned.value = answers.map((answer) =>
    answer.status === 'fulfilled' ? answer.value : { plan: null, pairs: [], error: scope.blame(answer.reason) },
  );
}

/**
 * @param {Weights} weights
 * @param {MethodSpec[]} methods
 * @param {{ seqLen: number, layer: number }} at
 * @returns {Promise<Planning>}
 */
async function planOne(weights, methods, at) {
  const plan = await weights.plan(methods, at);
  if (plan.inv_freq.length === 0) return { plan, pairs: [], error: null };
  const { pairs } = await weights.explain(methods, at);
  return { plan, pairs, error: null };
}
