/** <rope-reader>: the text up to the query, each token shaded by the weight that the query gives it. */
import { html, LitElement } from 'lit';
import { at, missingMass, visible } from '../charts/map-cell.js';
import { en } from '../words/en.js';
import { css } from './css.js';
import { seriesColor, shared } from './styles.js';

const many = 1000; // letters
const rest = 80; // ms

/** @typedef {{ name: string, slot: number, map: import('../charts/pool.js').Grid | null }} Reading */

/**
 * Of a map that was pooled into blocks: which block holds the largest weight of the query's block, and no more than that.
 * @param {import('../charts/pool.js').Grid} map
 * @param {string | string[]} text  an entry a token
 * @param {number} q
 */
function strongestBlock(map, text, q) {
  const [row, size] = [Math.floor((q * map.rows) / text.length), text.length / map.cols];
  const weights = Array.from({ length: map.cols }, (_, j) => map.values[row * map.cols + j] ?? 0);
  const best = weights.indexOf(Math.max(...weights));
  const [first, end] = [Math.ceil(best * size), Math.ceil((best + 1) * size)];
  const letters = Array.from(text.slice(first, end), visible).join('');
  return { character: letters, back: Math.max(0, q - first), weight: weights[best] ?? 0, size };
}

export class RopeReader extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      .row {
        margin: 0 0 0.8rem;
      }
      h3 {
        margin: 0 0 0.2rem;
        font-weight: 600;
        font-size: 0.875rem;
      }
      h3 small {
        font-weight: 400;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        font-variant-numeric: tabular-nums;
      }
      p {
        margin: 0;
        font: 0.8125rem/1.5 var(--mono, ui-monospace, monospace);
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        max-height: 15rem;
        overflow: auto;
      }
      .trained {
        border-inline-start: 1.5px dashed currentColor;
      }
      .query {
        outline: 2px solid var(--ink, light-dark(#16191c, #e8e8e4));
        outline-offset: 0;
      }
      .later {
        color: var(--faint, light-dark(#6d7479, #8b9297));
      }
      p {
        forced-color-adjust: none; /* the shades are the figure */
      }
      @media (forced-colors: active) {
        p {
          background: Canvas;
          color: CanvasText;
        }
      }
    `,
  ];
  /** @override */
  static properties = {
    readings: { attribute: false },
    text: {},
    q: { type: Number },
    trained: { type: Number },
    gamma: { type: Number },
    words: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Reading[]} */
    this.readings = [];
    /** @type {string | string[]} an entry a token */
    this.text = '';
    this.q = -1;
    this.trained = 0;
    this.gamma = 0.4;
    this.words = en;
  }

  /** @param {MouseEvent} event */
  pick(event) {
    const place = /** @type {HTMLElement} */ (event.target).dataset.i;
    if (place === undefined) return;
    const detail = { place: { q: Number(place), k: Math.max(0, Number(place) - 1) }, pin: true };
    this.dispatchEvent(new CustomEvent('rope-place', { detail, bubbles: true, composed: true }));
  }

  /** @override */
  async scheduleUpdate() {
    // Shading thousands of letters takes longer than a frame: they wait until the crosshair rests.
    for (let q = null; this.hasUpdated && this.text.length > many && q !== this.q; ) {
      q = this.q;
      await new Promise((rested) => setTimeout(rested, rest));
    }
    super.scheduleUpdate();
  }

  /** @override @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('text') || changed.has('trained')) this.fill();
    this.shade();
  }

  /** Writes the text once; shading then touches only colours. */
  fill() {
    for (const line of this.renderRoot.querySelectorAll('p')) {
      const letters = Array.from(this.text, (character, i) => {
        const letter = document.createElement('span');
        letter.textContent = character.replaceAll('\n', `${visible('\n')}\n`);
        letter.dataset.i = String(i);
        if (i === this.trained) letter.className = 'trained';
        return letter;
      });
      line.replaceChildren(...letters);
    }
  }

  shade() {
    const lines = [...this.renderRoot.querySelectorAll('p')];
    if (lines.some((line) => line.children.length !== this.text.length)) this.fill();
    for (const [row, { map, slot }] of this.readings.entries()) {
      const letters = /** @type {HTMLCollectionOf<HTMLElement> | undefined} */ (lines[row]?.children);
      for (const [k, letter] of Array.from(letters ?? []).entries()) {
        const weight = map && k <= this.q ? at(map, this.text.length, this.q, k) : 0;
        const strength = Math.round(75 * Math.min(1, weight) ** this.gamma);
        const look = `${strength} ${k === this.q} ${k > this.q}`;
        if (letter.dataset.look === look) continue;
        letter.dataset.look = look;
        const color = strength > 3 ? `color-mix(in srgb, ${seriesColor(slot)} ${strength}%, transparent)` : '';
        letter.style.backgroundColor = color;
        letter.classList.toggle('query', k === this.q);
        letter.classList.toggle('later', k > this.q && this.q >= 0);
      }
    }
  }

  /** @param {Reading} reading */
  strongest({ map }) {
    if (!map || this.q < 0) return '';
    const words = this.words.parts.reader;
    if (map.cols < this.text.length) return words.block(strongestBlock(map, this.text, this.q));
    let best = 0;
    for (let k = 0; k <= this.q; k++)
      if (at(map, this.text.length, this.q, k) > at(map, this.text.length, this.q, best)) best = k;
    const weight = at(map, this.text.length, this.q, best);
    const missing = missingMass(map, this.text.length, this.q) ?? 0;
    return words.strongest({ character: visible(this.text[best] ?? ''), back: this.q - best, weight, missing });
  }

  /** @override */
  render() {
    return html`${this.readings.map(
      (reading) =>
        html`<div class="row"><h3>${reading.name} <small>${this.strongest(reading)}</small></h3><p tabindex="0" role="group" aria-label=${reading.name} @click=${this.pick}></p></div>`,
    )}`;
  }
}
