/** <rope-attention-map>: one head's weights, with axes, a crosshair for mouse and keyboard, and a magnified neighbourhood. */

import { html, LitElement, nothing } from 'lit';
import { mapAxes, margin, moveCrosshair, tightMargin } from '../charts/map-axes.js';
import { at, visible } from '../charts/map-cell.js';
import { clamped } from '../charts/map-view.js';
import { drawWindow } from '../charts/map-window.js';
import { short } from '../charts/svg.js';
import { readingOf } from '../figures/map-reading.js';
import { en } from '../words/en.js';
import { mapStyles } from './attention-map-styles.js';
import { followWidth } from './host-width.js';
import { moves } from './map-keys.js';
import { room } from './room.js';
import { screenBox } from './screen-box.js';
import { spoken } from './spoken.js';
import { shared } from './styles.js';

/**
 * @typedef {{ q: number, k: number }} Place
 * @typedef {{ name: string, map: import('../charts/pool.js').Grid | null }} Peer
 */

const usualCorner = 380; // CSS px of a map with room in its corner; --corner-from, where a page wants it in smaller ones

export class RopeAttentionMap extends LitElement {
  /** @override */
  static styles = [shared, mapStyles];
  /** @override */
  static properties = {
    name: {},
    map: { attribute: false },
    text: {},
    trained: { type: Number },
    length: { type: Number, attribute: 'len' },
    q: { type: Number },
    k: { type: Number },
    gamma: { type: Number },
    lut: {},
    done: { type: Number },
    peers: { attribute: false },
    zoom: { attribute: false },
    closer: { state: true },
    words: { attribute: false },
    size: { state: true },
    spoken: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    /** @type {import('../charts/pool.js').Grid | null} */
    this.map = null;
    /** @type {string | string[]} an entry a token */
    this.text = '';
    this.trained = 0;
    this.length = 1;
    /** Query and key under the crosshair; -1 = none. */
    this.q = -1;
    this.k = -1;
    this.gamma = 0.4;
    /** @type {import('../charts/colormap.js').ColorMapName} */
    this.lut = 'viridis';
    this.words = en;
    /** Share of the run that is done, 0..1; 1 = nothing under way. */
    this.done = 1;
    /** @type {Peer[]} every method side by side, for the spoken values */
    this.peers = [];
    /** @type {number[]} the part that is shown: first query, first key, tokens a side */
    this.zoom = [0, 0, Number.POSITIVE_INFINITY];
    /** @type {import('./map-closer.js').MapCloser | null} what a hand looks closer with */
    this.closer = null;
    /** @type {Promise<void> | null} */
    this.coming = null;
    /** @type {((value: number) => number) | undefined} from what is read to what is painted, 0..1; the same, where there is none */
    this.shade = undefined;
    this.size = 0;
    /** Width that the page gives, CSS px. */
    this.room = 0;
    this.spoken = '';
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    /** @type {SVGSVGElement | null} */
    this.axes = null;
    this.corner = usualCorner; // from which size on the magnified neighbourhood stands in the empty corner, else below
    /** @type {SVGSVGElement | null} the magnified neighbourhood */
    this.closeUp = null;
    followWidth(this, (width) => this.fit(width));
  }

  get margin() {
    return this.room < 280 ? tightMargin : margin;
  }

  get view() {
    const [q = 0, k = 0, span = 0] = this.zoom;
    return clamped({ q, k, span }, this.length);
  }

  /** @param {number} width  CSS px */
  fit(width) {
    if (width !== this.room)
      this.corner = Number.parseFloat(getComputedStyle(this).getPropertyValue('--corner-from')) || usualCorner;
    this.room = width;
    const room = Math.floor(width - this.margin.left - this.margin.right);
    const unit = this.length / devicePixelRatio;
    const whole = Math.floor(room / unit) * unit; // whole device pixels a cell, where little room is lost
    this.size = whole > 0.88 * room ? Math.round(whole) : room;
  }

  /** @override */
  async scheduleUpdate() {
    if (this.hasUpdated) await room(); // the first update takes over what was set before the element was defined
    super.scheduleUpdate();
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('length') && this.room > 0) this.fit(this.room);
    if (changed.has('words')) this.spoken = ''; // it was said in another language
    const { place, map, closer } = this;
    const stale = ['q', 'k', 'map', 'text', 'gamma', 'lut', 'size', 'closer'].some((name) => changed.has(name));
    if (stale && place && map && closer) this.closeUp = closer.closeUp(map, place);
  }

  /** @override @param {Map<string, unknown>} changed */
  updated(changed) {
    if (this.size <= 0) return;
    const has = (/** @type {string[]} */ ...names) => names.some((name) => changed.has(name));
    const { length, trained, size, view } = this;
    const data = { length, trained, size, view, taken: this.closer?.taken };
    const frame = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.frame'));
    if (has('size', 'length', 'trained', 'words', 'zoom', 'closer') || !this.axes) {
      this.axes?.remove();
      this.axes = mapAxes(data, { margin: this.margin, words: this.words.charts.map });
      frame.append(this.axes);
      Object.assign(frame.style, {
        width: `${this.axes.width.baseVal.value}px`,
        height: `${this.axes.height.baseVal.value}px`,
      });
      const { left, top } = this.margin;
      Object.assign(this.canvas.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${this.size}px`,
        height: `${this.size}px`,
      });
    }
    if (has('map', 'gamma', 'lut', 'size', 'zoom') && this.map) {
      this.paint(this.map);
      this.coming ??= this.lookCloser();
      this.dispatchEvent(new CustomEvent('rope-painted', { bubbles: true, composed: true }));
    }
    moveCrosshair(this.axes, data, this.place, this.margin);
  }

  /** A hand has something to hold once there is a picture; without it the map is whole, and the next picture asks again. */
  async lookCloser() {
    try {
      const { MapCloser } = await import('./map-closer.js');
      this.closer = new MapCloser(this);
    } catch {
      this.coming = null;
    }
  }

  get side() {
    return this.size;
  }

  /** Rows and columns that the screen has room for. */
  get pixels() {
    return Math.max(64, Math.round(this.size * devicePixelRatio));
  }

  /** @param {import('../charts/pool.js').Grid} map */
  paint(map) {
    drawWindow(this.canvas, map, this, { map: this.lut, gamma: this.gamma });
  }

  /** What is read at a place. @param {Place} place */
  valueAt({ q, k }) {
    return this.map ? at(this.map, this.length, q, k) : Number.NaN;
  }

  /** As it is read beside the crosshair. @param {Place} place */
  written(place) {
    return short(this.valueAt(place));
  }

  /** As it is heard of every method. @param {Place} place  @returns {string[]} */
  heard({ q, k }) {
    const peers = this.peers.length ? this.peers : [{ name: this.name, map: this.map }];
    const { notReady } = this.words.parts.map;
    return peers.map(({ name, map }) => `${name} ${map ? short(at(map, this.length, q, k)) : notReady}`);
  }

  /** What the picture is. */
  label() {
    return this.words.parts.map.label(this.name);
  }

  /** @param {import('../charts/pool.js').Grid} map @returns {import('../figures/types.js').Said} */
  reading(map) {
    return readingOf(this.name, map, this.length);
  }

  /** @returns {Place | null} */
  get place() {
    return this.q >= 0 && this.k >= 0 && this.q < this.length && this.k <= this.q ? { q: this.q, k: this.k } : null;
  }

  /**
   * @param {Place | null} place
   * @param {{ pin?: boolean, speak?: boolean }} [how]
   */
  send(place, { pin = false, speak = false } = {}) {
    if (place && speak) this.spoken = this.sentence(place);
    const detail = { place, pin };
    this.dispatchEvent(new CustomEvent('rope-place', { detail, bubbles: true, composed: true }));
  }

  /** @param {Place} place */
  sentence({ q, k }) {
    const shown = (/** @type {number} */ i) => visible(this.text[i] ?? '');
    return this.words.parts.map.spoken({ q, k, asking: shown(q), seen: shown(k), values: this.heard({ q, k }) });
  }

  /** @param {Place} place */
  inside({ q, k }) {
    const query = Math.max(0, Math.min(this.length - 1, q));
    return { q: query, k: Math.max(0, Math.min(query, k)) };
  }

  /** @param {PointerEvent} event */
  point(event) {
    const box = screenBox(this.canvas);
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    const { q, k, span } = this.view;
    const place = { q: Math.floor(q + y * span), k: Math.floor(k + x * span) };
    return Math.min(x, y) < 0 || Math.max(x, y) >= 1 || place.k > place.q ? null : place;
  }

  /** A finger that lets go leaves the crosshair where it was. @param {PointerEvent} event */
  lift(event) {
    const place = event.pointerType === 'touch' ? this.point(event) : null;
    if (place) this.send(place, { pin: true });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = moves[event.key];
    const here = this.place ?? { q: this.length - 1, k: this.length - 1 };
    if (this.closer?.key(event)) {
      // what is shown changes, the crosshair stays
    } else if (move) {
      const next = this.inside(move(here, event.shiftKey ? (this.closer?.stride ?? 16) : 1));
      this.closer?.follow(here, next, event.shiftKey);
      Object.assign(this, next); // the page answers in a later frame; the next key must not wait for it
      this.send(next, { pin: true, speak: true });
    } else if (event.key === 'Enter') this.send(here, { pin: true, speak: true });
    else if (event.key === 'Escape') this.send(null, { pin: true });
    else return;
    event.preventDefault();
    event.stopPropagation(); // a slide deck around the figure would turn the page
  }

  /** @override */
  render() {
    const waiting = !this.map;
    const words = this.words.parts.map;
    return html`
      <div class="frame ${waiting ? 'waiting' : ''} ${this.done < 1 ? 'busy' : ''} ${this.closer?.looks}" role="group" tabindex="0"
        aria-label=${[this.label(), this.closer?.keys()].join(' ')}
        aria-describedby="summary"
        @keydown=${this.key}
        @pointermove=${(/** @type {PointerEvent} */ event) => this.send(this.point(event))}
        @pointerup=${this.lift}
        @pointerleave=${() => this.send(null)}
        @click=${(/** @type {PointerEvent} */ event) => this.send(this.point(event), { pin: true })}>
        ${this.canvas}${this.closer?.controls()}
        ${this.size >= this.corner ? this.inset() : nothing}
        ${this.done < 1 ? html`<progress max="1" .value=${this.done} aria-label=${words.run(this.name)}></progress>` : nothing}
      </div>
      ${this.size < this.corner ? this.inset() : nothing}
      <p class="summary" id="summary">${this.map ? spoken([this.reading(this.map)], this.words) : this.done < 1 ? words.waiting : ''}${this.closer?.notice()}</p>
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }

  /** The magnified neighbourhood: in the empty corner of a wide map, below a narrow one. */
  inset() {
    const { place, map } = this;
    if (!map) return nothing;
    if (!place) return this.size >= this.corner ? nothing : html`<div class="below"></div>`;
    const { pooled, place: where } = this.words.parts.map;
    const read = html`<p><strong>${this.written(place)}</strong> ${map.rows < this.length ? pooled : ''}<span class="where">${where(place)}</span></p>`;
    if (this.size < this.corner) return html`<div class="below">${this.closeUp}${read}</div>`;
    return html`<div class="inset">${read}${this.closeUp}</div>`;
  }
}
