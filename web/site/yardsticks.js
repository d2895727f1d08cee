/** What the stored results are held against: what was expected of the methods, and tables that others published. */
import { html, nothing } from 'lit';
import expectations from '../models/expectations.json' with { type: 'json' };
import published from '../models/published-tables.json' with { type: 'json' };
import { claimText } from '../studies/evaluation-table.js';
import { comparisonsOf, verdictsOf } from '../studies/findings.js';

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
const verdictItem = ({ expected, claims, reason, came }, titles) => html`<li>
  <h3>${expected} <span class="verdict ${came ? 'came' : ''}">${came ? 'agrees' : 'agrees in part'}</span></h3>
  <ul>${claims.map(
    (claim) =>
      html`<li>${claimText(claim, titles)} <span class="seeds">${claim.holds} of ${claim.seeds} seeds</span></li>`,
  )}</ul>
  ${reason ? html`<p>${reason}</p>` : nothing}
</li>`;

/** @param {Comparison} comparison */
const rankRow = ({ source, what, pairs, rho }) => html`<tr>
  <th scope="row" class="text">${source}<span class="what">${what}</span></th>
  <td>${rho?.toFixed(2)}</td>
  <td class="text">${pairs.map(({ name, published, measured }) => html`<span class="row">${name} ${published} | ${measured.toFixed(2)}</span> `)}</td>
</tr>`;

/** @param {Stored} stored */
export function yardsticks(stored) {
  const verdicts = verdictsOf(stored, /** @type {Expectation[]} */ (expectations.expectations));
  const comparisons = comparisonsOf(stored, /** @type {PublishedTable[]} */ (published.tables));
  return html`<section aria-labelledby="h-expected">
      <h2 id="h-expected">What was expected, and what was measured</h2>
      <p class="lead">Each expectation is a few comparisons between stored results, made for every seed by itself; it agrees where all of
        them do in all seeds. Shown are means over seeds; &lt; orders them, ≈ says that they differ by little.</p>
      <ol class="expected">${verdicts.map((verdict) => verdictItem(verdict, stored.titles))}</ol>
    </section>
    <section aria-labelledby="h-published">
      <h2 id="h-published">Beside published tables</h2>
      <p class="lead">Published numbers are of models a thousand and more times larger: only the order can be compared. Spearman's rank
        correlation is 1 for the same order and −1 for the opposite one; of three rows it says little.</p>
      <div class="table" role="region" aria-label="Table of rank correlations" tabindex="0"><table>
        <thead><tr><th scope="col" class="text">published</th><th scope="col">rank correlation</th><th scope="col" class="text">each row: theirs | ours</th></tr></thead>
        <tbody>${comparisons.filter(({ rho }) => rho !== null).map(rankRow)}</tbody>
      </table></div>
    </section>`;
}
