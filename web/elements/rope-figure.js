/**
 * <rope-figure kind method lang>: one figure, of the <rope-scope> around it, or of a scope of its own with the attributes of
 * one. `method` picks one of the scope's columns; by itself it is the column.
 */
import { effect } from '@preact/signals-core';
import { css, html, LitElement } from 'lit';
import { writeColumn } from '../scope/column-text.js';
import { partsOf } from '../scope/methods.js';
import { en } from '../words/en.js';
import { kinds } from './figure-kinds.js';
import { scopeOf } from './rope-scope.js';
import { spokenFailure, spokenProblem } from './spoken.js';
import { shared } from './styles.js';

/** @type {Record<string, import('../words/en.js').Words>} */
const languages = { en };

export class RopeFigure extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      :host {
        display: block;
      }
    `,
  ];
  /** @override */
  static properties = { kind: {}, method: {}, lang: {}, shown: { state: true } };

  constructor() {
    super();
    this.kind = '';
    this.method = '';
    this.lang = '';
    /** @type {unknown} */
    this.shown = '';
    /** @type {import('../scope/scope.js').Scope | undefined} of this figure alone */
    this.own = undefined;
    this.stop = () => {};
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const around = this.closest('rope-scope');
    if (around)
      void customElements.whenDefined('rope-scope').then(() => this.follow(/** @type {any} */ (around).scope));
    else {
      this.own ??= scopeOf(this, (name) => this.getAttribute(name === 'methods' ? 'method' : name));
      this.own.open();
      this.follow(this.own);
    }
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
    this.own?.close();
  }

  /** @override @param {Map<string, unknown>} changed */
  updated(changed) {
    if (this.scope && ['kind', 'method', 'lang'].some((name) => changed.has(name))) this.follow(this.scope);
  }

  /** @param {import('../scope/scope.js').Scope} scope */
  follow(scope) {
    this.stop();
    this.scope = scope;
    if (!this.isConnected) return;
    this.stop = effect(() => {
      this.shown = this.show(scope);
    });
  }

  /** @param {import('../scope/scope.js').Scope} scope */
  show(scope) {
    const words = languages[this.lang] ?? en;
    const draw = Object.hasOwn(kinds, this.kind) ? kinds[this.kind] : undefined;
    if (!draw) return html`<p role="alert">${words.figure.unknownKind(this.kind, Object.keys(kinds))}</p>`;
    const failure = scope.failure.value;
    if (failure)
      return html`<p role="alert">${spokenFailure(failure, words)}
        <button type="button" class="retry plain" @click=${() => scope.retry()}>${words.figure.retry}</button></p>`;
    const problems = scope.problems.value.map((problem) => html`<p role="alert">${spokenProblem(problem, words)}</p>`);
    const slot = this.slotIn(scope);
    if (slot === -1) return html`<p role="alert">${words.figure.noColumn(this.method, scope.names.value)}</p>`;
    return html`${problems}${draw({ scope, slot, words, attribute: (name) => this.getAttribute(name) })}`;
  }

  /**
   * The column that `method` names, by the method's id or as links write it; undefined = all, -1 = none.
   * @param {import('../scope/scope.js').Scope} scope
   */
  slotIn(scope) {
    if (!this.method || scope === this.own) return undefined;
    return scope.methods.value.findIndex(
      (column) =>
        writeColumn(column) === this.method ||
        partsOf(column)
          .map(({ id }) => id)
          .join('+') === this.method,
    );
  }

  /** @override */
  render() {
    return this.shown;
  }
}
