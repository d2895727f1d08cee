/** <rope-doctor>: reads a pasted config.json and says what its position encoding amounts to. */
import { css, html, LitElement, nothing } from 'lit';
import { short } from '../charts/svg.js';
import { wavesOf } from '../figures/wavelength.js';
import { en } from '../words/en.js';
import { spoken } from './spoken.js';
import { shared } from './styles.js';

/** @typedef {import('../lib/types.js').Inspection} Inspection */

export class RopeDoctor extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      textarea {
        width: 100%;
        min-height: 11rem;
        font: 0.8125rem/1.45 var(--mono, ui-monospace, monospace);
        resize: vertical;
      }
      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        gap: 1rem 2rem;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        margin-top: 0.5rem;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0.15rem 1rem;
        margin: 0;
        font-variant-numeric: tabular-nums;
      }
      dt {
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      code {
        font: 0.8125rem var(--mono, ui-monospace, monospace);
      }
      ul {
        margin: 0.6rem 0 0;
        padding-inline-start: 1.1rem;
        font-size: 0.8125rem;
      }
    `,
  ];
  /** @override */
  static properties = {
    inspect: { attribute: false },
    example: {},
    words: { attribute: false },
    result: { state: true },
    error: { state: true },
    text: { state: true },
  };

  constructor() {
    super();
    /** @type {((config: string) => Promise<Inspection>) | null} */
    this.inspect = null;
    this.example = '';
    this.words = en;
    /** @type {Inspection | null} */
    this.result = null;
    this.error = '';
    this.text = '';
  }

  /** @param {string} text */
  async read(text) {
    this.text = text;
    try {
      this.result = this.inspect ? await this.inspect(text) : null;
      this.error = '';
    } catch (error) {
      this.result = null;
      this.error = error instanceof Error ? error.message : String(error);
    }
    this.dispatchEvent(new CustomEvent('rope-inspected', { detail: this.result, bubbles: true, composed: true }));
  }

  /**
   * @param {Inspection} result
   * @returns {import('lit').TemplateResult}
   */
  findings(result) {
    const { rope } = result;
    const params = Object.entries(result.params).map(
      ([key, value]) => `${key} ${value === null ? 'automatic' : value}`,
    );
    const waves = result.wavelength.map((wavelength) => wavelength ?? Number.POSITIVE_INFINITY);
    /** @type {[string, string][]} */
    const rows = [
      ['Method', result.method],
      ['Parameters', params.join(', ') || 'none'],
      ['Head', `${rope.head_dim} channels, ${rope.rotary_dim} rotate, base ${short(rope.rope_theta)}`],
      ['Trained length', `${rope.original_max_position_embeddings} tokens`],
      [
        'Stated maximum',
        rope.max_position_embeddings === null ? 'not given' : `${rope.max_position_embeddings} tokens`,
      ],
      [
        'Attention factor',
        `${short(result.attention_factor)} on cos and sin: logits × ${short(result.attention_factor ** 2 * result.softmax_scale_factor)}`,
      ],
    ];
    return html`<dl>${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
      <p class="summary">${spoken([wavesOf('This config', waves, rope.original_max_position_embeddings)], this.words)} Its curve is in the wavelength figure above.</p>
      ${this.list('Warnings', result.warnings)} ${this.list('Notes', result.notes)}
      ${Object.entries(result.layer_types ?? {}).map(([type, inner]) => html`<h4>${type}</h4>${this.findings(inner)}`)}`;
  }

  /**
   * @param {string} title
   * @param {import('../lib/types.js').Note[]} notes
   */
  list(title, notes) {
    return notes.length
      ? html`<ul aria-label=${title}>${notes.map(({ message }) => html`<li>${title === 'Warnings' ? html`<b>Warning:</b> ` : nothing}${message}</li>`)}</ul>`
      : nothing;
  }

  /** @override */
  render() {
    const area = () => /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
    const stop = (/** @type {Event} */ event) => event.stopPropagation();
    return html`<div class="columns">
      <div>
        <textarea aria-label="config.json of a model" spellcheck="false" .value=${this.text} @keydown=${stop}></textarea>
        <div class="actions">
          <button class="plain" type="button" ?disabled=${!this.inspect} @click=${() => this.read(area().value)}>Read this config</button>
          ${this.example ? html`<button class="plain" type="button" ?disabled=${!this.inspect} @click=${() => this.read(this.example)}>Try an example</button>` : nothing}
        </div>
      </div>
      <div aria-live="polite">
        ${this.result ? this.findings(this.result) : nothing}
        ${this.error ? html`<p class="error">${this.error}</p>` : nothing}
        ${this.result || this.error ? nothing : html`<p class="summary">The method, its parameters, the effective attention factor and every remark of the reader appear here. Nothing leaves this page.</p>`}
      </div>
    </div>`;
  }
}
