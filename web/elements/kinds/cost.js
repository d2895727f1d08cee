/** What a new token costs under each method: operations and memory by length, and a table at the length of the text. */
import { html, nothing } from 'lit';
import { ask } from '../../figures/cost.js';
import { withInsights } from '../../words/insights.js';
import { RopeCosts } from '../costs.js';
import { defineElements } from '../define.js';
import { spokenCurves } from '../spoken.js';
import { failuresOf } from './failing.js';

defineElements([['rope-costs', RopeCosts]]);

/** @type {import('./types.js').Kind<import('../../figures/cost.js').Costs | null>} */
export const cost = {
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (costs, shown) => {
    const words = withInsights(shown.words);
    const { titles, counted, waiting } = words.insights.cost;
    if (!costs) return html`<p class="summary">${waiting}</p>`;
    const plot = (/** @type {'operations' | 'memory'} */ name) =>
      html`<p class="of">${titles[name]}</p><rope-plot .words=${words} label=${titles[name]}
        .figure=${spokenCurves('cost', costs[name], words)} .theme=${shown.theme}></rope-plot>`;
    return html`${failuresOf(costs.failures, shown)}${
      costs.rows.length === 0
        ? nothing
        : html`<p class="summary">${counted}</p>${plot('operations')}${plot('memory')}
          <rope-costs .words=${words} .rows=${costs.rows} .at=${costs.length}></rope-costs>`
    }`;
  },
};
