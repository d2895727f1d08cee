/** <rope-number>: a slider and an exact entry for one number; the slider is logarithmic where the range asks for it. */
import { html, LitElement } from 'lit';
import { en } from '../words/en.js';
import { css } from './css.js';
import { sliderScale } from './slider-scale.js';
import { shared } from './styles.js';

export class RopeNumber extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 5.6rem;
        gap: 0.6rem;
        align-items: center;
      }
      input {
        width: 100%;
        margin: 0;
      }
      input[type='number'] {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      input:disabled {
        opacity: 0.55;
      }
    `,
  ];
  /** @override */
  static properties = {
    label: {},
    value: { type: Number },
    min: { type: Number },
    max: { type: Number },
    integer: { type: Boolean },
    disabled: { type: Boolean },
    marks: { attribute: false },
    words: { attribute: false },
  };

  constructor() {
    super();
    this.label = '';
    this.value = 0;
    this.min = 0;
    this.max = 1;
    this.integer = false;
    this.disabled = false;
    /** @type {number[]} values that the slider names */
    this.marks = [];
    this.words = en;
    /** @type {number | null} where the slider was when a key moved it; null: no key did */
    this.keyed = null;
  }

  /** A key always moves on; what else moves the slider keeps to the values that it names. @param {number} place */
  fromSlider(place) {
    const scale = sliderScale(this);
    const marks = this.keyed === null ? this.marks : [];
    const near = marks.find((mark) => Math.abs(scale.place(mark) - place) <= (scale.log ? 2 : 0));
    const value = near ?? scale.value(place);
    if (!this.integer) return Number(value.toPrecision(3));
    const whole = Math.round(value);
    return this.keyed === null || whole !== this.value ? whole : whole + Math.sign(place - this.keyed);
  }

  /** @param {Event} event */
  slide({ target }) {
    const { valueAsNumber } = /** @type {HTMLInputElement} */ (target);
    this.send(this.fromSlider(valueAsNumber));
    this.keyed = null;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    event.stopPropagation();
    this.keyed = /** @type {HTMLInputElement} */ (event.target).valueAsNumber;
  }

  /** The number follows at once; what it changes takes longer. @param {number} value */
  send(value) {
    this.value = value;
    this.dispatchEvent(new CustomEvent('rope-input', { detail: value, bubbles: true, composed: true }));
  }

  /** @param {Event} event */
  type(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.reportValidity() && input.value !== '') this.send(input.valueAsNumber);
  }

  /** @override */
  render() {
    const scale = sliderScale(this);
    const linear = this.integer ? 1 : (this.max - this.min) / 200;
    return html`<div class="row">
      <input type="range" aria-label=${this.label} ?disabled=${this.disabled}
        min=${scale.from} max=${scale.to} step=${scale.log ? 1 : linear}
        .value=${String(scale.place(this.value))} aria-valuetext=${String(this.value)}
        @keydown=${this.press} @pointerdown=${() => {
          this.keyed = null;
        }} @input=${this.slide}>
      <input type="number" aria-label=${this.words.cards.exact(this.label)} ?disabled=${this.disabled} min=${this.min} max=${this.max}
        step=${this.integer ? 1 : 'any'} .value=${String(this.value)} @change=${this.type}>
    </div>`;
  }
}
