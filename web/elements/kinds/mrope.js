/** The kind of positions on three axes: every pair at every token of a text with an image in it. */
import { html } from 'lit';
import { ask } from '../../figures/mrope.js';
import { spokenFailure } from '../spoken.js';
import { stripOf } from './angles.js';
import { columnName } from './maps.js';

/** @typedef {import('../../figures/mrope.js').Placed | import('../../figures/mrope.js').Refused} Answer */

/** @type {import('./types.js').Kind<Answer[]>} */
export const mrope = {
  turning: true,
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (columns, shown) => {
    const strip = (/** @type {Answer} */ column) =>
      'error' in column
        ? html`<p class="summary">${spokenFailure(column.error, shown.words)}</p>`
        : stripOf(column, shown);
    return html`<div class="columns">${columns.map((column) => html`<div>${columnName(column)}${strip(column)}</div>`)}</div>`;
  },
};
