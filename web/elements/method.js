/** <rope-method>: the choice of a method and its parameters, built from the engine's catalogue. */
import { html, LitElement, nothing } from 'lit';
import { short } from '../charts/svg.js';
import { follow } from '../scope/methods.js';
import { en } from '../words/en.js';
import { coded } from './coded.js';
import { methodStyles } from './method-styles.js';
import { spokenFailure } from './spoken.js';
import { dashes, seriesColor, shared } from './styles.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').ParamInfo} ParamInfo
 * @typedef {import('../lib/types.js').ParamValue} ParamValue
 * @typedef {import('../scope/methods.js').Chosen} Chosen
 */

const shown = 3; // parameters before the fold: the registry lists the important ones first

export class RopeMethod extends LitElement {
  /** @override */
  static styles = [shared, methodStyles];
  /** @override */
  static properties = {
    catalog: { attribute: false },
    chosen: { attribute: false },
    defaults: { attribute: false },
    notes: { attribute: false },
    ratio: { type: Number },
    pairs: { type: Number },
    followed: {},
    following: { type: Boolean },
    slotIndex: { type: Number },
    offered: { attribute: false },
    place: { type: Number },
    foreign: { type: Boolean },
    removable: { type: Boolean },
    own: {},
    compact: { type: Boolean },
    unmarked: { type: Boolean, reflect: true },
    failure: { attribute: false },
    words: { attribute: false },
  };

  constructor() {
    super();
    /** @type {import('../lib/types.js').MethodInfo[]} */
    this.catalog = [];
    /** @type {Chosen} */
    this.chosen = { id: '', params: {} };
    /** @type {Record<string, ParamValue>} the page's defaults for this method, before the engine's */
    this.defaults = {};
    /** @type {Record<string, string>} remarks on a parameter by key */
    this.notes = {};
    /** What a followed factor is now: length / training length, at least 1. */
    this.ratio = 1;
    /** Pairs of the model's heads: published lists have one number for each. 0 = not known. */
    this.pairs = 0;
    /** Key of the parameter that can follow the length. */
    this.followed = '';
    this.following = false;
    this.slotIndex = 0;
    /** @type {import('../lib/types.js').MethodInfo[] | null} what may be chosen here; null = the whole catalogue */
    this.offered = null;
    /** Place within the column: 0 leads, the others join it. */
    this.place = 0;
    /** The column wants weights that were trained with another method; its first card asks whether to run it anyway. */
    this.foreign = false;
    this.removable = false;
    /** What a method must be trained as to run on the model's weights. */
    this.own = '';
    /** Fold all parameters away, for narrow screens. */
    this.compact = false;
    /** Where no curve or map has the colour of this method. */
    this.unmarked = false;
    /** @type {import('../scope/failure.js').Failure | null} */
    this.failure = null;
    this.words = en;
  }

  /** @param {Chosen | null} chosen  null = remove this method */
  send(chosen) {
    this.dispatchEvent(new CustomEvent('rope-change', { detail: chosen, bubbles: true, composed: true }));
  }

  /** The button goes, and the keyboard to the choice of the method. */
  reset() {
    this.renderRoot.querySelector('select')?.focus({ preventScroll: true });
    this.send({ ...this.chosen, params: {} });
  }

  /**
   * @param {string} key
   * @param {ParamValue} value
   */
  set(key, value) {
    this.send({ ...this.chosen, params: { ...this.chosen.params, [key]: value } });
  }

  /** @param {ParamInfo} param */
  value(param) {
    return this.chosen.params[param.key] ?? this.defaults[param.key] ?? param.default;
  }

  /** @param {ParamInfo} param */
  followToggle(param) {
    const toggle = (/** @type {Event} */ event) =>
      this.set(param.key, /** @type {HTMLInputElement} */ (event.target).checked ? follow : this.ratio);
    return html`<label class="check"><input type="checkbox" .checked=${this.following} @change=${toggle}>
      ${this.words.cards.follow(short(this.ratio))}</label>`;
  }

  /** @param {ParamInfo} param */
  number(param) {
    const held = param.key === this.followed && this.following;
    const given = held ? this.ratio : this.value(param);
    const automatic = given === null;
    const start = typeof param.default === 'number' ? param.default : Math.min(param.max, Math.max(param.min, 1));
    const toggle = (/** @type {Event} */ event) =>
      this.set(param.key, /** @type {HTMLInputElement} */ (event.target).checked ? null : start);
    const slider = html`<rope-number .words=${this.words} label=${param.key} .value=${typeof given === 'number' ? given : start} .min=${param.min}
      .max=${param.max} .integer=${param.type === 'integer'}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => this.set(param.key, event.detail)}></rope-number>`;
    return html`
      ${param.key === this.followed ? this.followToggle(param) : nothing}
      ${param.nullable && !held ? html`<label class="check"><input type="checkbox" .checked=${automatic} @change=${toggle}> ${this.words.cards.automatic}</label>` : nothing}
      ${held || automatic ? nothing : slider}`;
  }

  /** @param {ParamInfo} param */
  entry(param) {
    const given = this.value(param);
    const target = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target);
    if (param.type === 'number' || param.type === 'integer') return this.number(param);
    if (param.type === 'boolean') {
      return html`<label class="check"><input type="checkbox" aria-label=${param.key} .checked=${given === true}
        @change=${(/** @type {Event} */ event) => this.set(param.key, target(event).checked)}> ${this.words.cards.on}</label>`;
    }
    if (param.type === 'choice') {
      return html`<select aria-label=${param.key} @change=${(/** @type {Event} */ event) => this.set(param.key, target(event).value)}>
        ${param.choices.map((choice) => html`<option value=${choice} ?selected=${choice === given}>${choice}</option>`)}</select>`;
    }
    const list = Array.isArray(given) ? given.join(', ') : '';
    const read = (/** @type {string} */ typed) =>
      typed
        .split(',')
        .filter((part) => part.trim())
        .map(Number);
    return html`<input type="text" aria-label=${this.words.cards.numbers(param.key, param.nullable)} .value=${list}
      @change=${(/** @type {Event} */ event) => this.set(param.key, target(event).value.trim() || !param.nullable ? read(target(event).value) : null)}>`;
  }

  /** Values of published models, to be taken as a whole; lists for another number of pairs are out of reach. @param {MethodInfo} info */
  presets({ presets }) {
    if (presets.length === 0) return nothing;
    const { published, ownValues } = this.words.cards;
    const fits = (/** @type {import('../lib/types.js').Preset} */ { params }) =>
      Object.values(params).every((value) => !Array.isArray(value) || !this.pairs || value.length === this.pairs);
    const taken = presets.findIndex(({ params }) =>
      Object.entries(params).every(([key, value]) => String(this.chosen.params[key]) === String(value)),
    );
    const take = (/** @type {Event} */ event) => {
      const preset = presets[/** @type {HTMLSelectElement} */ (event.target).selectedIndex - 1];
      this.send({ ...this.chosen, params: { ...preset?.params } });
    };
    return html`<label class="preset">${published} <select @change=${take}>
      <option ?selected=${taken < 0}>${ownValues}</option>
      ${presets.map((preset, i) => html`<option ?selected=${i === taken} ?disabled=${!fits(preset)} title=${preset.source}>${preset.name}</option>`)}</select></label>`;
  }

  /** Whether what went wrong is this parameter. @param {ParamInfo} param */
  isWrong({ key }) {
    return this.failure?.path === `${this.chosen.id}.${key}`;
  }

  alert() {
    return html`<p class="error" role="alert">${spokenFailure(this.failure, this.words)}</p>`;
  }

  /** @param {ParamInfo} param */
  param(param) {
    const note = this.notes[param.key];
    const wrong = this.isWrong(param);
    return html`<div class="param" ?data-wrong=${wrong}>
      <div class="name"><code>${param.key}</code>${param.unit ? html` <span>${this.words.cards.units[param.unit] ?? param.unit}</span>` : nothing}</div>
      ${this.entry(param)}
      <p class="doc">${coded(this.words.method(this.chosen.id)?.params[param.key] ?? param.doc)}${note ? html` <em>${note}</em>` : nothing}</p>
      ${wrong ? this.alert() : nothing}
    </div>`;
  }

  /** @param {ParamInfo[]} all */
  params(all) {
    const params = all.filter(({ learned }) => !learned); // learned numbers come with the weights
    const changed = Object.keys(this.chosen.params).length > 0;
    const before = this.compact ? 0 : shown;
    const rest = params.slice(before);
    const open = rest.some((param) => param.key in this.chosen.params || this.isWrong(param));
    return html`
      ${params.slice(0, before).map((param) => this.param(param))}
      ${
        rest.length > 0
          ? html`<details ?open=${open}><summary>${this.words.cards.parameters(rest.length, before > 0)}</summary>
              ${rest.map((param) => this.param(param))}</details>`
          : nothing
      }
      ${changed ? html`<button class="plain" type="button" @click=${this.reset}>${this.words.cards.backToDefaults}</button>` : nothing}`;
  }

  /**
   * Whether it can join a method that was trained with anything: it asks for plain weights, and neither turns nor moves.
   * @param {MethodInfo} method
   */
  joinsAny({ trainedAs, slots }) {
    const plain = this.catalog[0]?.id;
    return this.place > 0 && trainedAs === plain && !slots.includes('frequencies') && !slots.includes('positions');
  }

  /** Methods for this model's weights first; the others want a model of their own. */
  options() {
    const option = (/** @type {MethodInfo} */ { id }) =>
      html`<option value=${id} ?selected=${id === this.chosen.id}>${this.nameOf(id)}</option>`;
    const fits = (/** @type {MethodInfo} */ method) =>
      !this.own || method.trainedAs === this.own || this.joinsAny(method);
    const offered = this.offered ?? this.catalog;
    const others = offered.filter((method) => !fits(method));
    return html`<optgroup label=${this.words.cards.fitting}>${offered.filter(fits).map(option)}</optgroup>
      ${others.length > 0 ? html`<optgroup label=${this.words.cards.foreign}>${others.map(option)}</optgroup>` : nothing}`;
  }

  /** @param {string} id  of a method */
  nameOf(id) {
    return this.words.method(id)?.name ?? this.catalog.find((each) => each.id === id)?.name ?? id;
  }

  /** @param {MethodInfo} info */
  about(info) {
    const { source, trainedAs } = info;
    const maker = trainedAs === info.id ? this.words.cards.it : this.nameOf(trainedAs);
    const toggle = (/** @type {Event} */ event) =>
      this.send({ ...this.chosen, force: /** @type {HTMLInputElement} */ (event.target).checked });
    const note = html`<p class="doc"><em>${this.words.cards.madeFor(maker, this.nameOf(this.own))}</em></p>`;
    const force = html`<label class="check"><input type="checkbox" .checked=${this.chosen.force === true} @change=${toggle}> ${this.words.cards.anyway}</label>`;
    return html`<p class="doc">${coded(this.words.method(info.id)?.summary ?? info.summary)} <cite>${this.words.cards.source(source)}</cite></p>
      ${this.foreign && trainedAs !== this.own ? note : nothing} ${this.foreign && this.place === 0 ? force : nothing}`;
  }

  mark() {
    if (this.unmarked) return nothing;
    return this.place > 0 ? html`<span class="plus" aria-hidden="true">+</span>` : this.line();
  }

  line() {
    const dash = (dashes[this.slotIndex % dashes.length] ?? []).join(' ');
    return html`<svg width="22" height="12" aria-hidden="true"><line x1="0" x2="22" y1="6" y2="6" stroke=${seriesColor(this.slotIndex)}
      stroke-width="4" stroke-dasharray=${dash} /></svg>`;
  }

  /** @override */
  render() {
    const info = this.catalog.find(({ id }) => id === this.chosen.id);
    const pick = (/** @type {Event} */ event) =>
      this.send({ id: /** @type {HTMLSelectElement} */ (event.target).value, params: {} });
    return html`
      <div class="head">
        ${this.mark()}
        <select aria-label=${this.words.cards.method(this.slotIndex + 1, this.place > 0)} @change=${pick}>
          ${this.options()}
        </select>
        ${this.removable ? html`<button class="plain" type="button" aria-label=${this.words.cards.remove(this.nameOf(this.chosen.id))} @click=${() => this.send(null)}>×</button>` : nothing}
      </div>
      ${info ? this.about(info) : nothing}
      ${info ? this.presets(info) : nothing}
      ${info ? this.params(info.params) : nothing}
      ${this.failure && !info?.params.some((param) => this.isWrong(param)) ? this.alert() : nothing}`;
  }
}
