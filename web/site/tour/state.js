/** Where a visitor is in the tour, and what was predicted: the step is in the link, the predictions stay in the tab. */
import { computed, signal } from '@preact/signals-core';
import { integer, Misread } from '../../scope/query-types.js';
import { createFrameState } from '../frame-state.js';
import { keep, kept } from '../kept.js';
import { steps } from './steps.js';

const key = 'ropescope.tour';
const last = steps.length + 1; // the summary
const type = integer({ min: 1, max: last });

/**
 * @typedef {{ code: string, path: string, args: Record<string, unknown> }} Problem
 * @typedef {{ step: number, problem: Problem | null }} Place  step: from 1
 */

/** @type {import('../frame-state.js').LinkPart<Place>} */
const place = {
  read(hash) {
    const given = new URLSearchParams(hash.slice(1)).get('step');
    try {
      return { step: given === null ? 1 : type.read(given, 'step'), problem: null };
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      return { step: 1, problem: { code: error.code, path: error.path, args: error.args } };
    }
  },
  write: ({ step }) => (step > 1 ? `step=${step}` : ''),
};

export const { state, set } = createFrameState(place);

/** What was predicted before, as far as it can be read. @returns {Record<string, string>} by step */
function keptAnswers() {
  try {
    const read = JSON.parse(kept(key) ?? '{}');
    const known = steps.filter(({ id, choices }) => choices.includes(read?.[id]));
    return Object.fromEntries(known.map(({ id }) => [id, read[id]]));
  } catch {
    return {};
  }
}

export const answers = signal(keptAnswers());

/** @param {Record<string, string>} given */
export function answer(given) {
  answers.value = given;
  keep(key, JSON.stringify(given));
}

/** The step at hand; undefined: the summary. */
export const step = computed(() => steps[state.value.step - 1]);

/** What is shown of it. */
export const shown = computed(() => {
  const now = step.value;
  return now && (now.id in answers.value ? now.shown : now.asked);
});
