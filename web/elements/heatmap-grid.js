/** <rope-heatmap-grid>: small attention maps of all layers and heads; one is chosen. */
import { html, LitElement } from 'lit';
import { heatmap } from '../charts/heatmap.js';
import { en } from '../words/en.js';
import { css } from './css.js';
import { arrowTo } from './grid-keys.js';
import { shared } from './styles.js';
import { turn } from './turns.js';

export class RopeHeatmapGrid extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      [role='grid'] {
        display: grid;
        gap: 3px;
        max-width: 23rem;
      }
      [role='row'] {
        display: grid;
        grid-template-columns: 1.6rem repeat(var(--heads), minmax(0, 1fr));
        gap: 3px;
        align-items: center;
      }
      .label {
        font-size: 0.75rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        text-align: center;
      }
      button,
      .cell {
        all: unset;
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border-radius: 2px;
        box-sizing: border-box;
        border: 2px solid transparent;
        forced-color-adjust: none; /* a border that is not seen is not forced to be */
        background: linear-gradient(to top right, var(--skeleton, light-dark(#e6e8e8, #24282b)) 50%, transparent 50%);
        background-origin: content-box;
        background-clip: content-box;
      }
      button {
        cursor: pointer;
      }
      button[aria-pressed='true'] {
        border-color: var(--accent, light-dark(#0b5cad, #7cb7ff));
      }
      button:hover {
        border-color: var(--edge, light-dark(#8d949a, #656c72));
      }
      button:focus-visible {
        outline: 2px solid var(--accent, light-dark(#0b5cad, #7cb7ff));
        outline-offset: 1px;
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
      }
      .ready {
        background: none;
      }
    `,
  ];
  /** @override */
  static properties = {
    name: {},
    maps: { attribute: false },
    layers: { type: Number },
    heads: { type: Number },
    layer: { type: Number },
    head: { type: Number },
    gamma: { type: Number },
    lut: {},
    words: { attribute: false },
    fixed: { type: Boolean }, // pictures only: there is nothing to choose
  };

  constructor() {
    super();
    this.name = '';
    /** @type {import('../lib/types.js').AttentionMap[]} */
    this.maps = [];
    this.layers = 0;
    this.heads = 0;
    this.layer = 0;
    this.head = 0;
    this.gamma = 0.4;
    /** @type {import('../charts/colormap.js').ColorMapName} */
    this.lut = 'viridis';
    this.fixed = false;
    this.words = en;
  }

  /** @override */
  async scheduleUpdate() {
    await turn(this); // the small maps come after the large ones
    super.scheduleUpdate();
  }

  /** @override @param {Map<string, unknown>} changed */
  updated(changed) {
    this.style.setProperty('--heads', String(this.heads));
    if (['maps', 'gamma', 'lut'].some((name) => changed.has(name))) this.paint(this.maps);
  }

  /** A layer a frame: each picture that changes costs the browser time when it is shown. @param {import('../lib/types.js').AttentionMap[]} maps */
  async paint(maps) {
    for (let layer = 0; layer < this.layers && maps === this.maps; layer++) {
      this.paintLayer(layer);
      await turn(this);
    }
  }

  /** @param {number} layer */
  paintLayer(layer) {
    for (const map of this.maps.filter((each) => each.layer === layer)) {
      const button = this.button(map.layer, map.head);
      if (!button) continue;
      const canvas = button.querySelector('canvas') ?? document.createElement('canvas');
      const pixels = Math.max(24, Math.round(button.clientWidth * devicePixelRatio));
      heatmap(map, { canvas, map: this.lut, gamma: this.gamma, causal: true, pixels });
      canvas.setAttribute('aria-hidden', 'true');
      button.classList.add('ready');
      if (!canvas.parentNode) button.append(canvas);
    }
  }

  /**
   * @param {number} layer
   * @param {number} head
   * @returns {HTMLElement | null}
   */
  button(layer, head) {
    return this.renderRoot.querySelector(`[data-place="${layer}-${head}"]`);
  }

  /**
   * The page answers in a later frame; the next key must not wait for it.
   * @param {number} layer
   * @param {number} head
   */
  choose(layer, head) {
    this.layer = layer;
    this.head = head;
    this.dispatchEvent(new CustomEvent('rope-head', { detail: { layer, head }, bubbles: true, composed: true }));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const to = arrowTo(event, { row: this.layer, col: this.head }, { rows: this.layers, cols: this.heads });
    if (!to) return;
    this.choose(to.row, to.col);
    this.button(to.row, to.col)?.focus();
  }

  /** @override */
  render() {
    const words = this.words.parts.heads;
    const layers = Array.from({ length: this.layers }, (_, i) => i);
    const heads = Array.from({ length: this.heads }, (_, i) => i);
    const cell = (/** @type {number} */ layer, /** @type {number} */ head) => {
      const here = layer === this.layer && head === this.head;
      if (this.fixed) {
        const label = words.picture(layer, head, this.name);
        return html`<span role=${this.fixed ? 'cell' : 'gridcell'}><span class="cell" role="img" data-place="${layer}-${head}" aria-label=${label}></span></span>`;
      }
      return html`<span role=${this.fixed ? 'cell' : 'gridcell'}><button type="button" data-place="${layer}-${head}" tabindex=${here ? 0 : -1}
        aria-pressed=${here ? 'true' : 'false'} aria-label=${words.cell(layer, head)}
        @click=${() => this.choose(layer, head)}></button></span>`;
    };
    return html`<div role=${this.fixed ? 'table' : 'grid'} aria-label=${words.label(this.name)} @keydown=${this.fixed ? null : this.key}>
      <div role="row"><span role=${this.fixed ? 'cell' : 'gridcell'} class="label"></span>${heads.map(
        (head) => html`<span class="label" role="columnheader" aria-label=${words.head(head)}>H${head}</span>`,
      )}</div>
      ${layers.map(
        (layer) =>
          html`<div role="row"><span class="label" role="rowheader" aria-label=${words.layer(layer)}>L${layer}</span>${heads.map((head) => cell(layer, head))}</div>`,
      )}
    </div>`;
  }
}
