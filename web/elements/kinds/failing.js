/** Columns that have no curve: why, where the curve would stand. */
import { html } from 'lit';
import { spokenFailure } from '../spoken.js';

/**
 * What a figure says of columns by itself, it does not say of a column that has no plan or no run: <rope-figure> says that.
 * @param {import('../../figures/types.js').Failed[]} failures
 * @param {import('./types.js').Shown} shown
 */
export function failuresOf(failures, { scope, words }) {
  const said = (/** @type {{ slot: number }} */ { slot }) =>
    scope.planned.value[slot]?.error ?? scope.runs.value[slot]?.error;
  return failures
    .filter((failed) => !said(failed))
    .map(
      ({ name, failure }) =>
        html`<p class="error" role="alert">${words.figure.failed(name, spokenFailure(failure, words))}</p>`,
    );
}
