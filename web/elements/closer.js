/** What a hand looks closer at a picture of tokens with: zoom and pan by buttons, keys, wheel and fingers, all pictures of a scope at once. */
import { adoptStyles, html } from 'lit';
import { clamped, following, panned, zoomed } from '../charts/map-view.js';
import { lengths } from '../scope/query.js';
import { withInsights } from '../words/insights.js';
import { closerStyles } from './map-closer-styles.js';
import { followHands } from './map-hands.js';
import { screenBox } from './screen-box.js';

/**
 * @typedef {import('../charts/map-view.js').View} View
 * @typedef {import('../charts/map-view.js').Place} Place
 * @typedef {{ x: number, y: number }} Point  shares of the side of the picture
 *
 * @typedef {object} Held            what a picture has for its closer
 * @property {number} length         tokens
 * @property {number[]} zoom         as of the query: first query, first key, tokens a side
 * @property {View} view             the same within the length
 * @property {HTMLCanvasElement} canvas
 * @property {number} side           of the picture, along its keys or positions, CSS px
 * @property {import('../words/en.js').Words} words
 * @property {string} spoken         written: what is to be heard
 */

const step = 2; // times closer, of a button or a key
const rest = 250; // ms without a change: whoever hears of the view when it rests hears of it then

/** @type {Record<string, number>} */
const keys = { '+': step, '=': step, '-': 1 / step, _: 1 / step, 0: 0 };

/** @template {import('lit').LitElement & Held} Figure */
export class Closer {
  /** @param {Figure} figure */
  constructor(figure) {
    this.figure = figure;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    const { elementStyles } = /** @type {typeof import('lit').LitElement} */ (figure.constructor);
    adoptStyles(/** @type {ShadowRoot} */ (figure.renderRoot), [...elementStyles, closerStyles]);
    followHands(this);
  }

  /** @returns {Omit<import('../words/en/insights.js').Insights['zoom'], 'pixel'>} */
  get words() {
    return withInsights(this.figure.words).insights.zoom;
  }

  get isWhole() {
    return this.figure.view.span === this.figure.length;
  }

  /** Where a hand is over the picture. @param {{ clientX: number, clientY: number }} event @returns {Point} */
  pointOf({ clientX, clientY }) {
    const box = screenBox(this.figure.canvas);
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }

  /** The crosshair. @returns {Place | null} */
  get place() {
    return null;
  }

  /**
   * All pictures of the scope follow at once.
   * @param {View} view
   * @param {boolean} [speaks]  of the part, when the hand rests
   */
  show({ q, k, span }, speaks = true) {
    const { figure } = this;
    const zoom = span >= figure.length ? [0, 0, lengths.max] : [q, k, span];
    figure.zoom = zoom;
    const send = (/** @type {boolean} */ rests) =>
      figure.dispatchEvent(new CustomEvent('rope-zoom', { detail: { zoom, rests }, bubbles: true, composed: true }));
    send(false);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      send(true);
      if (speaks) figure.spoken = this.words.part({ ...figure.view, length: figure.length });
    }, rest);
  }

  /** By steps, around the crosshair where it is seen. @param {number} factor  0 = all of the picture */
  zoom(factor) {
    const { view, length } = this.figure;
    const share = (/** @type {number} */ at) => (at >= 0 && at < 1 ? at : 0.5);
    const { q, k } = this.place ?? { q: -1, k: -1 };
    const point = { x: share((k + 0.5 - view.k) / view.span), y: share((q + 0.5 - view.q) / view.span) };
    this.show(factor === 0 ? clamped({ q: 0, k: 0, span: length }, length) : zoomed(view, factor, point, length));
  }

  /** Whether the key is one of ours. @param {KeyboardEvent} event */
  key({ key, ctrlKey, metaKey, altKey }) {
    const factor = ctrlKey || metaKey || altKey ? undefined : keys[key];
    if (factor !== undefined) this.zoom(factor);
    return factor !== undefined;
  }

  /** Tokens that an arrow key moves the crosshair by with Shift. */
  get stride() {
    return this.isWhole ? 16 : Math.max(1, Math.round(this.figure.view.span / 4));
  }

  /**
   * What is shown goes with the crosshair: with Shift as far, else as little as shows it.
   * @param {Place} from
   * @param {Place} to
   * @param {boolean} pans
   */
  follow(from, to, pans) {
    if (this.isWhole) return;
    const { view, length } = this.figure;
    const moved = { x: (from.k - to.k) / view.span, y: (from.q - to.q) / view.span };
    this.show(following(pans ? panned(view, moved, length) : view, to, length), false);
  }

  keys() {
    return this.words.keys;
  }

  controls() {
    const { words } = this;
    const { view, length } = this.figure;
    const times = words.times(Number((length / view.span).toPrecision(2)));
    const button = (
      /** @type {string} */ sign,
      /** @type {string} */ name,
      /** @type {number} */ factor,
      isOff = false,
    ) =>
      html`<button type="button" class="plain" tabindex="-1" title=${name} aria-label=${name} aria-disabled=${isOff ? 'true' : 'false'}
        @click=${(/** @type {Event} */ event) => {
          event.stopPropagation(); // else it would hold the crosshair
          this.zoom(factor);
        }}>${sign}</button>`;
    return html`<div class="zoom" role="group" aria-label=${words.name}>${button('−', words.out, 1 / step, this.isWhole)}${button(times, words.whole(times), 0, this.isWhole)}${button('+', words.in, step)}</div>`;
  }
}
