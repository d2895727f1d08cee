/** <rope-doctor>: reads a pasted config.json and says what its position encoding amounts to. */
import { html, LitElement, nothing } from 'lit';
import { runsOf } from '../charts/runs.js';
import { short } from '../charts/svg.js';
import { wavesOf } from '../figures/wavelength.js';
import { failureOf } from '../scope/failure.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { doctorStyles } from './doctor-styles.js';
import { jsonText, placeOf, placeOfCharacter } from './json-place.js';
import { spoken, spokenFailure } from './spoken.js';
import { shared } from './styles.js';

/**
 * @typedef {import('../lib/types.js').Inspection} Inspection
 *
 * @typedef {object} PublishedConfig
 * @property {string} name    of the model
 * @property {string} source  where its values were found
 * @property {object} config  the keys that speak of positions, layers and heads
 */

export class RopeDoctor extends LitElement {
  /** @override */
  static styles = [shared, doctorStyles];
  /** @override */
  static properties = {
    inspect: { attribute: false },
    published: { attribute: false },
    written: { attribute: false },
    source: { state: true },
    words: { attribute: false },
    result: { state: true },
    error: { state: true },
    text: { state: true },
  };

  constructor() {
    super();
    /** @type {((config: string) => Promise<Inspection>) | null} */
    this.inspect = null;
    /** @type {PublishedConfig[]} */
    this.published = [];
    this.written = ''; // read as soon as it can be
    this.begun = '';
    this.source = '';
    this.words = en;
    /** @type {Inspection | null} */
    this.result = null;
    /** @type {import('../scope/failure.js').Failure | null} */
    this.error = null;
    this.text = '';
  }

  /** @override */
  willUpdate() {
    if (!this.inspect || this.begun === this.written) return;
    this.begun = this.written;
    void this.read(this.written);
  }

  /** @returns {HTMLTextAreaElement} */
  get area() {
    return /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector('textarea'));
  }

  /** @param {string} text */
  async read(text) {
    this.text = text;
    try {
      this.result = this.inspect && text.trim() ? await this.inspect(text) : null;
      this.error = null;
    } catch (error) {
      this.result = null;
      this.error = failureOf(error);
    }
    this.dispatchEvent(new CustomEvent('rope-inspected', { detail: this.result, bubbles: true, composed: true }));
  }

  /** What was typed or pasted. */
  async readTyped() {
    this.source = '';
    await this.read(this.area.value);
    if (!this.text.trim()) this.area.focus(); // it says itself what belongs there
    const place = this.error && this.placeOfError(this.error);
    if (place) this.show(place);
  }

  /** @param {PublishedConfig} model */
  readPublished({ source, config }) {
    this.source = source;
    return this.read(jsonText(config));
  }

  /** @param {File | undefined} file */
  async readFile(file) {
    if (!file) return;
    this.source = file.name;
    await this.read(await file.text());
  }

  /** @param {import('../scope/failure.js').Failure} failure */
  placeOfError({ path, args }) {
    if (typeof args.line === 'number' && typeof args.column === 'number')
      return placeOfCharacter(this.text, args.line, args.column);
    return placeOf(this.text, path);
  }

  /** @param {import('./json-place.js').Place} place  selected, and scrolled to where it is seen */
  show({ line, start, end }) {
    const { area } = this;
    area.focus();
    area.setSelectionRange(start, end);
    area.scrollTop = ((line - 3) * area.scrollHeight) / (this.text.split('\n').length + 1);
  }

  /** @param {import('./json-place.js').Place | undefined} place */
  line(place) {
    return place
      ? html` <button class="line" type="button" @click=${() => this.show(place)}>${withInsights(this.words).doctor.line(place.line)}</button>`
      : nothing;
  }

  /**
   * @param {Inspection} result
   * @returns {import('lit').TemplateResult}
   */
  findings(result) {
    const { rope } = result;
    const words = withInsights(this.words).doctor;
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
        words.rows.ratio,
        rope.max_position_embeddings === null
          ? words.notGiven
          : short(rope.max_position_embeddings / rope.original_max_position_embeddings),
      ],
      [words.rows.stated, typeof result.params.factor === 'number' ? short(result.params.factor) : words.none],
      [
        words.rows.factor,
        words.factor(short(result.attention_factor), short(result.attention_factor ** 2 * result.softmax_scale_factor)),
      ],
    ];
    return html`<dl>${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
      <p class="summary">${this.words.parts.together(said)}</p>
      ${this.list(words.warnings, result.warnings, html`<b>${words.warning}</b> `)} ${this.list(words.notes, result.notes)}`;
  }

  /** What holds for some layers alone. @param {Inspection} result */
  byLayer(result) {
    return html`${this.layers(result.layers ?? [])}
      ${otherSettings(result).map(([type, inner]) => html`<h3>${type}</h3>${this.findings(inner)}`)}`;
  }

  /**
   * The whole model, layers that are alike in one row; nothing where all are alike and see all keys.
   * @param {import('../lib/types.js').LayerKind[]} kinds
   */
  layers(kinds) {
    const words = withInsights(this.words).doctor.layers;
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
    return html`<h3>${words.title}</h3>
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
      ? html`<ul aria-label=${title}>${notes.map((note) => html`<li>${mark}${this.words.say(note)}${this.line(placeOf(this.text, note.path))}</li>`)}</ul>`
      : nothing;
  }

  chooser() {
    const words = withInsights(this.words).doctor;
    /** @param {Event} event */
    const choose = ({ target }) => {
      const model = this.published[/** @type {HTMLSelectElement} */ (target).selectedIndex - 1];
      if (model) this.readPublished(model);
    };
    return html`<label>${words.published}
      <select ?disabled=${!this.inspect} @change=${choose}>
        <option value="">${words.choose}</option>
        ${this.published.map(({ name }) => html`<option>${name}</option>`)}
      </select>
    </label>`;
  }

  /** @override */
  render() {
    const words = withInsights(this.words).doctor;
    const stop = (/** @type {Event} */ event) => event.stopPropagation();
    /** @param {DragEvent} event */
    const drop = (event) => {
      event.preventDefault();
      this.readFile(event.dataTransfer?.files[0]);
    };
    const error = this.error;
    return html`<div class="columns">
      <div>
        ${this.published.length > 0 ? this.chooser() : nothing}
        <textarea aria-label=${words.file} aria-invalid=${error !== null} placeholder=${words.paste} spellcheck="false" .value=${this.text}
          @keydown=${stop} @dragover=${(/** @type {Event} */ event) => event.preventDefault()} @drop=${drop}></textarea>
        ${this.source ? html`<p class="source">${words.source} <code>${this.source}</code></p>` : nothing}
        <div class="actions">
          <button class="plain" type="button" ?disabled=${!this.inspect} @click=${this.readTyped}>${words.read}</button>
        </div>
      </div>
      <div aria-live="polite">
        ${this.result ? this.findings(this.result) : nothing}
        ${error ? html`<p class="error">${spokenFailure(error, this.words)}${this.line(this.placeOfError(error))}</p>` : nothing}
        ${this.result || error ? nothing : html`<p class="summary">${words.empty}</p>`}
      </div>
    </div>
    ${this.result ? this.byLayer(this.result) : nothing}`;
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
