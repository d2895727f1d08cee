/** The scope behind the figures of the tour, the stored results, and what both say of the step at hand. */
import { computed, effect, signal, untracked } from '@preact/signals-core';
import { failureOf } from '../../scope/failure.js';
import { liveScope } from '../live-figure.js';
import { fetchStored } from '../stored.js';
import { measures } from './measures.js';
import { shown, step } from './state.js';
import { factsOf, readingOf } from './steps.js';

/** @typedef {import('../../scope/failure.js').Failure} Failure */

export const scope = liveScope();
export const stored = signal(/** @type {import('../stored.js').Stored | null} */ (null));
const unread = signal(/** @type {Failure | null} */ (null)); // why there are no stored results

let opened = false;
let asked = false;

async function load() {
  asked = true;
  unread.value = null;
  try {
    stored.value = (await fetchStored())[0] ?? null;
  } catch (error) {
    unread.value = failureOf(error);
  }
}

/** Sets what the step sets, and fetches what it needs. @param {import('./steps.js').Shown | undefined} now */
function follow(now) {
  if (now?.stored && !asked) void load();
  if (!now || (opened && now.kinds.length === 0)) return;
  const reading = readingOf(now);
  if (opened) scope.follow(reading);
  else {
    scope.query.value = reading.query;
    scope.open();
  }
  opened = true;
}

export const failure = computed(() => scope.failure.value ?? unread.value);
export const retry = () => (scope.failure.value ? scope.retry() : load());

/** What sentences of the step name; null: the model's length is not known yet. */
export const facts = computed(() =>
  step.value && scope.weights.value ? factsOf(step.value, scope.trained.value) : null,
);

/** What the step measures; null: it is not there yet. */
export const numbers = computed(() => {
  const isSettled = step.value?.shown.kinds.length === 0 || scope.status.value === 'ready';
  if (!step.value || !facts.value || !isSettled) return null;
  return measures[step.value.id]({ scope, stored: stored.value, facts: facts.value });
});

export const open = () =>
  effect(() => {
    const now = shown.value;
    untracked(() => follow(now));
  });
