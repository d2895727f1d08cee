/** The figures of one scope: maps first, what they need no byte of a moment later. */
import { effect, signal } from '@preact/signals-core';
import { html } from 'lit';
import { defineFirst } from '../../elements/define-first.js';
import { failureOf } from '../../scope/failure.js';
import { lengthChoice } from '../length-choice.js';
import { scope } from '../scope.js';
import { failure, openShared } from '../shared-page.js';
import { colorChoice, controlsOf, methodChoice, textChoice, weightsChoice } from '../view-controls.js';
import { attention } from '../view-maps.js';

const later = signal(/** @type {(() => unknown)[]} */ ([]));

defineFirst();
addEventListener('rope-painted', () => performance.mark('ropescope:painted'));
openShared({
  controls: () => controlsOf([textChoice, lengthChoice, weightsChoice, methodChoice, colorChoice]),
  figures: () => html`${failure()} ${attention()} ${later.value.map((view) => view())}`,
});

/** What the first picture needs no byte of: it comes while the model is on its way. */
async function others() {
  try {
    const [{ defineOthers }, { runs }, { plans }] = await Promise.all([
      import('../../elements/define-others.js'),
      import('../view-runs.js'),
      import('../view-plans.js'),
    ]);
    defineOthers();
    later.value = [runs, plans];
  } catch (error) {
    scope.failure.value = failureOf(error);
    once(() => scope.failure.value === null && scope.weights.value !== null, others);
  }
}

/**
 * Once, as soon as it is time.
 * @param {() => boolean} isTime
 * @param {() => unknown} run
 */
function once(isTime, run) {
  const stop = effect(() => {
    if (!isTime()) return;
    queueMicrotask(() => stop());
    run();
  });
}

once(() => scope.weights.value !== null || scope.failure.value !== null, others);
