/** <rope-run-numbers>: the runs side by side in numbers, as a table; beside A, how far the others are from it. */
import { html, LitElement, nothing } from 'lit';
import { short } from '../charts/svg.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { seriesColor, shared } from './styles.js';
import { tableStyles } from './table-styles.js';

/**
 * @typedef {import('../figures/run-numbers.js').Row} Row
 * @typedef {keyof import('../figures/run-numbers.js').Numbers} Name
 */

/** @type {Name[]} in the order of the headers of words */
export const columns = [
  .../** @type {const} */ (['within', 'beyond', 'sureWithin', 'sureBeyond']),
  .../** @type {const} */ (['previous', 'distance', 'entropy', 'moved']),
];
/** What is best in a column that says how well the text is predicted; the others say where a head looks, which is no merit. */
const best = /** @type {Partial<Record<Name, (...numbers: number[]) => number>>} */ ({
  ...{ within: Math.min, beyond: Math.min, sureWithin: Math.max, sureBeyond: Math.max },
});

/** @param {number} value */
const signed = (value) => (value === 0 ? '0' : `${value < 0 ? '−' : '+'}${short(Math.abs(value))}`);

export class RopeRunNumbers extends LitElement {
  /** @override */
  static styles = [
    shared,
    tableStyles,
    css`
      .scroll {
        margin: 0 0 0.7rem;
      }
      small {
        display: block;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        white-space: nowrap;
      }
      td {
        font-weight: 400;
      }
    `,
  ];
  /** @override */
  static properties = {
    rows: { attribute: false },
    trained: { type: Number },
    reference: { type: Number },
    pinned: { type: Boolean },
    words: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Row[]} */
    this.rows = [];
    /** Length of the longest texts in training, tokens. */
    this.trained = 0;
    /** Place of the column that the others are compared with. */
    this.reference = 0;
    /** Whether somebody pinned it: then all differences from it are said. */
    this.pinned = false;
    this.words = en;
  }

  /** As the table has them, and its file. */
  get headers() {
    const { name = '' } = this.rows.find(({ slot }) => slot === this.reference) ?? {};
    return withInsights(this.words).insights.numbers.headers(this.trained, name);
  }

  /** @param {Row} row  @param {Name} column */
  cell({ slot, numbers }, column) {
    const value = numbers[column];
    if (value === null) return html`<td>–</td>`;
    const all = this.rows.flatMap((row) => row.numbers[column] ?? []);
    const leads = all.length > 1 && best[column]?.(...all) === value;
    const from = this.rows.find((row) => row.slot === this.reference)?.numbers[column] ?? null;
    const apart = this.pinned && slot !== this.reference && from !== null;
    return html`<td>${leads ? html`<b>${short(value)}</b>` : short(value)}${apart ? html`<small>${signed(value - from)}</small>` : nothing}</td>`;
  }

  /** @override */
  render() {
    const caption = withInsights(this.words).insights.numbers.caption;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${caption}><table>
      <caption>${caption}</caption>
      <thead><tr>${this.headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
      <tbody>${this.rows.map(
        (row) => html`<tr><th scope="row"><i .style=${`background:${seriesColor(row.slot)}`}></i>${row.name}</th>
          ${columns.map((column) => this.cell(row, column))}</tr>`,
      )}</tbody></table></div>`;
  }
}
