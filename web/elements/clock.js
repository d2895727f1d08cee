/** <rope-clock>: a hand for each pair of each method, which turns as the position slider moves. */

import { html, LitElement } from 'lit';
import { dialsOf } from '../charts/dials.js';
import { handsOf, isNew } from '../figures/clock.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { columnWidth, followWidth } from './host-width.js';
import { keepKeys } from './own-keys.js';
import { spoken } from './spoken.js';
import { seriesColor, shared } from './styles.js';

const gap = 32; // CSS px between columns
const least = 270; // CSS px of a column
const circle = 2 * Math.PI; // rad

/** @type {Record<string, [number, number]>} pairs and tokens */
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @param {number} at  @param {number} count */
const held = (at, count) => Math.max(0, Math.min(count - 1, at));

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
      .of {
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
      .chosen .dial {
        stroke: var(--accent, light-dark(#0b5cad, #7cb7ff));
        stroke-width: 2.5;
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
    pair: { state: true },
    spoken: { state: true },
    width: { state: true },
  };

  constructor() {
    super();
    /** @type {import('../figures/clock.js').Clock[]} */
    this.clocks = [];
    this.words = en;
    /** @type {number | null} tokens; null: the last token until somebody moves it */
    this.position = null;
    /** @type {number | null} that is read */
    this.pair = null;
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

  /** Where the hands stand, tokens. */
  get place() {
    const last = Math.max(0, ...this.clocks.map(({ length }) => length - 1));
    return Math.min(this.position ?? last, last);
  }

  /** Left and right choose a pair, up and down move the position. @param {KeyboardEvent} event */
  key(event) {
    const [along, on] = steps[event.key] ?? [0, 0];
    if (along || on) {
      const pairs = Math.max(...this.clocks.map(({ hands }) => hands.length));
      const step = on * (event.shiftKey ? 16 : 1);
      this.pair = held((this.pair ?? (along > 0 ? -1 : 0)) + along, pairs);
      this.position = held(this.place + step, this.clocks[0]?.length ?? 1);
      this.spoken = this.readout();
    } else if (event.key === 'Escape' && this.pair !== null) this.pair = null;
    else return;
    event.preventDefault();
    event.stopPropagation(); // a slide deck around the figure would turn the page
  }

  /** What the hands of the chosen pair show; '' where none is chosen. */
  readout() {
    const { pair, place } = this;
    if (pair === null) return '';
    const values = this.clocks.flatMap(({ name, hands }) => {
      const hand = hands[pair];
      return hand
        ? [{ name, turns: (hand.rate * place) / circle, trained: hand.trained / circle, unseen: isNew(hand, place) }]
        : [];
    });
    return withInsights(this.words).insights.clock.readout(pair, place, values);
  }

  /** @param {PointerEvent} event */
  point({ target }) {
    const dial = /** @type {Element} */ (target).closest('[data-pair]');
    if (dial) this.pair = Number(dial.getAttribute('data-pair'));
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
    const drawing = dialsOf(dials, {
      width: columnWidth(this.width, this.clocks.length, { gap, least }),
      label,
      pair: words.charts.coverage.pair,
      chosen: this.pair,
    });
    drawing.style.setProperty('--color', seriesColor(clock.slot));
    return html`<div><p class="of">${clock.name}</p>${drawing}<p class="summary">${this.words.parts.together(sentences)}</p></div>`;
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
        <input type="range" min="0" max=${first.length - 1} .value=${String(this.place)} @input=${move} @keydown=${keepKeys}>
        <output>${this.place}</output></label>
      <p class="summary">${clock.key(first.trained)}</p>
      <p class="readout">${this.readout()}</p>
      <div class="columns" role="group" tabindex="0" aria-label=${clock.keys} @keydown=${this.key} @pointerover=${this.point}
        @pointerdown=${this.point}>${this.clocks.map((each) => this.column(each))}</div>
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }
}
