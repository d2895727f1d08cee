/** <rope-embed>: what puts the figure onto another page, to be copied. It follows the figure while it is open. */
import { effect } from '@preact/signals-core';
import { html, LitElement, nothing } from 'lit';
import { copyingWords } from '../words/copying.js';
import { css } from './css.js';
import { defineElements } from './define.js';
import { embeddedOf, formsOf, shownOf } from './figure-embed.js';
import { arePublished, elementsFolder } from './published.js';
import { shared } from './styles.js';

const shownFor = 2000; // ms that a button says what it did

/** @typedef {import('./figure-embed.js').Form} Form */

/** @type {Form[]} */
const forms = ['tag', 'frame', 'link'];

export class RopeEmbed extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      :host {
        display: block;
        max-width: 44rem;
        margin: 0.5rem 0;
      }
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0.25rem 0.5rem;
        align-items: end;
        margin: 0 0 0.7rem;
      }
      label {
        font-weight: 600;
      }
      .note {
        grid-column: 1 / -1;
        margin: 0;
        font-size: 0.8125rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      textarea {
        grid-column: 1 / -1;
        width: 100%;
        font-family: var(--mono, ui-monospace, monospace);
        font-size: 0.75rem;
        overflow-wrap: anywhere;
        resize: vertical;
      }
    `,
  ];
  /** @override */
  static properties = {
    figure: { state: true },
    copied: { state: true },
    missing: { state: true },
    drawn: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Parameters<typeof embeddedOf>[0] | null} */
    this.drawn = null;
    /** @type {ReturnType<typeof embeddedOf>} */
    this.figure = null;
    /** @type {Form | ''} whose text lies in the clipboard */
    this.copied = '';
    /** Whether the elements lie nowhere: a bundler made them a part of the page's own scripts. */
    this.missing = false;
    this.stop = () => {};
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('drawn')) this.follow();
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void arePublished().then((are) => {
      this.missing = !are;
    });
    if (this.hasUpdated) this.follow();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  follow() {
    this.stop();
    this.stop = effect(() => {
      this.figure = this.drawn && embeddedOf(this.drawn);
    });
  }

  /**
   * Puts a text into the clipboard; where the browser has none to write to (a page over plain http), selects it.
   * @param {Form} form
   */
  async copy(form) {
    const field = /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector(`#${form}`));
    try {
      await navigator.clipboard.writeText(field.value); // absent over plain http: a TypeError
      this.copied = form;
      setTimeout(() => {
        if (this.copied === form) this.copied = '';
      }, shownFor);
    } catch {
      field.focus();
      field.select();
    }
  }

  /** @override */
  render() {
    const { drawn, figure } = this;
    if (!drawn) return nothing;
    const said = copyingWords(drawn.words);
    if (!figure) return html`<p class="note">${said.ownModel}</p>`;
    const texts = formsOf(figure, shownOf(drawn));
    const form = (/** @type {Form} */ name) => html`<div class="form">
      <label for=${name}>${said.forms[name]}</label>
      <button type="button" class="plain" aria-label=${said.copy(said.forms[name])} @click=${() => this.copy(name)}>${said.short}</button>
      <textarea id=${name} readonly rows=${name === 'link' ? 2 : 4} spellcheck="false" .value=${texts[name]} aria-describedby="${name}-note"></textarea>
      <p class="note" id="${name}-note">${said.notes[name]}</p>
    </div>`;
    return html`${forms.map((name) => (texts[name] ? form(name) : html`<p class="note">${said.tooLong(said.forms[name])}</p>`))}
      ${this.missing ? html`<p class="note" role="note">${said.missing(elementsFolder)}</p>` : nothing}
      ${figure.text === 'own' ? html`<p class="note">${said.ownText}</p>` : nothing}
      <p class="note" role="status">${this.copied ? said.isCopied(said.forms[this.copied]) : ''}</p>`;
  }
}

defineElements([['rope-embed', RopeEmbed]]);
