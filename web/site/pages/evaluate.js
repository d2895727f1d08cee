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
import { controlsOf, corpusChoice, methodChoice, weightsChoice } from '../view-controls.js';

defineElements([
  ['rope-method', RopeMethod],
  ['rope-number', RopeNumber],
]);
const drawn = openShared({
  controls: () => controlsOf([corpusChoice, weightsChoice, methodChoice]),
  figures: () =>
    html`${failure()}<div id="evaluation"></div><div id="results"></div><div id="yardsticks"></div><div id="results-words"></div>`,
});

async function open() {
  const root = byId('evaluation');
  const words = spoken();
  try {
    render(words.panels.evaluation.loading, root);
    const panel = await import('../evaluation.js');
    await panel.open();
    for (const [id, part] of Object.entries(panel.parts)) draw(part, byId(id), afterFigures);
  } catch (error) {
    const why = words.panels.evaluation.failed(spokenFailure(failureOf(error), words));
    render(problemWith(why, open), root);
  }
}

void drawn.then(open);
