/** <rope-encoding>: the cosine or sine that each pair gets at each position, or what is left of it without plain RoPE's. */

import { html, LitElement, nothing } from 'lit';
import { heatmap } from '../charts/heatmap.js';
import { clamped } from '../charts/map-view.js';
import { reachLegend } from '../charts/reach-legend.js';
import { stripAxes, stripMargin } from '../charts/strip-axes.js';
import { minus } from '../figures/encoding-difference.js';
import { encoding } from '../figures/phasors.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { encodingStyles } from './encoding-styles.js';
import { followWidth } from './host-width.js';
import { screenBox } from './screen-box.js';
import { shared } from './styles.js';
import { turn } from './turns.js';

/** @typedef {{ pair: number, token: number }} Place */

/** @type {Record<string, (place: Place, step: number) => Place>} */
const moves = {
  ArrowUp: ({ pair, token }, step) => ({ pair: pair - step, token }),
  ArrowDown: ({ pair, token }, step) => ({ pair: pair + step, token }),
  ArrowLeft: ({ pair, token }, step) => ({ pair, token: token - step }),
  ArrowRight: ({ pair, token }, step) => ({ pair, token: token + step }),
  Home: ({ pair }) => ({ pair, token: 0 }),
  End: ({ pair }) => ({ pair, token: Number.POSITIVE_INFINITY }),
};

export class RopeEncoding extends LitElement {
  /** @override */
  static styles = [shared, encodingStyles];
  /** @override */
  static properties = {
    name: {},
    rates: { attribute: false },
    axes: { attribute: false },
    plain: { attribute: false },
    length: { type: Number, attribute: 'len' },
    trained: { type: Number },
    wave: {},
    zoom: { attribute: false },
    closer: { state: true },
    words: { attribute: false },
    besides: { attribute: false },
    width: { state: true },
    place: { state: true },
    spoken: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    /** @type {ArrayLike<number>} [pairs], rad/token */
    this.rates = [];
    /** @type {import('../lib/types.js').Plan['axes'] | null} where tokens stand, if not at 0, 1, 2, ... */
    this.axes = null;
    /** @type {ArrayLike<number> | null} [pairs], rad/token: of plain RoPE, whose encoding is taken off */
    this.plain = null;
    this.length = 1;
    this.trained = 0;
    /** @type {'cos' | 'sin'} */
    this.wave = 'cos';
    /** @type {number[]} the part that is shown, as of the maps: first query, first key, tokens a side */
    this.zoom = [0, 0, Number.POSITIVE_INFINITY];
    /** @type {import('./strip-closer.js').StripCloser | null} what a hand looks closer with */
    this.closer = null;
    /** @type {Element | null} that a hand can hold */
    this.held = null;
    this.words = en;
    /** @type {string[]} what is to be said of the method beside this figure */
    this.besides = [];
    this.width = 0;
    /** @type {Place | null} under the crosshair */
    this.place = null;
    this.spoken = '';
    /** @type {HTMLElement | null} of a difference */
    this.legend = null;
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    followWidth(this, (width) => {
      this.width = Math.floor(width);
    });
  }

  /** @override */
  async scheduleUpdate() {
    if (this.hasUpdated) await turn(this); // the strip can wait for the maps; the first update takes over what was set before the element was defined
    super.scheduleUpdate();
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('words')) this.spoken = ''; // it was said in another language
    if (['words', 'plain', 'wave'].some((name) => changed.has(name))) {
      const title = withInsights(this.words).insights.strip.scale(this.wave);
      this.legend = this.plain && reachLegend({ title, ticks: [-2, -1, 0, 1, 2], place: (value) => value / 2 });
    }
    if (['rates', 'plain', 'axes', 'wave', 'length', 'width', 'zoom'].some((name) => changed.has(name))) this.paint();
  }

  /** @override */
  updated() {
    const frame = this.renderRoot.querySelector('.frame[tabindex]');
    if (frame && frame !== this.held) void this.lookCloser(frame);
  }

  /** A hand has something to hold once there is a picture; without it the strip is read as it is. @param {Element} frame */
  async lookCloser(frame) {
    this.held = frame;
    try {
      const { StripCloser } = await import('./strip-closer.js');
      this.closer = new StripCloser(this);
    } catch {
      this.held = null; // the next picture asks again
    }
  }

  get view() {
    const [q = 0, k = 0, span = 0] = this.zoom;
    return clamped({ q, k, span }, this.length);
  }

  /** Positions that are shown. */
  get tokens() {
    const { k, span } = this.view;
    return { first: k, span };
  }

  get side() {
    return this.size.width;
  }

  /** Of the strip, CSS px. */
  get size() {
    const row = this.rates.length > 32 ? 5 : 11;
    return { width: this.width - stripMargin.left - stripMargin.right, height: this.rates.length * row };
  }

  /** The numbers that are drawn. @param {number} columns  positions at most, evenly spread */
  grid(columns = this.length) {
    const { tokens } = this;
    const own = encoding(this.rates, tokens, this.wave, columns, this.axes);
    return this.plain ? minus(own, encoding(this.plain, tokens, this.wave, columns, this.axes)) : own;
  }

  paint() {
    const { width, height } = this.size;
    if (width <= 0 || height === 0) return;
    const grid = this.grid(Math.max(16, Math.round(width * devicePixelRatio)));
    const halved = this.plain ? { ...grid, values: Float32Array.from(grid.values, (value) => value / 2) } : grid; // two cosines are at most 2 apart
    heatmap(halved, { canvas: this.canvas, map: 'diverging', signed: true });
    const { left, top } = stripMargin;
    const px = Object.entries({ left, top, width, height }).map(([name, value]) => [name, `${value}px`]);
    Object.assign(this.canvas.style, Object.fromEntries(px));
  }

  /** @param {Place} place */
  readout({ pair, token }) {
    const position = this.axes?.positions[this.axes.axis_of_pair[pair] ?? 0]?.[token] ?? token;
    const at = (/** @type {ArrayLike<number>} */ rates) => Math[this.wave]((rates[pair] ?? Number.NaN) * position);
    const plain = this.plain && at(this.plain);
    return withInsights(this.words).insights.strip.readout({
      pair,
      token,
      wave: this.wave,
      own: at(this.rates),
      plain,
    });
  }

  /** @param {PointerEvent} event */
  point(event) {
    const box = screenBox(this.canvas);
    const pair = Math.floor(((event.clientY - box.top) / box.height) * this.rates.length);
    const { first, span } = this.tokens;
    const at = Math.floor(((event.clientX - box.left) / box.width) * span);
    const inside = pair >= 0 && pair < this.rates.length && at >= 0 && at < span;
    this.place = inside ? { pair, token: first + at } : null;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = moves[event.key];
    const held = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at));
    const { closer } = this;
    if (closer?.key(event)) {
      // what is shown changes, the crosshair stays
    } else if (move) {
      const before = this.place ?? { pair: 0, token: this.tokens.first - 1 };
      const { pair, token } = move(before, event.shiftKey ? (closer?.stride ?? 16) : 1);
      this.place = { pair: held(pair, this.rates.length), token: held(token, this.length) };
      closer?.follow(closer.at(before.token), closer.at(this.place.token), event.shiftKey);
      this.spoken = this.readout(this.place);
    } else if (event.key === 'Escape' && this.place) this.place = null;
    else return;
    event.preventDefault();
    event.stopPropagation(); // a slide deck around the figure would turn the page
  }

  crosshair() {
    const { first, span } = this.tokens;
    if (!this.place || this.place.token < first || this.place.token >= first + span) return nothing;
    const { width, height } = this.size;
    const x = stripMargin.left + ((this.place.token - first + 0.5) / span) * width;
    const y = stripMargin.top + ((this.place.pair + 0.5) / this.rates.length) * height;
    return html`<i class="cross" .style=${`left:${x}px;top:${stripMargin.top}px;height:${height}px;width:1px`}></i>
      <i class="cross" .style=${`left:${stripMargin.left}px;top:${y}px;width:${width}px;height:1px`}></i>`;
  }

  /** @override */
  render() {
    const { name, length, trained, rates, words, wave, plain } = this;
    if (this.width <= 0 || rates.length === 0) return html`<div class="frame"></div>`;
    const { strip } = withInsights(words).insights;
    const frame = stripAxes(
      { ...this.size, length, trained, rows: rates.length, view: this.tokens },
      words.charts.strip,
    );
    const turning = Array.from(rates, (rate) => rate * (length - 1)).filter((angle) => angle > Math.PI).length;
    const label = plain ? strip.difference(wave, name) : words.parts.encoding.label(wave, name);
    const sentence = plain ? '' : words.parts.encoding.turning({ name, turning, pairs: rates.length, length });
    return html`${this.legend}
      <div class="frame ${this.closer && !this.closer.isWhole ? 'near' : ''}" role="group" tabindex="0" aria-label=${[strip.keys(label), this.closer?.keys()].join(' ')} aria-describedby="summary" @keydown=${this.key}
        @pointermove=${this.point} @pointerdown=${this.point} @pointerleave=${(
          /** @type {PointerEvent} */ { pointerType },
        ) => {
          if (pointerType !== 'touch') this.place = null; // a finger that lets go leaves the crosshair where it was
        }}>${this.canvas}${frame}${this.crosshair()}</div>
      <div class="below"><p class="readout">${this.place ? this.readout(this.place) : ''}</p>${this.closer?.controls()}</div>
      <p class="summary" id="summary">${sentence} ${this.besides.join(' ')}</p>
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }
}
