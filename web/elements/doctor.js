/** <rope-doctor>: reads a pasted config.json and says what its position encoding amounts to. */
import { css, html, LitElement, nothing } from 'lit';
import { runsOf } from '../charts/runs.js';
import { short } from '../charts/svg.js';
import { wavesOf } from '../figures/wavelength.js';
import { failureOf } from '../scope/failure.js';
import { en } from '../words/en.js';
import { spoken, spokenFailure } from './spoken.js';
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
      .columns > div {
        min-width: 0;
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
      .scroll {
        overflow-x: auto;
      }
      table {
        border-collapse: collapse;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.15rem 0.9rem 0.15rem 0;
        text-align: start;
        font-weight: 400;
        white-space: nowrap;
      }
      thead th {
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      tbody tr {
        border-top: 1px solid var(--rule, light-dark(#d8dcdf, #3a4045));
      }
      ul {
        margin: 0.6rem 0 0;
        padding-inline-start: 1.1rem;
        font-size: 0.8125rem;
        overflow-wrap: anywhere;
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
    /** @type {import('../scope/failure.js').Failure | null} */
    this.error = null;
    this.text = '';
  }

  /** @param {string} text */
  async read(text) {
    this.text = text;
    try {
      this.result = this.inspect ? await this.inspect(text) : null;
      this.error = null;
    } catch (error) {
      this.result = null;
      this.error = failureOf(error);
    }
    this.dispatchEvent(new CustomEvent('rope-inspected', { detail: this.result, bubbles: true, composed: true }));
  }

  /**
   * @param {Inspection} result
   * @returns {import('lit').TemplateResult}
   */
  findings(result) {
    const { rope } = result;
    const words = this.words.doctor;
    const params = Object.entries(result.params).map(
      ([key, value]) => `${key} ${value === null ? this.words.cards.automatic : value}`,
    );
    const waves = result.wavelength.map((wavelength) => wavelength ?? Number.POSITIVE_INFINITY);
    const said = spoken([wavesOf(words.name, waves, rope.original_max_position_embeddings)], this.words);
    /** @type {[string, unknown][]} */
    const rows = [
      [words.rows.method, result.method],
      [words.rows.params, params.length ? html`<code>${params.join(', ')}</code>` : words.none],
      [words.rows.head, words.head({ channels: rope.head_dim, rotary: rope.rotary_dim, base: short(rope.rope_theta) })],
      [words.rows.trained, words.tokens(rope.original_max_position_embeddings)],
      [
        words.rows.longest,
        rope.max_position_embeddings === null ? words.notGiven : words.tokens(rope.max_position_embeddings),
      ],
      [
        words.rows.factor,
        words.factor(short(result.attention_factor), short(result.attention_factor ** 2 * result.softmax_scale_factor)),
      ],
    ];
    return html`<dl>${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
      <p class="summary">${this.words.parts.together(said)}</p>
      ${this.list(words.warnings, result.warnings, html`<b>${words.warning}</b> `)} ${this.list(words.notes, result.notes)}
      ${this.layers(result.layers ?? [])}
      ${otherSettings(result).map(([type, inner]) => html`<h4>${type}</h4>${this.findings(inner)}`)}`;
  }

  /**
   * The whole model, layers that are alike in one row; nothing where all are alike and see all keys.
   * @param {import('../lib/types.js').LayerKind[]} kinds
   */
  layers(kinds) {
    const words = this.words.doctor.layers;
    if (kinds.length === 0 || (kinds.length === 1 && kinds[0]?.window === null && !kinds[0].sinks)) return nothing;
    /** @param {import('../lib/types.js').LayerKind} kind */
    const visible = ({ attends, window, chunk }) => {
      if (!attends) return '';
      if (window !== null) return words.last(window);
      return chunk === null ? words.all : words.chunk(chunk);
    };
    const rows = kinds.map((kind) => [
      html`<th scope="row">${runsOf(kind.layers)}</th>`,
      kind.type,
      visible(kind),
      kind.method ?? (kind.attends ? 'NoPE' : words.noAttention),
      kind.rope_theta === null ? '' : short(kind.rope_theta),
      kind.rotates ? words.part(kind.rotary_dim, kind.head_dim) : '',
      kind.factor === null ? '' : short(kind.factor),
      kind.attention_factor === null ? '' : short(kind.attention_factor),
      kind.sinks ? words.yes : '',
    ]);
    return html`<h4>${words.title}</h4>
      <div class="scroll" tabindex="0" role="region" aria-label=${words.title}>
        <table>
          <thead><tr>${words.heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${rows.map(([first, ...rest]) => html`<tr>${first}${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
        </table>
      </div>`;
  }

  /**
   * @param {string} title
   * @param {import('../lib/types.js').Note[]} notes
   * @param {unknown} [mark]  before each
   */
  list(title, notes, mark = nothing) {
    return notes.length
      ? html`<ul aria-label=${title}>${notes.map((note) => html`<li>${mark}${this.words.say(note)}</li>`)}</ul>`
      : nothing;
  }

  /** @override */
  render() {
    const words = this.words.doctor;
    const area = () => /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
    const stop = (/** @type {Event} */ event) => event.stopPropagation();
    return html`<div class="columns">
      <div>
        <textarea aria-label=${words.file} spellcheck="false" .value=${this.text} @keydown=${stop}></textarea>
        <div class="actions">
          <button class="plain" type="button" ?disabled=${!this.inspect} @click=${() => this.read(area().value)}>${words.read}</button>
          ${this.example ? html`<button class="plain" type="button" ?disabled=${!this.inspect} @click=${() => this.read(this.example)}>${words.example}</button>` : nothing}
        </div>
      </div>
      <div aria-live="polite">
        ${this.result ? this.findings(this.result) : nothing}
        ${this.error ? html`<p class="error">${spokenFailure(this.error, this.words)}</p>` : nothing}
        ${this.result || this.error ? nothing : html`<p class="summary">${words.empty}</p>`}
      </div>
    </div>`;
  }
}

/**
 * The settings by layer type, without the one that stands at the top.
 * @param {Inspection} result
 */
function otherSettings({ layer_types, method, params, rope }) {
  const top = JSON.stringify([method, params, rope]);
  return Object.entries(layer_types ?? {}).filter(
    ([, inner]) => JSON.stringify([inner.method, inner.params, inner.rope]) !== top,
  );
}
