/** The score of one cell of the map, split by channel pair, by method. */
import { html, nothing } from 'lit';
import { ask } from '../../figures/cell.js';
import { withInsights } from '../../words/insights.js';
import { RopeCell } from '../cell.js';
import { defineElements } from '../define.js';
import { spoken } from '../spoken.js';
import { failuresOf } from './failing.js';

defineElements([['rope-cell', RopeCell]]);

/** @type {import('./types.js').Kind<import('../../figures/cell.js').Cell | null>} */
export const cell = {
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (split, shown) => {
    const words = withInsights(shown.words);
    if (!split) return html`<p class="summary">${words.cell.waiting}</p>`;
    const said = spoken(split.summary, words);
    return html`${failuresOf(split.failures, shown)}${
      split.columns.length === 0
        ? nothing
        : html`<rope-cell .words=${words} .cell=${split} .text=${shown.scope.text.value}></rope-cell>
          <p class="summary">${said.map((sentence) => html`<span>${sentence}</span> `)}</p>`
    }`;
  },
};
