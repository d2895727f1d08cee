/** <rope-head-labels>: a grid of heads for each method, each with its label; one is chosen. Below: the rule, and how sure it is. */
import { html, LitElement, nothing } from 'lit';
import { labels as known, most, near, period } from '../figures/head-labels.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { arrowTo } from './grid-keys.js';
import { headLabelStyles } from './head-labels-styles.js';
import { seriesColor, shared } from './styles.js';
import { tableStyles } from './table-styles.js';

/**
 * @typedef {import('../figures/head-labels.js').Column} Column
 * @typedef {import('../figures/head-labels.js').Head} Head
 */

/** @param {{ changed: number, of: number } | undefined} changes */
const shareOf = (changes) => (changes && changes.of > 0 ? changes.changed / changes.of : null);

export class RopeHeadLabels extends LitElement {
  /** @override */
  static styles = [shared, tableStyles, headLabelStyles];
  /** @override */
  static properties = {
    labels: { attribute: false },
    layer: { type: Number },
    head: { type: Number },
    words: { attribute: false },
    spoken: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../figures/head-labels.js').Labels | null} */
    this.labels = null;
    this.layer = 0;
    this.head = 0;
    this.words = en;
    this.spoken = '';
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('words')) this.spoken = ''; // it was said in another language
  }

  /** @override */
  updated() {
    this.style.setProperty('--heads', String(this.labels?.heads ?? 1));
  }

  get said() {
    return withInsights(this.words).heads;
  }

  /**
   * @param {Column} column
   * @param {number} layer
   * @param {number} head
   */
  choose(column, layer, head) {
    this.layer = layer;
    this.head = head;
    this.spoken = this.readout(column);
    this.dispatchEvent(new CustomEvent('rope-head', { detail: { layer, head }, bubbles: true, composed: true }));
  }

  /** @param {KeyboardEvent} event  @param {Column} column */
  key(event, column) {
    const { layers = 0, heads = 0 } = this.labels ?? {};
    const to = arrowTo(event, { row: this.layer, col: this.head }, { rows: layers, cols: heads });
    if (!to) return;
    this.choose(column, to.row, to.col);
    /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector(`[data-place="${column.slot}-${to.row}-${to.col}"]`)
    )?.focus();
  }

  /** Of the chosen head. @param {Column} column */
  readout({ name, heads }) {
    const chosen = heads.find(({ layer, head }) => layer === this.layer && head === this.head);
    return chosen ? this.said.readout({ ...chosen, name, label: this.said.names[chosen.label] }) : '';
  }

  /** @param {Column} column  @param {Head} head */
  cell(column, { layer, head, label, shares }) {
    const here = layer === this.layer && head === this.head;
    const { names, brief, share } = this.said;
    const held = label === 'none' ? null : share(shares[label]);
    const spoken = `${this.words.parts.heads.cell(layer, head)}: ${held ? `${brief[label]} ${held}` : names[label]}`;
    return html`<span role="gridcell"><button type="button" class=${label} data-place="${column.slot}-${layer}-${head}"
      tabindex=${here ? 0 : -1} aria-pressed=${here ? 'true' : 'false'} aria-label=${spoken}
      @click=${() => this.choose(column, layer, head)}>${brief[label]} <small>${held ?? html`&nbsp;`}</small></button></span>`;
  }

  /** @param {Column} column */
  column(column) {
    const { layers, heads } = /** @type {import('../figures/head-labels.js').Labels} */ (this.labels);
    const words = this.words.parts.heads;
    const range = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => i);
    const rows = range(layers).map((layer) => {
      const cells = column.heads.filter((head) => head.layer === layer).map((head) => this.cell(column, head));
      return html`<div role="row"><span class="label" role="rowheader" aria-label=${words.layer(layer)}>L${layer}</span>${cells}</div>`;
    });
    return html`<div><p class="of"><i .style=${`background:${seriesColor(column.slot)}`}></i>${column.name}</p>
      ${
        column.asked
          ? html`<p class="summary">${this.said.waiting}</p>`
          : html`<div class="grid"><div role="grid" aria-label=${words.label(column.name)}
              @keydown=${(/** @type {KeyboardEvent} */ event) => this.key(event, column)}>
              <div role="row"><span role="gridcell" class="label"></span>${range(heads).map(
                (head) => html`<span class="label" role="columnheader" aria-label=${words.head(head)}>H${head}</span>`,
              )}</div>${rows}</div></div>
            <p class="readout">${this.readout(column)}</p>`
      }</div>`;
  }

  rule() {
    const { rule, places, table, names, percent } = this.said;
    const { lettered, length, rate } = /** @type {import('../figures/head-labels.js').Labels} */ (this.labels);
    const where = places(near);
    const caption = table.caption({
      ...{ models: rate.models.length, heads: rate.heads },
      ...{ letters: shareOf(rate.letters) ?? 0, prose: shareOf(rate.prose) ?? 0 },
    });
    return html`<p class="summary">${rule({ lettered, period, length, most })}</p>
      <p class="sure">${caption}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${caption}><table>
        <thead><tr>${table.headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
        <tbody>${known.map(
          (
            label,
          ) => html`<tr><th scope="row"><span class="key ${label}">${names[label]}</span></th><td>${where[label]}</td>
            <td>${percent(shareOf(rate.byLabel[label].letters))}</td><td>${percent(shareOf(rate.byLabel[label].prose))}</td></tr>`,
        )}</tbody></table></div>`;
  }

  /** @override */
  render() {
    if (!this.labels) return nothing;
    return html`<div class="columns">${this.labels.columns.map((column) => this.column(column))}</div>
      ${this.rule()}
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }
}
