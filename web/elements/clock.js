/** <rope-clock>: a hand for each pair of each method, which turns as the position slider moves. */
import { css, html, LitElement } from 'lit';
import { dialsOf } from '../charts/dials.js';
import { handsOf, isNew } from '../figures/clock.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { spoken } from './spoken.js';
import { seriesColor, shared } from './styles.js';

const gap = 32; // CSS px between columns
const least = 270; // CSS px of a column

export class RopeClock extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.4rem 0.8rem;
        font-variant-numeric: tabular-nums;
      }
      input {
        flex: 1 1 14rem;
        min-height: 1.5rem;
      }
      output {
        min-width: 4ch;
        font-weight: 600;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 270px), 1fr));
        gap: 0.8rem 32px;
        margin-top: 0.6rem;
      }
      h3 {
        margin: 0 0 0.2rem;
        font-weight: 600;
        font-size: 0.875rem;
      }
      .dial {
        fill: var(--skeleton, light-dark(#e9ebeb, #24282b));
      }
      .met {
        fill: var(--color);
        opacity: 0.35;
      }
      .hand {
        stroke: var(--ink, light-dark(#16191c, #e8e8e4));
        stroke-width: 2;
      }
      .unseen .hand {
        stroke: var(--warn, light-dark(#b3261e, #ff9d94));
        stroke-width: 3;
      }
      .tip {
        fill: var(--warn, light-dark(#b3261e, #ff9d94));
      }
    `,
  ];
  /** @override */
  static properties = {
    clocks: { attribute: false },
    words: { attribute: false },
    position: { state: true },
    width: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../figures/clock.js').Clock[]} */
    this.clocks = [];
    this.words = en;
    /** @type {number | null} tokens; null: the last token until somebody moves it */
    this.position = null;
    this.width = 0;
    this.observer = new ResizeObserver(([entry]) => {
      this.width = Math.floor(entry?.contentRect.width ?? 0);
    });
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.observer.observe(this);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  /** Where the hands stand, tokens. */
  get place() {
    const last = Math.max(0, ...this.clocks.map(({ length }) => length - 1));
    return Math.min(this.position ?? last, last);
  }

  get columnWidth() {
    const columns = Math.max(1, Math.min(this.clocks.length, Math.floor((this.width + gap) / (least + gap))));
    return Math.floor((this.width - gap * (columns - 1)) / columns);
  }

  /** Keys of the slider, which a deck of slides would take for its own. @param {KeyboardEvent} event */
  keep(event) {
    if (event.key !== 'Tab' && event.key !== 'Escape') event.stopPropagation();
  }

  /** @param {import('../figures/clock.js').Clock} clock */
  column(clock) {
    const words = withInsights(this.words);
    const sentences = spoken([handsOf(clock, this.place), ...clock.summary], words);
    const dials = clock.hands.map((hand) => ({
      angle: hand.rate * this.place,
      trained: hand.trained,
      unseen: isNew(hand, this.place),
    }));
    const [label = ''] = sentences;
    const drawing = dialsOf(dials, { width: this.columnWidth, label, pair: words.charts.coverage.pair });
    drawing.style.setProperty('--color', seriesColor(clock.slot));
    return html`<div><h3>${clock.name}</h3>${drawing}<p class="summary">${this.words.parts.together(sentences)}</p></div>`;
  }

  /** @override */
  render() {
    const [first] = this.clocks;
    const { clock } = withInsights(this.words).insights;
    const move = (/** @type {Event} */ { target }) => {
      this.position = Number(/** @type {HTMLInputElement} */ (target).value);
    };
    if (!first || this.width <= 0) return html``;
    return html`<label>${clock.position}
        <input type="range" min="0" max=${first.length - 1} .value=${String(this.place)} @input=${move} @keydown=${this.keep}>
        <output>${this.place}</output></label>
      <p class="summary">${clock.key(first.trained)}</p>
      <div class="columns">${this.clocks.map((each) => this.column(each))}</div>`;
  }
}
