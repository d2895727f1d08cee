/**
 * <rope-figure kind method lang theme>: one figure, of the <rope-scope> around it, or of a scope of its own with the
 * attributes of one. `method` picks one of the scope's columns; by itself it is the column.
 */
import { effect } from '@preact/signals-core';
import { html, LitElement, nothing } from 'lit';
import { isStill } from '../figures/planned.js';
import { writeColumn } from '../scope/column-text.js';
import { partsOf } from '../scope/methods.js';
import { settled } from '../scope/settled.js';
import * as files from './figure-export.js';
import { kindOf, kinds } from './figure-kinds.js';
import { figureStyles } from './figure-styles.js';
import { keepKeys } from './own-keys.js';
import { elementCodec, figureCodec, scopeAttributes, viewTable } from './query.js';
import { followAttribute, openSoon, scopeOf } from './rope-scope.js';
import { spokenFailure, spokenProblem } from './spoken.js';
import { shared } from './styles.js';
import { coloursAround, groundAround, wordsAround } from './surroundings.js';

/**
 * @typedef {import('../scope/scope.js').Scope} Scope
 * @typedef {import('./figure-kinds.js').Kind} Kind
 * @typedef {import('./kinds/types.js').Shown} Shown
 */

/** Of a figure within a scope: which of its attributes the scope has instead. */
const misplaced = (/** @type {HTMLElement} */ { attributes }) =>
  [...attributes]
    .filter(({ name }) => scopeAttributes.includes(name))
    .map(({ name }) => ({ code: 'ofScope', path: name, args: {} }));

export class RopeFigure extends LitElement {
  /** @override */
  static styles = [shared, figureStyles];
  /** @override */
  static properties = { shown: { state: true } };
  /** @override */
  static get observedAttributes() {
    RopeFigure.finalize(); // what lit's own list does
    return [...elementCodec.attributes, 'base', 'kind', 'lang', 'method', 'theme'];
  }

  constructor() {
    super();
    /** @type {unknown} what lit renders */
    this.shown = nothing;
    /** @type {Element | null} the <rope-scope> around it */
    this.around = null;
    /** @type {Scope | undefined} of this figure alone */
    this.own = undefined;
    /** @type {Scope | undefined} that is asked */
    this.scope = undefined;
    this.stop = () => {};
    this.wait = () => {};
    this.addEventListener('keydown', keepKeys);
  }

  /** Attributes of a scope of its own: `method` stands for `methods`. @param {string} name */
  asked(name) {
    return this.getAttribute(name) ?? (name === 'methods' ? this.getAttribute('method') : null);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.around = this.closest('rope-scope');
    if (this.around) {
      const { around } = this;
      void customElements.whenDefined('rope-scope').then(() => this.follow(/** @type {any} */ (around).scope));
      return;
    }
    this.own ??= scopeOf(this, (name) => this.asked(name));
    this.wait = openSoon(this, this.own);
    this.follow(this.own);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
    this.wait();
    this.own?.close();
  }

  /** @override @param {string} name  @param {string | null} before  @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (!this.scope || !this.isConnected || before === now) return;
    const ofScope = scopeAttributes.includes(name) || Object.hasOwn(viewTable, name) || name === 'method';
    if (this.scope === this.own && ofScope) followAttribute(this.own, name, (each) => this.asked(each));
    else this.follow(this.scope);
  }

  /** @param {Scope} scope */
  follow(scope) {
    this.stop();
    this.scope = scope;
    if (!this.isConnected) return;
    const errors = settled(() => this.errors(scope));
    this.stop = effect(() => {
      this.shown = this.show(scope, errors.value);
    });
  }

  /**
   * What went wrong with single columns. @param {Scope} scope
   * @returns {{ name: string, failure: import('../scope/failure.js').Failure }[]}
   */
  errors(scope) {
    const slot = this.slotIn(scope);
    return scope.names.value.flatMap((name, i) => {
      const failure = scope.planned.value[i]?.error ?? scope.runs.value[i]?.error;
      return failure && (slot ?? i) === i ? [{ name, failure }] : [];
    });
  }

  /**
   * @param {Scope} scope
   * @param {ReturnType<RopeFigure['errors']>} errors
   */
  show(scope, errors) {
    const words = wordsAround(this);
    this.setAttribute('ground', groundAround(this));
    const slot = this.slotIn(scope);
    const alert = (/** @type {unknown} */ said) => html`<p class="error" role="alert">${said}</p>`;
    const { view, problems } = this.viewOf(scope);
    const failure = scope.failure.value;
    const alerts = [
      ...problems.map((problem) => alert(spokenProblem(problem, words, 'attributes'))),
      ...(failure ? [alert(this.stopped(scope, words))] : []),
      ...(failure
        ? []
        : errors.map((each) => alert(words.figure.failed(each.name, spokenFailure(each.failure, words))))),
    ];
    if (slot === -1) return [...alerts, alert(words.figure.noColumn(this.asked('method') ?? '', scope.names.value))];
    if (failure && !scope.weights.value) return alerts;
    const change = (/** @type {Partial<import('./query.js').View>} */ part) => this.change(scope, part);
    const drawn = { scope, slot, words, view, theme: coloursAround(this), change };
    return [...alerts, this.draw({ ...drawn, written: this.textContent?.trim() ?? '' })];
  }

  /** @param {Shown} shown */
  draw(shown) {
    const { words, scope } = shown;
    const name = this.getAttribute('kind') ?? '';
    const { kind, failure } = kindOf(name);
    if (failure) return html`<p class="error" role="alert">${spokenFailure(failure, words)}</p>`;
    if (kind === null) return html`<p class="summary">${words.figure.loading}</p>`;
    if (!kind) return html`<p class="error" role="alert">${words.figure.unknownKind(name, Object.keys(kinds))}</p>`;
    const layer = scope.layered.value ? scope.planLayer.value : null;
    if (kind.turning && isStill(scope))
      return html`<p class="summary">${words.panels.still.lead(scope.names.value, layer)}</p>`;
    const tools = html`<rope-tools .words=${words} .scope=${scope} .only=${shown.slot} .view=${shown.view} kind=${name}></rope-tools>`;
    return html`${kind.draw(kind.ask(shown), shown)}${kind.controls ? nothing : tools}`;
  }

  /** What is drawn, for those who make files of it. @returns {import('./figure-export.js').Drawn} */
  get drawn() {
    const elements = [...this.renderRoot.children].filter(
      (each) => !each.matches(['rope-tools', 'style', '[role="alert"]'].join()),
    );
    return { host: this, elements, kind: this.asked('kind') ?? '', words: wordsAround(this) };
  }

  /** The figure as a PNG with its title: `await figure.toBlob()`. @returns {Promise<Blob>} */
  async toBlob() {
    return files.png(this.drawn);
  }

  /** The numbers that it draws, a header first; several tables with an empty line between: `await figure.toCSV()`. */
  async toCSV() {
    return files.csv(this.drawn);
  }

  /** Its curves as an SVG that stands by itself; '' where it has none: `await figure.toSVG()`. */
  async toSVG() {
    return files.svg(this.drawn);
  }

  /**
   * What stopped the scope, and the way on.
   * @param {Scope} scope
   * @param {import('../words/en.js').Words} words
   */
  stopped(scope, words) {
    const failure = scope.failure.value;
    const why = spokenFailure(failure, words);
    const models = new URL('./models/', document.baseURI).href;
    const isDefault = !(this.around ?? this).hasAttribute('base') && `${failure?.args.address}`.startsWith(models);
    const again = () => {
      this.tabIndex = -1;
      this.focus({ preventScroll: true }); // the button goes
      void scope.retry();
    };
    return html`${isDefault ? words.figure.noBase(why) : why}
      <button type="button" class="retry plain" @click=${again}>${words.figure.retry}</button>`;
  }

  /**
   * How this figure is drawn: as its scope says, unless it has attributes of its own. The scope's problems are said by the
   * first figure in it.
   * @param {Scope} scope
   */
  viewOf(scope) {
    const view = /** @type {any} */ (scope.query.value);
    if (!this.around) return { view, problems: scope.problems.value };
    const own = (/** @type {string} */ name) => (name === 'methods' ? null : this.getAttribute(name));
    const reading = figureCodec.fromAttributes(own, view);
    const first = this.around.querySelector('rope-figure') === this;
    const problems = [...(first ? scope.problems.value : []), ...reading.problems, ...misplaced(this)];
    return { view: /** @type {any} */ (reading.query), problems };
  }

  /**
   * A control of the figure: where the figure has the attribute, that changes, else the scope does.
   * @param {Scope} scope
   * @param {Partial<import('./query.js').View>} part
   */
  change(scope, part) {
    for (const [name, { key, type }] of Object.entries(viewTable)) {
      if (key in part && this.hasAttribute(name)) this.setAttribute(name, type.write(/** @type {any} */ (part)[key]));
    }
    scope.set(part);
  }

  /**
   * The column that `method` names, by the method's id or as links write it; undefined = all, -1 = none.
   * @param {Scope} scope
   */
  slotIn(scope) {
    const named = this.getAttribute('method');
    if (!named || scope === this.own) return undefined;
    const idsOf = (/** @type {import('../scope/methods.js').Column} */ column) =>
      partsOf(column)
        .map(({ id }) => id)
        .join('+');
    return scope.methods.value.findIndex((column) => [writeColumn(column), idsOf(column)].includes(named));
  }

  /** @override */
  render() {
    return this.shown;
  }
}
