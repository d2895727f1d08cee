/** The table of stored results: per weights and method, at one length, at eight times that and, for the loss, at 32 times. */
import { html, nothing } from 'lit';
import { measuredOf, rowsOf, unique } from '../studies/findings.js';
import { withResults } from '../words/results.js';
import { spoken } from './language.js';

/**
 * @typedef {import('./stored.js').Stored} Stored
 * @typedef {import('../studies/findings.js').Pooled} Pooled
 * @typedef {import('../studies/findings.js').Measure & { task: 'text' | 'repeat' | 'passkey' }} Measure
 */

const far = 8; // times the training length: where the published tables stand
const farthest = 32; // of those that hold there

/**
 * Half the training length is repeated at the training length, the whole of it beyond: copies from as far as they can be.
 * @param {number} trained
 * @returns {Measure[]}
 */
export function measuresAt(trained) {
  return [
    { task: 'text', metric: 'loss', length: trained },
    { task: 'text', metric: 'loss', length: far * trained },
    { task: 'text', metric: 'loss', length: farthest * trained },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: trained,
      params: { period: trained / 2 },
    },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: far * trained,
      params: { period: trained },
    },
    { task: 'passkey', metric: 'exact_match', length: trained },
    { task: 'passkey', metric: 'exact_match', length: far * trained },
  ];
}

/** @param {Pooled | null} value */
const shown = (value) =>
  value
    ? html`<td>${value.mean.toFixed(2)} <span class="spread">± ${value.spread.toFixed(2)}</span><span class="n">n ${value.samples}</span></td>`
    : html`<td class="unmeasured">${withResults(spoken()).results.unmeasured}</td>`;

/** How many seeds the numbers are means over. @param {ReturnType<typeof rowsOf>} rows */
function spreadOf(rows) {
  const counts = rows.flatMap(({ values }) => values.flatMap((value) => (value ? [value.seeds] : [])));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return /** @type {const} */ ({ over: 'samples' });
  return /** @type {const} */ ({ over: 'seeds', seeds: withResults(spoken()).results.range(least, most) });
}

/**
 * @param {Stored} stored
 * @param {number} short  the length that stands for training, tokens
 * @param {(family: string) => unknown} linkOf
 * @param {{ id?: string, title?: string, table?: string, lead?: string }} [said]  where it is not the table of all results, or another beside it
 */
export function resultsTable(stored, short, linkOf, said = {}) {
  const measures = measuredOf(stored, measuresAt(short));
  const lengths = unique(measures.map(({ length }) => String(length)));
  const rows = rowsOf(stored, measures);
  if (rows.length === 0) return nothing;
  const { results: words, data } = withResults(spoken());
  const title = (/** @type {Measure} */ { task, length, params }) => words[task](length, params?.period ?? 0);
  const families = unique(rows.map(({ family }) => family));
  const group = (/** @type {string} */ family) => {
    const own = rows.filter((row) => row.family === family);
    return html`<tbody>${own.map(
      ({ line, values }, i) =>
        html`<tr>${i === 0 ? html`<th scope="rowgroup" rowspan=${own.length}>${linkOf(family)}</th>` : nothing}<th scope="row" class="line">${data.line(line) ?? stored.titles.lines[line] ?? line}</th>${values.map(shown)}</tr>`,
    )}</tbody>`;
  };
  const id = said.id ?? 'h-results';
  return html`<section aria-labelledby=${id}>
    <h2 id=${id}>${said.title ?? words.title}</h2>
    <p class="lead">${said.lead ?? words.lead({ lengths, spread: spreadOf(rows) })}</p>
    <div class="table" role="region" aria-label=${said.table ?? words.table} tabindex="0"><table>
      <thead><tr><th scope="col">${words.weights}</th><th scope="col" class="line">${words.method}</th>${measures.map((each) => html`<th scope="col">${title(each)}</th>`)}</tr></thead>
      ${families.map(group)}
    </table></div>
  </section>`;
}
