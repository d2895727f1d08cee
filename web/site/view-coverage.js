/** Which angles training showed: the figure that explains best why methods fail, and the first of the explorer. */
import { html } from 'lit';
import { angleKinds } from '../elements/kinds/angles.js';
import { drawing } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope } from './scope.js';

const drawn = drawing({ coverage: angleKinds.coverage });

export function coverage() {
  const words = spoken().panels.coverage;
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">${words.title}</h2>
    <p class="lead">${words.lead(scope.trained.value, scope.length.value)}</p>
    ${drawn.coverage()}
  </section>`;
}
