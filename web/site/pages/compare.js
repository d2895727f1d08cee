/** Methods on one text: the maps of the model's runs first, what these need no byte of a moment later. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { defineFirst } from '../../elements/define-first.js';
import { failureOf } from '../../scope/failure.js';
import { lengthChoice } from '../length-choice.js';
import { once } from '../once.js';
import { scope } from '../scope.js';
import { failure, openShared } from '../shared-page.js';
import { colorChoice, controlsOf, methodChoice, textChoice, weightsChoice } from '../view-controls.js';
import { attention } from '../view-maps.js';

const later = signal(() => /** @type {unknown} */ (nothing));

defineFirst();
addEventListener('rope-painted', () => performance.mark('ropescope:painted'), { once: true });
openShared({
  controls: () => controlsOf([textChoice, lengthChoice, weightsChoice, methodChoice, colorChoice]),
  maps: () => html`${failure()} ${attention()}`,
  others: () => later.value(),
});

/** What the first picture needs no byte of: it comes while the model is on its way. */
async function others() {
  try {
    const [{ defineOthers }, { runs }] = await Promise.all([
      import('../../elements/define-others.js'),
      import('../view-runs.js'),
    ]);
    defineOthers();
    later.value = runs;
  } catch (error) {
    scope.failure.value = failureOf(error);
    once(() => scope.failure.value === null && scope.weights.value !== null, others);
  }
}

once(() => scope.weights.value !== null || scope.failure.value !== null, others);
