/** What the runs of the model come to beside their maps: one row as text, how many patterns a map holds, the losses. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { curveKinds } from '../elements/kinds/curves.js';
import { mapKinds } from '../elements/kinds/maps.js';
import { withInsights } from '../words/insights.js';
import { drawing } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope } from './scope.js';
import { asked, fetched } from './view-asked.js';

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

const table = fetched('numbers');

function numbers() {
  const { insights } = withInsights(spoken());
  return html`<section aria-labelledby="h-numbers">
    <h2 id="h-numbers">${insights.tools.titles.numbers}</h2>
    <p class="lead">${insights.numbers.lead}</p>
    ${table()}
  </section>`;
}

/** Open beside a column that is pinned: the difference is what it was pinned for. */
const differences = asked(['attention-difference'], () => scope.pinned.value >= 0);
const insides = asked(['head-labels', 'cell', 'entropy']);

export const runs = () => html`${reading()} ${loss()} ${numbers()} ${differences()} ${insides()} ${rank()}`;
