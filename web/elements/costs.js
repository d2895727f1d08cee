/** <rope-costs>: what a new token costs under each method at one length, as a table. */
import { css, html, LitElement } from 'lit';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { seriesColor, shared } from './styles.js';

/** @typedef {import('../figures/cost.js').Row} Row */

/**
 * @param {Row} row
 * @returns {(number | string)[]} as the headers of words list them
 */
export const cellsOf = ({ name, point }) => [
  ...[name, point.keysSeen, point.exact, point.rotated, point.everyGeometry, point.cacheBytes, point.tableBytes],
];

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export class RopeCosts extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .scroll {
        overflow-x: auto;
        margin-top: 0.8rem;
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding-bottom: 0.3rem;
        text-align: start;
        font-weight: 600;
      }
      th,
      td {
        padding: 0.3rem 1rem 0.3rem 0;
        border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
        text-align: end;
        vertical-align: top;
      }
      thead th {
        min-width: 5rem;
        max-width: 9rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        font-weight: 400;
        vertical-align: bottom;
      }
      th:first-child,
      td:last-child,
      th:last-child {
        text-align: start;
      }
      tbody th {
        font-weight: 600;
        white-space: nowrap;
      }
      i {
        display: inline-block;
        width: 0.7rem;
        height: 0.7rem;
        margin-inline-end: 0.5rem;
        border-radius: 2px;
        forced-color-adjust: none;
      }
      td:last-child {
        min-width: 11rem;
      }
    `,
  ];
  /** @override */
  static properties = { rows: { attribute: false }, at: { type: Number }, words: { attribute: false } };

  constructor() {
    super();
    /** @type {Row[]} */
    this.rows = [];
    /** Length of the text, tokens. */
    this.at = 0;
    this.words = en;
  }

  /** @param {Row} row */
  row(row) {
    const { needs } = withInsights(this.words).insights.cost;
    const [name, ...numbers] = cellsOf(row);
    return html`<tr><th scope="row"><i .style=${`background:${seriesColor(row.slot)}`}></i>${name}</th>
      ${numbers.map((number) => html`<td>${grouped.format(Number(number))}</td>`)}
      <td>${needs(row.need, row.holdsUntil)}</td></tr>`;
  }

  /** @override */
  render() {
    const { cost } = withInsights(this.words).insights;
    const caption = cost.table(this.at);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}><table>
      <caption>${caption}</caption>
      <thead><tr>${cost.headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
      <tbody>${this.rows.map((row) => this.row(row))}</tbody></table></div>`;
  }
}
