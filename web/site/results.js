/** The table of stored results: per weights and method, at one length and at eight times that. */
import { html, nothing } from 'lit';
import { rangeText } from '../scope/evaluation-cells.js';
import { rowsOf, unique } from '../studies/findings.js';

/**
 * @typedef {import('./stored.js').Stored} Stored
 * @typedef {import('../studies/findings.js').Pooled} Pooled
 * @typedef {import('../studies/findings.js').Measure & { title: string }} Measure
 */

const far = 8; // times the training length: where the published tables stand

/**
 * Half the training length is repeated at the training length, the whole of it beyond: copies from as far as they can be.
 * @param {number} trained
 * @returns {Measure[]}
 */
export function measuresAt(trained) {
  return [
    { task: 'text', metric: 'loss', length: trained, title: `text loss at ${trained}` },
    { task: 'text', metric: 'loss', length: far * trained, title: `text loss at ${far * trained}` },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: trained,
      params: { period: trained / 2 },
      title: `repeat ${trained / 2} at ${trained}`,
    },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: far * trained,
      params: { period: trained },
      title: `repeat ${trained} at ${far * trained}`,
    },
    { task: 'passkey', metric: 'exact_match', length: trained, title: `passkey at ${trained}` },
    { task: 'passkey', metric: 'exact_match', length: far * trained, title: `passkey at ${far * trained}` },
  ];
}

/** @param {Pooled | null} value */
const shown = (value) =>
  value
    ? html`<td>${value.mean.toFixed(2)} <span class="spread">± ${value.spread.toFixed(2)}</span><span class="n">n ${value.samples}</span></td>`
    : html`<td>–</td>`;

/**
 * @param {Stored} stored
 * @param {number} short  the length that stands for training, tokens
 * @param {(family: string) => unknown} linkOf
 */
export function resultsTable(stored, short, linkOf) {
  const measures = measuresAt(short);
  const rows = rowsOf(stored, measures);
  if (rows.length === 0) return nothing;
  const seeds = rangeText(rows.flatMap(({ values }) => values.flatMap((value) => (value ? [value.seeds] : []))));
  const families = unique(rows.map(({ family }) => family));
  const group = (/** @type {string} */ family) => {
    const own = rows.filter((row) => row.family === family);
    return html`<tbody>${own.map(
      ({ line, values }, i) =>
        html`<tr>${i === 0 ? html`<th scope="rowgroup" rowspan=${own.length}>${linkOf(family)}</th>` : nothing}<th scope="row" class="line">${stored.titles.lines[line] ?? line}</th>${values.map(shown)}</tr>`,
    )}</tbody>`;
  };
  return html`<section aria-labelledby="h-results">
    <h2 id="h-results">All stored results</h2>
    <p class="lead">Loss in nats (lower is better), the others as shares of 1 (higher is better), on texts of ${short} and of ${far * short} characters.
      Mean ± standard deviation ${seeds === '1' ? 'over samples' : `over seeds (${seeds} of each weights), over samples where there is one`};
      n: samples. Passkey: mean over all depths. Choose weights here to see their maps above and to run their numbers again.</p>
    <div class="table" role="region" aria-label="Table of stored results" tabindex="0"><table>
      <thead><tr><th scope="col">weights</th><th scope="col" class="line">method</th>${measures.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
      ${families.map(group)}
    </table></div>
  </section>`;
}
