/** How far methods carry, measured: the evaluation, and the stored results. */
import { html, render } from 'lit';
import { defineElements } from '../../elements/define.js';
import { RopeMethod } from '../../elements/method.js';
import { RopeNumber } from '../../elements/number.js';
import { spokenFailure } from '../../elements/spoken.js';
import { failureOf } from '../../scope/failure.js';
import { byId, draw } from '../frame.js';
import { spoken } from '../language.js';
import { problemWith } from '../problem.js';
import { afterFigures, failure, openShared } from '../shared-page.js';
import { controlsOf, methodChoice, weightsChoice } from '../view-controls.js';

defineElements([
  ['rope-method', RopeMethod],
  ['rope-number', RopeNumber],
]);
openShared({
  controls: () => controlsOf([weightsChoice, methodChoice]),
  figures: () => html`${failure()}<div id="evaluation"></div>`,
});

async function open() {
  const root = byId('evaluation');
  const words = spoken();
  try {
    render(words.panels.evaluation.loading, root);
    const panel = await import('../evaluation.js');
    await panel.open();
    draw(panel.evaluation, root, afterFigures);
  } catch (error) {
    const why = words.panels.evaluation.failed(spokenFailure(failureOf(error), words));
    render(problemWith(why, open), root);
  }
}

void open();
