/** <rope-score-grid>: scores from 0 to 1 by depth and length, one number a cell; a cell can be chosen by pointer or keys. */
import { html, LitElement } from 'lit';
import { scoreColor } from '../charts/score-color.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { arrowTo } from './grid-keys.js';
import { shared } from './styles.js';
import { turn } from './turns.js';

/** @param {number} score */
const percent = (score) => String(Math.round(100 * score));

export class RopeScoreGrid extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      [role='grid'] {
        display: grid;
        gap: 2px;
      }
      [role='row'] {
        display: grid;
        grid-template-columns: 2.3rem repeat(var(--columns), minmax(0, 3.4rem));
        gap: 2px;
        align-items: center;
      }
      .label {
        font-size: 0.75rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        font-variant-numeric: tabular-nums;
        text-align: center;
      }
      [role='rowheader'] {
        text-align: end;
        padding-inline-end: 0.35rem;
      }
      .beyond {
        border-inline-start: 1.5px dashed var(--ink, light-dark(#16191c, #e8e8e4));
        padding-inline-start: 1px;
        margin-inline-start: -2px;
      }
      button {
        all: unset;
        display: block;
        box-sizing: border-box;
        width: 100%;
        min-height: 1.75rem;
        line-height: 1.75rem;
        text-align: center;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
        border-radius: 2px;
        cursor: pointer;
        background: var(--skeleton, light-dark(#e6e8e8, #24282b));
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        forced-color-adjust: none; /* the colour is the score */
      }
      button.live {
        font-weight: 600;
      }
      button.stored {
        font-style: italic;
      }
      button:is(:hover, [aria-pressed='true']) {
        outline: 2px solid var(--ink, light-dark(#16191c, #e8e8e4));
        outline-offset: 1px;
      }
      button:focus-visible {
        outline: 2px solid var(--accent, light-dark(#0b5cad, #7cb7ff));
        outline-offset: 1px;
      }
    `,
  ];
  /** @override */
  static properties = {
    name: {},
    depths: { attribute: false },
    lengths: { attribute: false },
    scores: { attribute: false },
    trained: { type: Number },
    chosen: { type: Number },
    words: { attribute: false },
    at: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    /** @type {number[]} */
    this.depths = [];
    /** @type {number[]} tokens */
    this.lengths = [];
    /** @type {(import('../scope/evaluation-cells.js').Score | null)[]} [depths, lengths] */
    this.scores = [];
    this.trained = 0;
    this.words = en;
    /** Index of the chosen cell; -1 = none. */
    this.chosen = -1;
    /** Index of the cell that Tab reaches. */
    this.at = 0;
  }

  /** @override */
  async scheduleUpdate() {
    await turn(this); // one grid a frame while cells stream in
    super.scheduleUpdate();
  }

  /** @param {number} index */
  choose(index) {
    this.at = index;
    this.dispatchEvent(new CustomEvent('rope-cell', { detail: { index }, bubbles: true, composed: true }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const cols = this.lengths.length;
    const place = { row: Math.floor(this.at / cols), col: this.at % cols };
    const to = arrowTo(event, place, { rows: this.depths.length, cols });
    if (!to) return;
    this.at = to.row * cols + to.col;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`[data-i="${this.at}"]`))?.focus();
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('lengths')) this.style.setProperty('--columns', String(this.lengths.length));
    if (this.at >= this.depths.length * this.lengths.length) this.at = 0;
  }

  /**
   * @param {number} index
   * @param {{ depth: number, length: number }} place
   */
  cell(index, { depth, length }) {
    const score = this.scores[index];
    const state = !score ? 'empty' : score.live ? 'live' : 'stored';
    const color = score && scoreColor(score.mean, !score.live);
    const words = withInsights(this.words).passkey;
    const said = score ? words.score({ ...score, percent: percent(score.mean) }) : words.notRun;
    return html`<span role="gridcell"><button type="button" class=${state} data-i=${index} tabindex=${index === this.at ? 0 : -1}
      aria-pressed=${index === this.chosen ? 'true' : 'false'} aria-label=${words.cell(depth, length, said)}
      .style=${color ? `background:${color.ground};color:${color.ink}` : ''} @click=${() => this.choose(index)}>${score ? percent(score.mean) : '·'}</button></span>`;
  }

  /** @override */
  render() {
    const { depths, lengths, trained } = this;
    const words = withInsights(this.words).passkey;
    const edge = lengths.findIndex((length) => length > trained);
    return html`<div role="grid" aria-label=${words.grid(this.name)} @keydown=${this.key}>
      <div role="row"><span role="columnheader" class="label">${words.depth}</span>${lengths.map(
        (length, i) => html`<span class="label ${i === edge ? 'beyond' : ''}" role="columnheader">${length}</span>`,
      )}</div>
      ${depths.map(
        (depth, row) =>
          html`<div role="row"><span class="label" role="rowheader">${depth}</span>${lengths.map((length, i) =>
            this.cell(row * lengths.length + i, { depth, length }),
          )}</div>`,
      )}
    </div>`;
  }
}
