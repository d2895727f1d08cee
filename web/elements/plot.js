/** <rope-plot>: curves with a legend that shows the values under the cursor; the cursor moves by mouse or arrow keys. */

import { html, LitElement, nothing } from 'lit';
import { linePlot, pointAt } from '../charts/line-plot.js';
import { short } from '../charts/svg.js';
import { en } from '../words/en.js';
import { css } from './css.js';
import { followWidth } from './host-width.js';
import { dashes, resolvedColor, seriesColor, shared } from './styles.js';
import { turn } from './turns.js';
import { uplotStyles } from './uplot-styles.js';

/**
 * @typedef {import('../figures/types.js').Curve} Curve
 * @typedef {import('../figures/types.js').Figure} Figure
 */

const plotHeight = 250; // CSS px, where the page sets no --plot-height

export class RopePlot extends LitElement {
  /** @override */
  static styles = [
    shared,
    uplotStyles,
    css`
      .keys {
        display: flex;
        flex-wrap: wrap;
        gap: 0.1rem 1.1rem;
        margin: 0 0 0.3rem 2.8rem;
        padding: 0;
        list-style: none;
        min-height: 1.4rem;
        font-variant-numeric: tabular-nums;
      }
      .keys li {
        display: flex;
        gap: 0.4rem;
        align-items: center;
      }
      .keys b {
        min-width: 3.4em;
        font-weight: 600;
      }
      .area {
        min-height: var(--plot-height, 15rem);
      }
    `,
  ];
  /** @override */
  static properties = {
    figure: { attribute: false },
    label: {},
    theme: {},
    words: { attribute: false },
    width: { state: true },
    index: { state: true },
    spoken: { state: true },
  };

  constructor() {
    super();
    /** @type {Figure | null} */
    this.figure = null;
    this.label = '';
    /** Colours are read anew when this changes. */
    this.theme = '';
    this.words = en;
    /** @type {Map<string, string>} each costs a style computation of the page */
    this.colors = new Map();
    this.width = 0;
    /** @type {number | null} */
    this.index = null;
    /** @type {number | null} the x that is read: it stays when other curves are drawn, or wider ones */
    this.at = null;
    this.spoken = '';
    /** @type {import('uplot') | null} */
    this.plot = null;
    this.paper = matchMedia('print');
    followWidth(this, (width) => {
      this.width = Math.floor(width);
    });
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.paper.addEventListener('change', this);
  }

  /** Paper is light, whatever the screen is, and is drawn at once. */
  handleEvent() {
    this.colors.clear();
    if (!this.figure || this.width <= 0) return;
    this.draw(this.figure);
    this.plot?.batch(() => {}); // Firefox copies the page for its paper before uPlot would draw by itself
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.paper.removeEventListener('change', this);
    this.plot?.destroy(); // it listens to the window, which would keep it and all that stands around it
    this.plot = null;
    this.width = 0; // drawn anew where it is put back
  }

  /** @override */
  async scheduleUpdate() {
    if (this.hasUpdated) await turn(this); // curves can wait for the maps; the first update takes over what was set before the element was defined
    super.scheduleUpdate();
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('words')) this.spoken = ''; // it was said in another language
  }

  /** @override @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('theme')) this.colors.clear();
    if (
      this.isConnected &&
      this.figure &&
      this.width > 0 &&
      ['figure', 'width', 'theme'].some((name) => changed.has(name))
    )
      this.draw(this.figure);
  }

  /** @param {Figure} figure */
  draw(figure) {
    const color = (/** @type {string} */ value) => {
      const known = this.colors.get(value) ?? resolvedColor(this, value, this.paper.matches ? 'light' : '');
      this.colors.set(value, known);
      return known;
    };
    const look = {
      ink: color('var(--ink, CanvasText)'),
      muted: color('var(--muted, GrayText)'),
      paper: color('var(--paper, Canvas)'),
      rule: color('var(--rule, light-dark(#e2e4e3, #2b3034))'),
      font: getComputedStyle(this).fontFamily,
      size: Number.parseFloat(getComputedStyle(this).getPropertyValue('--tick-size')) || undefined,
    };
    const series = figure.curves.flatMap((curve) => seriesOf(curve, color(seriesColor(curve.slot)), dashOf(curve)));
    this.plot?.destroy();
    const [first = 0, last = 0] = [figure.x[0], figure.x[figure.x.length - 1]];
    if (this.at !== null && (this.at < first || this.at > last)) this.move(null);
    const host = linePlot(
      { x: figure.x, series, marks: figure.marks },
      {
        ...figure,
        xTicks: this.width < 420 ? figure.xTicks?.filter((_, i) => i % 2 === 0) : figure.xTicks,
        width: this.width,
        height: Number.parseFloat(getComputedStyle(this).getPropertyValue('--plot-height')) || plotHeight,
        look,
        cursorAt: this.at,
        onCursor: (index) => this.move(index),
      },
    );
    this.plot = host.plot;
    this.renderRoot.querySelector('.area')?.replaceChildren(host);
  }

  /** @param {number | null} index */
  move(index) {
    if (index === this.index) return;
    this.index = index;
    this.at = index === null ? null : (this.figure?.x[index] ?? null);
    const detail = { index, x: this.at };
    this.dispatchEvent(new CustomEvent('rope-cursor', { detail, bubbles: true, composed: true }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { figure, plot } = this;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!figure || !plot || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const last = figure.x.length - 1;
    const index = Math.max(0, Math.min(last, (this.index ?? -1) + step * (event.shiftKey ? 16 : 1)));
    pointAt(plot, figure.x[index] ?? 0);
    this.move(index);
    const values = figure.curves.map((curve) => `${curve.label} ${this.value(curve, index)}`);
    this.spoken = this.words.parts.plot.spoken(figure.xUnit, figure.x[index] ?? 0, values);
  }

  /**
   * @param {Curve} curve
   * @param {number} index
   */
  value(curve, index) {
    const value = curve.values[index];
    return typeof value === 'number' ? short(value) : '–';
  }

  /** @override */
  render() {
    const { figure, index } = this;
    const words = this.words.parts.plot;
    const key = (/** @type {Curve} */ curve) => html`<li>
      <svg width="26" height="10" aria-hidden="true"><line x1="0" x2="26" y1="5" y2="5" stroke=${seriesColor(curve.slot)} stroke-width="2.5" stroke-dasharray=${dashOf(curve).join(' ')} /></svg>
      ${curve.label}<b>${index === null ? '' : this.value(curve, index)}</b></li>`;
    return html`
      <ul class="keys">${figure?.curves.map(key)}
        ${figure && index !== null ? html`<li>${words.at(figure.xUnit, figure.x[index] ?? 0)}</li>` : nothing}</ul>
      <div class="area" tabindex="0" role="group" aria-label=${words.label(this.label)}
        aria-describedby="summary" @keydown=${this.key}></div>
      <p class="summary" id="summary">${figure ? this.words.parts.together(figure.summary) : words.waiting}</p>
      <p class="hidden" aria-live="polite">${this.spoken}</p>`;
  }
}

/** @param {Curve} curve */
const dashOf = ({ slot, dash = slot }) => dashes[dash % dashes.length] ?? [];

/**
 * What is behind a line comes first.
 * @param {Curve} curve
 * @param {string} stroke                rgb(...)
 * @param {number[]} [dash]
 * @returns {import('../charts/line-plot.js').Series[]}
 */
function seriesOf({ label, values, detail, firm, band, dots }, stroke, dash = []) {
  const faint = stroke.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.16)');
  const pale = stroke.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.42)');
  const edge = { label, color: 'transparent', width: 0 };
  return [
    ...(band
      ? [
          { ...edge, values: band.high, fill: faint },
          { ...edge, values: band.low },
        ]
      : []),
    ...(detail ? [{ label, values: detail, color: faint, width: 1 }] : []),
    { label, values, color: firm ? pale : stroke, dash, dots, knots: firm !== undefined },
    ...(firm ? [{ label, values: firm, color: stroke, dash, knots: true }] : []),
  ];
}
