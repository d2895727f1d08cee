/** What the runs of the model come to beside their maps: one row as text, how many patterns a map holds, the losses. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { curveKinds } from '../elements/kinds/curves.js';
import { mapKinds } from '../elements/kinds/maps.js';
import { drawing } from './figure-kinds.js';
import { spoken } from './language.js';
import { asked } from './view-asked.js';

const drawn = drawing({ reading: mapKinds.reading, rank: curveKinds.rank, loss: curveKinds.loss });

function reading() {
  const words = spoken().panels.reading;
  return html`<section aria-labelledby="h-reading">
    <h2 id="h-reading">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${drawn.reading()}
  </section>`;
}

/** Asked for only where somebody opened it: it costs the cube of the text's length. */
const rankOpened = signal(false);

function rank() {
  const words = spoken().panels.rank;
  const toggle = (/** @type {Event} */ { target }) => {
    rankOpened.value = /** @type {HTMLDetailsElement} */ (target).open;
  };
  return html`<section aria-labelledby="h-rank"><details @toggle=${toggle}>
    <summary><h2 id="h-rank">${words.title}</h2></summary>
    <p class="lead">${words.lead}</p>
    ${rankOpened.value ? drawn.rank() : nothing}
  </details></section>`;
}

function loss() {
  const words = spoken().panels.loss;
  return html`<section aria-labelledby="h-loss">
    <h2 id="h-loss">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${drawn.loss()}
  </section>`;
}

const differences = asked(['attention-difference']);

export const runs = () => html`${reading()} ${loss()} ${differences()} ${rank()}`;
