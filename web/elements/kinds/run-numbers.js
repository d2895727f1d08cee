/** The runs side by side in numbers: losses, and where the head that is shown looks. */
import { html } from 'lit';
import { ask } from '../../figures/run-numbers.js';
import { withInsights } from '../../words/insights.js';
import { defineElements } from '../define.js';
import { RopeRunNumbers } from '../run-numbers.js';
import { spoken } from '../spoken.js';

defineElements([['rope-run-numbers', RopeRunNumbers]]);

/** @type {import('./types.js').Kind<import('../../figures/run-numbers.js').Runs>} */
export const runNumbers = {
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: ({ rows, reference, trained, layer, head, summary }, shown) => {
    const words = withInsights(shown.words);
    const said = [...spoken(summary, words), words.insights.numbers.head(layer, head)];
    return html`<rope-run-numbers .words=${words} .rows=${rows} .trained=${trained} .reference=${reference}
        .pinned=${shown.scope.pinned.value >= 0}></rope-run-numbers>
      <p class="summary">${said.map((sentence) => html`<span>${sentence}</span> `)}</p>`;
  },
};
