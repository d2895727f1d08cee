/** The encoding of each method minus that of plain RoPE. */
import { html } from 'lit';
import { ask } from '../../figures/encoding-difference.js';
import { withInsights } from '../../words/insights.js';
import { spoken, spokenFailure } from '../spoken.js';
import { stripOf } from './angles.js';
import { columnName } from './maps.js';

/** @typedef {import('../../figures/encoding-difference.js').Compared} Compared */

/** @type {import('./types.js').Kind<Compared[]>} */
export const encodingDifference = {
  turning: true,
  ask: ({ scope, slot, view }) => ask(scope, { slot, part: view.part === 'sin' ? 'sin' : 'cos' }),
  draw: (columns, shown) => {
    const words = withInsights(shown.words);
    const strip = (/** @type {Compared} */ column) => {
      const { plain, error, summary } = column;
      if (plain) return stripOf(column, { ...shown, words });
      if (error) return html`<p class="error" role="alert">${spokenFailure(error, words)}</p>`;
      const other = summary.filter(({ say }) => say === 'otherPairs');
      return html`<p class="summary">${other.length > 0 ? spoken(other, words) : words.parts.plot.waiting}</p>`;
    };
    return html`<div class="columns">${columns.map((column) => html`<div>${columnName(column)}${strip(column)}</div>`)}</div>`;
  },
};
