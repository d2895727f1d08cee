/** <rope-cell>: the score of one query and key in its parts by channel pair, a drawing of bars for each method. */

import { html, LitElement, nothing } from 'lit';
import { barsOf } from '../charts/bars.js';
import { visible } from '../charts/map-cell.js';
import { short } from '../charts/svg.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { columnWidth, followWidth } from './host-width.js';
import { seriesColor, shared } from './styles.js';

/**
 * @typedef {import('../figures/cell.js').Column} Column
 * @typedef {import('../figures/cell.js').Split} Split
 * @typedef {{ value: number, look: string, label: string, under?: string, apart?: boolean, named: string }} Bar
 */

const gap = 32; // CSS px between columns
const least = 300; // CSS px of a column
const labelled = 24; // bars that have a number each; of more, every fourth

/** @param {number} at  @param {number} count */
const held = (at, count) => Math.max(0, Math.min(count - 1, at));

export class RopeCell extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
        gap: 0.8rem 32px;
        margin-top: 0.5rem;
      }
      .of {
        margin: 0 0 0.2rem;
        font-weight: 600;
      }
      .of i,
      .key i {
        display: inline-block;
        width: 0.7rem;
        height: 0.7rem;
        margin-inline-end: 0.5rem;
        border-radius: 2px;
      }
      .of b {
        float: inline-end;
        font-variant-numeric: tabular-nums;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1.2rem;
        margin: 0.4rem 0 0;
        font-size: 0.8125rem;
      }
      .place {
        overflow-wrap: anywhere;
      }
      .room {
        fill: transparent;
      }
      .chosen .room {
        fill: var(--skeleton, light-dark(#e9ebeb, #24282b));
      }
      .fast .bar {
        fill: var(--color);
      }
      .slow .bar {
        fill: var(--color);
        fill-opacity: 0.35;
        stroke: var(--color);
      }
      .other .bar {
        fill: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      .key .fast {
        background: var(--muted, light-dark(#3c4247, #c3c8cc));
      }
      .key .slow {
        background: light-dark(#c9cdd0, #4a5055);
        box-shadow: inset 0 0 0 1px var(--muted, light-dark(#3c4247, #c3c8cc));
      }
      .key .other {
        background: var(--muted, light-dark(#565d63, #a3a9ae));
        border-radius: 50%;
      }
      .rule {
        stroke: var(--rule, light-dark(#e2e4e3, #2b3034));
      }
      .zero {
        stroke: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      .chosen text {
        fill: var(--ink, light-dark(#16191c, #e8e8e4));
        font-weight: 700;
      }
      .readout {
        min-height: 1.45em;
        margin: 0.4rem 0 0;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];
  /** @override */
  static properties = {
    cell: { attribute: false },
    text: { attribute: false },
    words: { attribute: false },
    chosen: { state: true },
    spoken: { state: true },
    width: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../figures/cell.js').Cell | null} */
    this.cell = null;
    /** @type {string | string[]} an entry a token */
    this.text = '';
    this.words = en;
    /** @type {number | null} the bar that is read */
    this.chosen = null;
    this.spoken = '';
    this.width = 0;
    followWidth(this, (width) => {
      this.width = Math.floor(width);
    });
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('words')) this.spoken = ''; // it was said in another language
  }

  get said() {
    return withInsights(this.words).cell;
  }

  /** Of the pairs, then what else is added. @param {Split} split @returns {Bar[]} */
  bars({ pairs, rest, biases }) {
    const { said } = this;
    const every = pairs.length > labelled ? 4 : 1;
    const bars = pairs.map(({ value, wavelength, band }, pair) => ({
      value,
      look: band === 'still' ? 'other' : band,
      label: pair % every === 0 ? String(pair) : '',
      under: pair % (2 * every) === 0 ? short(wavelength) : '',
      named: said.named({ pair, wavelength }),
    }));
    const others = [
      { value: rest, label: said.rest, named: said.restNamed },
      { value: biases, label: said.biases, named: said.biasesNamed },
    ].filter(({ value }) => value !== 0);
    return [...bars, ...others.map((each, i) => ({ ...each, look: 'other', apart: i === 0 }))];
  }

  /** Of all columns alike, so that bars can be compared. @returns {[number, number]} */
  get range() {
    const values = (this.cell?.columns ?? []).flatMap(({ split }) =>
      split ? [...split.pairs.map(({ value }) => value), split.rest, split.biases].filter(Number.isFinite) : [],
    );
    const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
    const slack = 0.05 * (high - low || 1);
    return [low < 0 ? low - slack : 0, high + slack];
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      const count = Math.max(
        1,
        ...(this.cell?.columns ?? []).map(({ split }) => (split ? this.bars(split).length : 0)),
      );
      this.chosen = held((this.chosen ?? (step > 0 ? -1 : count)) + step, count);
      this.spoken = this.readout();
    } else if (event.key === 'Escape' && this.chosen !== null) this.chosen = null;
    else return;
    event.preventDefault();
    event.stopPropagation(); // a slide deck around the figure would turn the page
  }

  /** @param {PointerEvent} event */
  point({ target }) {
    const bar = /** @type {Element} */ (target).closest('[data-bar]');
    if (bar) this.chosen = Number(bar.getAttribute('data-bar'));
  }

  /** What the chosen bars say; '' where none is chosen. */
  readout() {
    const { chosen } = this;
    const columns = this.cell?.columns ?? [];
    if (chosen === null) return '';
    const values = columns.flatMap(({ name, split }) => {
      const bar = split && Number.isFinite(split.logit) ? this.bars(split)[chosen] : undefined;
      return bar ? [{ name, part: bar.named, value: bar.value }] : [];
    });
    return this.said.readout(values);
  }

  /** @param {Column} column */
  column({ name, slot, split }) {
    const { said } = this;
    const title = html`<p class="of"><i .style=${`background:${seriesColor(slot)}`}></i>${name}${
      split && Number.isFinite(split.logit) ? html`<b>${said.logit} ${short(split.logit)}</b>` : nothing
    }</p>`;
    if (!split || !Number.isFinite(split.logit))
      return html`<div>${title}<p class="summary">${split ? said.unseen : said.waiting}</p></div>`;
    const drawing = barsOf(this.bars(split), {
      ...{
        width: columnWidth(this.width, this.cell?.columns.length ?? 1, { gap, least }),
        range: this.range,
        label: said.label(name),
      },
      ...{ xTitle: said.xTitle, yTitle: said.yTitle, chosen: this.chosen },
    });
    drawing.style.setProperty('--color', seriesColor(slot));
    return html`<div>${title}${drawing}</div>`;
  }

  /** @override */
  render() {
    if (!this.cell || this.width <= 0) return nothing;
    const { said } = this;
    const { layer, head, q, k, trained, columns } = this.cell;
    const shown = (/** @type {number} */ i) => visible(this.text[i] ?? '');
    const bands = said.bands(trained);
    return html`<p class="place summary">${said.place({ layer, head, q, k, asking: shown(q), seen: shown(k) })}</p>
      <p class="key">${Object.entries(bands).map(([band, words]) => html`<span><i class=${band}></i>${words}</span>`)}</p>
      <p class="readout">${this.readout()}</p>
      <div class="columns" role="group" tabindex="0" aria-label=${said.keys} @keydown=${this.key} @pointerover=${this.point}
        @pointerdown=${this.point}>${columns.map((column) => this.column(column))}</div>
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }
}
