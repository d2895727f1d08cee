/** <rope-coverage>: for each method, the angles seen in training against the angles visited at the target length. */

import { html, LitElement } from 'lit';
import { coverage } from '../charts/coverage.js';
import { en } from '../words/en.js';
import { css } from './css.js';
import { columnWidth, followWidth } from './host-width.js';
import { spoken } from './spoken.js';
import { seriesColor, shared } from './styles.js';
import { turn } from './turns.js';

/** @typedef {import('../figures/coverage.js').Covered} Covered */

export class RopeCoverage extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 17.5rem), 1fr));
        gap: 0.5rem 2rem;
        min-height: 18rem;
      }
      h3 {
        margin: 0 0 0.2rem;
        font-weight: 600;
        font-size: 0.875rem;
      }
      .circle {
        fill: var(--skeleton, light-dark(#e9ebeb, #24282b));
      }
      .seen {
        fill: var(--color);
      }
      .unseen-ground {
        fill: var(--paper, light-dark(#fff, #16191b));
      }
      .unseen-line {
        fill: var(--warn, light-dark(#b3261e, #ff9d94));
      }
      .limit,
      .tick {
        stroke: var(--ink, light-dark(#16191c, #e8e8e4));
      }
      .limit {
        stroke-width: 1.5;
      }
      .key {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1.2rem;
        margin: 0 0 0.6rem;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      .key li {
        display: flex;
        gap: 0.4rem;
        align-items: center;
      }
      .key i {
        display: inline-block;
        width: 1.6rem;
        height: 0.65rem;
        background: var(--series-0, #777);
      }
      .key .hatched {
        background: repeating-linear-gradient(
          135deg,
          var(--warn, light-dark(#b3261e, #ff9d94)) 0 2px,
          transparent 2px 5px
        );
      }
      .key .never {
        background: var(--skeleton, light-dark(#e9ebeb, #24282b));
      }
      .key .edge {
        width: 2px;
        height: 0.9rem;
        background: currentColor;
      }
    `,
  ];
  /** @override */
  static properties = {
    methods: { attribute: false },
    words: { attribute: false },
    width: { state: true },
  };

  constructor() {
    super();
    /** @type {Covered[]} */
    this.methods = [];
    this.words = en;
    this.width = 0;
    followWidth(this, (width) => {
      this.width = Math.floor(width);
    });
  }

  /** @override */
  async scheduleUpdate() {
    if (this.hasUpdated) await turn(this); // the rings can wait for the maps; the first update takes over what was set before the element was defined
    super.scheduleUpdate();
  }

  /** @param {Covered} method */
  column({ name, slot, pairs, summary }) {
    const sentences = spoken(summary, this.words);
    const [label = ''] = sentences;
    const figure = coverage(pairs, {
      width: columnWidth(this.width, this.methods.length, { gap: 32, least: 280 }),
      label,
      words: this.words.charts.coverage,
    });
    figure.style.setProperty('--color', seriesColor(slot));
    return html`<div><h3>${name}</h3>${pairs.length > 0 ? figure : ''}<p class="summary">${this.words.parts.together(sentences)}</p></div>`;
  }

  /** @override */
  render() {
    const words = this.words.parts.coverage;
    return html`
      <ul class="key">
        <li><i></i>${words.both}</li>
        <li><i class="hatched"></i>${words.unseen}</li>
        <li><i class="never"></i>${words.never}</li>
        <li><i class="edge"></i>${words.edge}</li>
        <li>${words.circle}</li>
      </ul>
      <div class="columns">${this.width > 0 ? this.methods.map((method) => this.column(method)) : ''}</div>`;
  }
}
