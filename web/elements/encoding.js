/** <rope-encoding>: the cosine or sine that each pair gets at each position. */
import { css, html, LitElement } from 'lit';
import { heatmap } from '../charts/heatmap.js';
import { stripAxes, stripMargin } from '../charts/strip-axes.js';
import { encoding } from '../figures/phasors.js';
import { en } from '../words/en.js';
import { shared } from './styles.js';
import { turn } from './turns.js';

export class RopeEncoding extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .frame {
        position: relative;
      }
      canvas {
        position: absolute;
      }
      .frame svg {
        position: relative;
      }
      .axis line,
      .edge {
        fill: none;
        stroke: var(--edge, light-dark(#8d949a, #656c72));
      }
      .trained {
        stroke: #16191c;
        stroke-dasharray: 4 3;
      }
    `,
  ];
  /** @override */
  static properties = {
    name: {},
    rates: { attribute: false },
    axes: { attribute: false },
    length: { type: Number, attribute: 'len' },
    trained: { type: Number },
    wave: {},
    words: { attribute: false },
    besides: { attribute: false },
    width: { state: true },
  };

  constructor() {
    super();
    this.name = '';
    /** @type {ArrayLike<number>} [pairs], rad/token */
    this.rates = [];
    /** @type {import('../lib/types.js').Plan['axes'] | null} where tokens stand, if not at 0, 1, 2, ... */
    this.axes = null;
    this.length = 1;
    this.trained = 0;
    /** @type {'cos' | 'sin'} */
    this.wave = 'cos';
    this.words = en;
    /** @type {string[]} what is to be said of the method beside this figure */
    this.besides = [];
    this.width = 0;
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
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

  /** @override */
  async scheduleUpdate() {
    if (this.hasUpdated) await turn(); // the strip can wait for the maps; the first update takes over what was set before the element was defined
    super.scheduleUpdate();
  }

  /** @override */
  render() {
    if (this.width <= 0 || this.rates.length === 0) return html`<div class="frame"></div>`;
    const row = this.rates.length > 32 ? 5 : 11;
    const size = { width: this.width - stripMargin.left - stripMargin.right, height: this.rates.length * row };
    const columns = Math.max(16, Math.round(size.width * devicePixelRatio));
    const grid = encoding(this.rates, this.length, this.wave, columns, this.axes);
    heatmap(grid, { canvas: this.canvas, map: 'diverging', signed: true });
    const { left, top } = stripMargin;
    Object.assign(this.canvas.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${size.width}px`,
      height: `${size.height}px`,
    });
    const { name, length, trained, rates, words } = this;
    const frame = stripAxes({ ...size, length, trained, rows: rates.length }, words.charts.strip);
    const turning = Array.from(rates, (rate) => rate * (length - 1)).filter((angle) => angle > Math.PI).length;
    return html`<div class="frame" role="img" aria-label=${words.parts.encoding.label(this.wave, name)}>${this.canvas}${frame}</div>
      <p class="summary">${words.parts.encoding.turning({ name, turning, pairs: rates.length, length })} ${this.besides.join(' ')}</p>`;
  }
}
