/** <rope-runtimes>: what other runtimes are told so that they run the model of a config.json under a method. */
import { html, LitElement, nothing } from 'lit';
import { failureOf } from '../scope/failure.js';
import { follow } from '../scope/methods.js';
import { en } from '../words/en.js';
import { runtimeWords } from '../words/runtimes.js';
import { answersOf, commonFailure } from './runtime-answers.js';
import { noneOf, problemSection, runtimeSection } from './runtime-section.js';
import { runtimesStyles } from './runtimes-styles.js';
import { shared } from './styles.js';

/**
 * @typedef {import('../lib/types.js').Engine} Engine
 * @typedef {import('../lib/types.js').Inspection} Inspection
 * @typedef {import('../scope/methods.js').Chosen} Chosen
 */

const longest = 2 ** 24; // tokens, of a plan
const stretch = 4; // how far a method is first asked to reach: the factor that model cards name most often

export class RopeRuntimes extends LitElement {
  /** @override */
  static styles = [shared, runtimesStyles];
  /** @override */
  static properties = {
    engine: { attribute: false },
    config: { attribute: false },
    inspection: { attribute: false },
    words: { attribute: false },
    catalog: { state: true },
    chosen: { state: true },
    length: { state: true },
    answers: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {Engine | null} */
    this.engine = null;
    /** Text of a config.json. */
    this.config = '';
    /** @type {Inspection | null} of that text */
    this.inspection = null;
    this.words = en;
    /** @type {import('../lib/types.js').MethodInfo[]} */
    this.catalog = [];
    /** @type {Chosen | null} null = what the file asks for */
    this.chosen = null;
    /** @type {number | null} tokens; null = what the engine makes of the file and the method */
    this.length = null;
    /** @type {import('./runtime-answers.js').Answer[] | null} */
    this.answers = null;
    /** @type {import('../scope/failure.js').Failure | null} what keeps the engine from saying which methods there are */
    this.problem = null;
    this.asked = 0;
    this.busy = false;
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('config') || changed.has('inspection')) {
      Object.assign(this, { chosen: null, length: null, answers: null });
    }
    const asks = ['engine', 'config', 'inspection', 'chosen', 'length'];
    if (asks.some((name) => changed.has(name))) void this.ask();
  }

  /** Tokens that a factor which follows the length is to reach. @param {Inspection} inspection */
  wanted({ rope }) {
    return this.length ?? rope.max_position_embeddings ?? rope.original_max_position_embeddings;
  }

  /** @param {Inspection} inspection */
  ratio(inspection) {
    return Math.max(1, this.wanted(inspection) / inspection.rope.original_max_position_embeddings);
  }

  /** @param {Inspection} inspection */
  options(inspection) {
    const { chosen, length } = this;
    const given = Object.entries(chosen?.params ?? {}).map(([key, value]) => [
      key,
      value === follow ? this.ratio(inspection) : value,
    ]);
    return {
      ...(chosen && { method: { id: chosen.id, params: Object.fromEntries(given) } }),
      ...(length !== null && { seqLen: length }),
    };
  }

  /** One question under way, and of those that came meanwhile the last. */
  async ask() {
    this.asked += 1;
    if (this.busy) return;
    this.busy = true;
    try {
      this.problem = null;
      for (let answered = 0; answered !== this.asked; ) {
        answered = this.asked;
        await this.answer();
      }
    } catch (error) {
      this.problem = failureOf(error);
    }
    this.busy = false;
  }

  async answer() {
    const { engine, config, inspection } = this;
    if (!engine || !inspection) return;
    if (this.catalog.length === 0) this.catalog = await engine.methods();
    const answers = await answersOf(engine, config, inspection, this.options(inspection));
    if (config === this.config && inspection === this.inspection) this.answers = answers;
  }

  /** The parameter that says how far a method reaches. @param {string} id */
  ratioKey(id) {
    const info = this.catalog.find((each) => each.id === id);
    return info?.params.find(({ role }) => role === 'extension_ratio')?.key ?? '';
  }

  /**
   * A method that stretches is chosen to reach further: its factor follows the length, which lies beyond the trained one.
   * @param {Chosen} next
   * @param {Inspection} inspection
   */
  choose(next, inspection) {
    const key = this.ratioKey(next.id);
    const another = next.id !== (this.chosen?.id ?? inspection.method);
    this.chosen = another && key ? { ...next, params: { [key]: follow } } : next;
    if (another && key && this.ratio(inspection) === 1) {
      this.length = Math.min(longest, stretch * inspection.rope.original_max_position_embeddings);
    }
  }

  /** @param {string} id  of a method */
  nameOf(id) {
    return this.words.method(id)?.name ?? this.catalog.find((each) => each.id === id)?.name ?? id;
  }

  /** @param {Inspection} inspection */
  said({ method }) {
    const words = runtimeWords(this.words);
    if (!this.chosen) return words.fromFile(this.nameOf(method));
    return this.chosen.id === method
      ? words.changed(this.nameOf(method))
      : words.chosen(this.nameOf(method), this.nameOf(this.chosen.id));
  }

  /** What the file asks for, without what a method does by itself. @param {Inspection} inspection @returns {Chosen} */
  ofFile({ method, params }) {
    const info = this.catalog.find(({ id }) => id === method);
    if (!info || info.presets.length > 0) return { id: method, params }; // so that a published list is known again
    const isDefault = (/** @type {string} */ key, /** @type {unknown} */ value) =>
      info.params.some((param) => param.key === key && JSON.stringify(param.default) === JSON.stringify(value));
    return { id: method, params: Object.fromEntries(Object.entries(params).filter((each) => !isDefault(...each))) };
  }

  back() {
    Object.assign(this, { chosen: null, length: null });
  }

  /** @param {Inspection} inspection */
  controls(inspection) {
    const words = runtimeWords(this.words);
    const own = this.catalog.find(({ id }) => id === inspection.method)?.trainedAs ?? '';
    const chosen = this.chosen ?? this.ofFile(inspection);
    const followed = this.ratioKey(chosen.id);
    const failure = this.answers && commonFailure(this.answers);
    /** @param {Event} event */
    const type = ({ target }) => {
      const input = /** @type {HTMLInputElement} */ (target);
      if (input.reportValidity()) this.length = input.value === '' ? null : input.valueAsNumber;
    };
    return html`<div class="asked" role="group" aria-label=${words.asked}>
      <p class="summary">${this.said(inspection)}</p>
      <label>${words.length}
        <input type="number" min="1" max=${longest} step="1" .value=${String(this.wanted(inspection))} @change=${type}>
      </label>
      <rope-method unmarked .words=${this.words} .catalog=${this.catalog} .chosen=${chosen} .own=${own}
        .ratio=${this.ratio(inspection)} .followed=${followed} .following=${chosen.params[followed] === follow}
        .pairs=${inspection.rope.rotary_dim / 2} .failure=${failure?.path.startsWith(`${chosen.id}.`) ? failure : null}
        @rope-change=${(/** @type {CustomEvent<Chosen>} */ { detail }) => this.choose(detail, inspection)}></rope-method>
      ${this.untouched ? nothing : html`<button class="plain back" type="button" @click=${this.back}>${words.back}</button>`}
    </div>`;
  }

  /** Whether nothing was asked for that the file does not say. */
  get untouched() {
    return this.chosen === null && this.length === null;
  }

  told() {
    const words = runtimeWords(this.words);
    if (this.problem) return problemSection(this.problem, this.words, () => this.ask());
    if (!this.answers) return html`<p class="summary">${words.loading}</p>`;
    const common = commonFailure(this.answers);
    if (!common) return this.answers.map((answer) => runtimeSection(answer, this.words));
    if (common.code === 'load_failed') return problemSection(common, this.words, () => this.ask());
    const name = this.nameOf(this.chosen?.id ?? this.inspection?.method ?? '');
    return noneOf(common, this.answers, name, this.words);
  }

  /** @override */
  render() {
    const { inspection, answers, words } = this;
    if (!inspection) return nothing;
    const { answers: title, summary } = runtimeWords(words);
    const refused = answers && commonFailure(answers);
    const ask = this.catalog.length > 0 && !(refused && this.untouched); // no method helps a file that is refused as it is
    return html`<div class="columns" ?data-alone=${!ask}>
      ${ask ? this.controls(inspection) : nothing}
      <div class="answers" role="group" aria-label=${title}>
        <p class="hidden" role="status">${answers ? summary(namesOf(answers, true), namesOf(answers, false)) : ''}</p>
        ${this.told()}
      </div>
    </div>`;
  }
}

/**
 * @param {import('./runtime-answers.js').Answer[]} answers
 * @param {boolean} told  those that have settings, or those that have none
 */
const namesOf = (answers, told) =>
  answers.filter(({ written }) => (written !== undefined) === told).map(({ name }) => name);
