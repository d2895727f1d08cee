/** What methods do to positions: figures of plans, which no model runs for. Coverage first, curves with their library later. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { RopeCoverage } from '../../elements/coverage.js';
import { defineElements } from '../../elements/define.js';
import { RopeMethod } from '../../elements/method.js';
import { RopeNumber } from '../../elements/number.js';
import { failureOf } from '../../scope/failure.js';
import { lengthChoice } from '../length-choice.js';
import { once } from '../once.js';
import { scope, still } from '../scope.js';
import { failure, openShared } from '../shared-page.js';
import { controlsOf, layerChoice, methodChoice, weightsChoice } from '../view-controls.js';
import { coverage } from '../view-coverage.js';

const later = signal(() => /** @type {unknown} */ (nothing));

defineElements([
  ['rope-coverage', RopeCoverage],
  ['rope-method', RopeMethod],
  ['rope-number', RopeNumber],
]);
openShared({
  controls: () => controlsOf([lengthChoice, weightsChoice, layerChoice, methodChoice]),
  figures: () => html`${failure()} ${still.value ? nothing : coverage()} ${later.value()}`,
});

async function others() {
  try {
    const [{ defineOthers }, { plans }] = await Promise.all([
      import('../../elements/define-others.js'),
      import('../view-plans.js'),
    ]);
    defineOthers();
    later.value = plans;
  } catch (error) {
    scope.failure.value = failureOf(error);
    once(() => scope.failure.value === null && scope.weights.value !== null, others);
  }
}

once(() => scope.planned.value.length > 0 || scope.failure.value !== null, others);
