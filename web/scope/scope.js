/**
 * A scope: weights, a text, methods side by side and a place to look, as signals. Figures put questions to it; a page, a
 * lecture and <rope-scope> each hold one, and any number of them share the engine of the page without disturbing each other.
 */
import { batch } from '@preact/signals-core';
import { createAnswers } from './answers.js';
import { pageEngine } from './engine.js';
import { failureOf, stopsAll } from './failure.js';
import { createPatience } from './patience.js';
import { createPlaced } from './placed-plans.js';
import { discretePart } from './query.js';
import { createRanks } from './ranks.js';
import { derive, hold } from './state.js';
import { openWork } from './work.js';

/**
 * @typedef {object} ScopeOptions
 * @property {import('./query.js').Codec} codec
 * @property {import('./state.js').Library} library
 * @property {import('./query.js').Reading} [start]  what it is asked for at first; default: the codec's defaults
 * @property {boolean} [plansOnly]  nothing runs: the file of the weights is fetched only when a method's learned numbers need it
 * @property {typeof pageEngine} [engine]
 * @property {import('./state.js').Naming} [naming]  what names of columns are made of; default: the engine's names
 */

/** @param {ScopeOptions} options */
export function createScope({ codec, library, start, plansOnly = false, engine = pageEngine, naming }) {
  const held = hold(start ?? { query: codec.defaults, problems: [], leavesMethods: false }, naming);
  const answerOf = createAnswers(held);
  const patience = createPatience(held.moving);
  /** @type {import('./state.js').ScopeState} */
  const state = {
    ...held,
    ...derive(held, codec.defaults),
    codec,
    library,
    plansOnly,
    engine,
    patience,
    rankOf: createRanks(held),
    answerOf,
    placedPlan: createPlaced({ answerOf }),
    set: (change) =>
      batch(() => {
        const before = held.query.peek();
        held.query.value = { ...before, ...change };
        if (discretePart(before) === discretePart(held.query.peek())) patience.move(); // numbers alone: a slider
      }),
    look: (place, pin) =>
      batch(() => {
        held.hover.value = pin ? null : place;
        if (pin) held.query.value = { ...held.query.value, ...(place ?? { q: -1, k: -1 }) };
      }),
    blame(error) {
      const failure = failureOf(error);
      if (!stopsAll(failure)) return failure;
      held.failure.value ??= failure;
      return null;
    },
  };
  return { ...state, ...openWork(state) };
}

/** @typedef {ReturnType<typeof createScope>} Scope */
