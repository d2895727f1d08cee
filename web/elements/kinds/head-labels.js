/** What each head does, by method, with the rule and how sure it is. */
import { html, nothing } from 'lit';
import { ask } from '../../figures/head-labels.js';
import { withInsights } from '../../words/insights.js';
import { defineElements } from '../define.js';
import { RopeHeadLabels } from '../head-labels.js';
import { spoken } from '../spoken.js';
import { failuresOf } from './failing.js';

defineElements([['rope-head-labels', RopeHeadLabels]]);

/** @type {import('./types.js').Kind<import('../../figures/head-labels.js').Labels | null>} */
export const headLabels = {
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (labels, shown) => {
    const words = withInsights(shown.words);
    if (!labels) return html`<p class="summary">${words.heads.waiting}</p>`;
    const { layer, head } = shown.scope.focus.value;
    const choose = (/** @type {CustomEvent<{ layer: number, head: number }>} */ { detail }) => shown.scope.set(detail);
    const said = spoken(labels.summary, words);
    return html`${failuresOf(labels.failures, shown)}${
      labels.columns.length === 0
        ? nothing
        : html`<rope-head-labels .words=${words} .labels=${labels} .layer=${layer} .head=${head}
            @rope-head=${choose}></rope-head-labels>
          <p class="summary">${said.map((sentence) => html`<span>${sentence}</span> `)}</p>`
    }`;
  },
};
