/** What the stored results are held against: what was expected of the methods, and tables that others published. */
import { html, nothing } from 'lit';
import expectations from '../models/expectations.json' with { type: 'json' };
import published from '../models/published-tables.json' with { type: 'json' };
import { claimText } from '../studies/evaluation-table.js';
import { comparisonsOf, verdictsOf } from '../studies/findings.js';
import { withResults } from '../words/results.js';
import { spoken } from './language.js';

/**
 * @typedef {import('./stored.js').Stored} Stored
 * @typedef {import('../studies/findings.js').Expectation} Expectation
 * @typedef {import('../studies/findings.js').PublishedTable} PublishedTable
 * @typedef {ReturnType<typeof verdictsOf>[number]} Verdict
 * @typedef {ReturnType<typeof comparisonsOf>[number]} Comparison
 */

/**
 * @param {Verdict} verdict
 * @param {import('../studies/evaluation-table.js').Titles} titles
 */
function verdictItem({ id, claims, came, open, ...english }, titles) {
  const words = withResults(spoken());
  const { agrees, partly, open: unmeasured, seeds } = words.yardsticks;
  const verdict = open ? unmeasured : came ? agrees : partly;
  const { expected, reason } = words.data.expectation(id) ?? english;
  return html`<li>
  <h3>${expected} <span class="verdict ${came ? 'came' : ''}">${verdict}</span></h3>
  <ul>${claims.map(
    (claim) =>
      html`<li>${claimText(claim, titles, words)} <span class="seeds">${claim.seeds === 0 ? unmeasured : seeds(claim.holds, claim.seeds)}</span></li>`,
  )}</ul>
  ${reason ? html`<p>${reason}</p>` : nothing}
</li>`;
}

/** @param {Comparison} comparison */
function rankRow({ id, pairs, rho, ...english }) {
  const { source, what } = spoken().data.published(id) ?? english;
  return html`<tr>
  <th scope="row" class="text">${source}<span class="what">${what}</span></th>
  <td>${rho?.toFixed(2)}</td>
  <td class="text"><span class="rows">${pairs.map(({ name, published, measured }) => html`<span>${name} ${published} | ${measured.toFixed(2)} </span>`)}</span></td>
</tr>`;
}

/** @param {Stored} stored */
export const judgedOf = (stored) => ({
  titles: stored.titles,
  verdicts: verdictsOf(stored, /** @type {Expectation[]} */ (expectations.expectations)),
  comparisons: comparisonsOf(stored, /** @type {PublishedTable[]} */ (published.tables)),
});

/** @param {ReturnType<typeof judgedOf>} judged */
export function yardsticks({ titles, verdicts, comparisons }) {
  const words = withResults(spoken()).yardsticks;
  return html`<section aria-labelledby="h-expected">
      <h2 id="h-expected">${words.title}</h2>
      <p class="lead">${words.lead}</p>
      <ol class="expected">${verdicts.map((verdict) => verdictItem(verdict, titles))}</ol>
    </section>
    <section aria-labelledby="h-published">
      <h2 id="h-published">${words.published.title}</h2>
      <p class="lead">${words.published.lead}</p>
      <div class="table" role="region" aria-label=${words.published.table} tabindex="0"><table>
        <thead><tr><th scope="col" class="text">${words.published.source}</th><th scope="col">${words.published.rank}</th><th scope="col" class="text">${words.published.rows}</th></tr></thead>
        <tbody>${comparisons.filter(({ rho }) => rho !== null).map(rankRow)}</tbody>
      </table></div>
    </section>`;
}
