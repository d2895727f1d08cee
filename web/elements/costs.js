/** <rope-costs>: what a new token costs under each method at one length, as a table. */
import { html, LitElement } from 'lit';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { seriesColor, shared } from './styles.js';
import { tableStyles } from './table-styles.js';

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
    tableStyles,
    css`
      :is(th, td):last-child {
        text-align: start;
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
