/** Questions to the engine or the model beyond plans and runs: asked once each, and only where somebody looks. */
import { signal } from '@preact/signals-core';
import { failureOf } from './failure.js';

const most = 32; // answers kept of one model: a slider that is dragged asks for one at each stop

/**
 * @template T
 * @typedef {{ value: T | null, error: import('./failure.js').Failure | null }} Answer  both null: not known yet
 */

/** @param {{ weights: import('@preact/signals-core').Signal<import('./weights.js').Weights | null> }} scope */
export function createAnswers({ weights }) {
  /** @type {WeakMap<import('./weights.js').Weights, Map<string, import('@preact/signals-core').Signal<Answer<any>>>>} */
  const known = new WeakMap();
  /**
   * @template T
   * @param {unknown} question  what is asked, as JSON can hold it: the same question is asked once
   * @param {(weights: import('./weights.js').Weights) => Promise<T>} ask
   * @returns {Answer<T>} which whoever reads it in an effect sees change
   */
  return (question, ask) => {
    const held = weights.value;
    if (!held) return { value: null, error: null };
    const answers = known.get(held) ?? new Map();
    known.set(held, answers);
    const key = JSON.stringify(question);
    const before = answers.get(key);
    if (before) return before.value;
    const answer = signal(/** @type {Answer<T>} */ ({ value: null, error: null }));
    answers.set(key, answer);
    if (answers.size > most) answers.delete(answers.keys().next().value);
    ask(held).then(
      (value) => {
        answer.value = { value, error: null };
      },
      (error) => {
        answer.value = { value: null, error: failureOf(error) };
      },
    );
    return answer.value;
  };
}
