/** What a hand looks closer at a map with: the magnified neighbourhood, zoom and pan by buttons, keys, wheel and fingers. */
import { adoptStyles, html } from 'lit';
import { loupe } from '../charts/loupe.js';
import { clamped, following, panned, zoomed } from '../charts/map-view.js';
import { lengths } from '../scope/query.js';
import { withInsights } from '../words/insights.js';
import { closerStyles } from './map-closer-styles.js';
import { followHands } from './map-hands.js';

/**
 * @typedef {import('./attention-map.js').RopeAttentionMap} Map
 * @typedef {import('./attention-map.js').Place} Place
 * @typedef {import('../charts/map-view.js').View} View
 */

const step = 2; // times closer, of a button or a key
const rest = 250; // ms without a change: whoever hears of the view when it rests hears of it then

/** @type {Record<string, number>} */
const keys = { '+': step, '=': step, '-': 1 / step, _: 1 / step, 0: 0 };

export class MapCloser {
  /** @param {Map} map */
  constructor(map) {
    this.map = map;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.resting = undefined;
    const { elementStyles } = /** @type {typeof import('lit').LitElement} */ (map.constructor);
    adoptStyles(/** @type {ShadowRoot} */ (map.renderRoot), [...elementStyles, closerStyles]);
    followHands(this);
  }

  get words() {
    return withInsights(this.map.words).insights.zoom;
  }

  get isWhole() {
    return this.map.view.span === this.map.length;
  }

  /** Classes of the frame. filled: there are cells where a wide map has its magnified neighbourhood; small: buttons have little room. */
  get looks() {
    const { q, k, span } = this.map.view;
    return `${this.isWhole ? '' : 'near'} ${q - k > 0.15 * span ? 'filled' : ''} ${this.map.size < 200 ? 'small' : ''}`;
  }

  /** @param {import('../charts/pool.js').Grid} grid  @param {Place} place */
  closeUp(grid, place) {
    const { length, text, lut, gamma, size, shade } = this.map;
    const cell = size >= 480 ? 12 : size >= 380 ? 10 : 9;
    return loupe({ map: grid, length, text, place }, { map: lut, gamma, cell, ...(shade ? { shade } : {}) });
  }

  /**
   * All maps of the scope follow at once.
   * @param {View} view
   * @param {boolean} [speaks]  of the part, when the hand rests
   */
  show({ q, k, span }, speaks = true) {
    const { map } = this;
    const zoom = span >= map.length ? [0, 0, lengths.max] : [q, k, span];
    map.zoom = zoom;
    const send = (/** @type {boolean} */ rests) =>
      map.dispatchEvent(new CustomEvent('rope-zoom', { detail: { zoom, rests }, bubbles: true, composed: true }));
    send(false);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      send(true);
      if (speaks) map.spoken = this.words.part({ ...map.view, length: map.length });
    }, rest);
  }

  /** By steps, around the crosshair where it is seen. @param {number} factor  0 = all of the map */
  zoom(factor) {
    const { view, length, place } = this.map;
    const share = (/** @type {number} */ at) => (at >= 0 && at < 1 ? at : 0.5);
    const { q, k } = place ?? { q: -1, k: -1 };
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
    return this.isWhole ? 16 : Math.max(1, Math.round(this.map.view.span / 4));
  }

  /**
   * What is shown goes with the crosshair: with Shift as far, else as little as shows it.
   * @param {Place} from
   * @param {Place} to
   * @param {boolean} pans
   */
  follow(from, to, pans) {
    if (this.isWhole) return;
    const { view, length } = this.map;
    const moved = { x: (from.k - to.k) / view.span, y: (from.q - to.q) / view.span };
    this.show(following(pans ? panned(view, moved, length) : view, to, length), false);
  }

  keys() {
    return this.words.keys;
  }

  /** What a pixel shows where there are fewer than tokens, after another sentence. */
  notice() {
    const { view, pixels, map, length } = this.map;
    const cells = ((view.span / pixels) * (map?.rows ?? 0)) / length;
    return cells > 1 ? this.map.words.parts.together(['', this.words.pixel(Math.ceil(cells))]) : '';
  }

  controls() {
    const { words } = this;
    const { view, length } = this.map;
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
