/** <rope-passkey>: what stands behind a cell of the passkey grid, the prompt with the key marked, and the model's answer. */
import { html, LitElement, nothing } from 'lit';
import { promptParts } from '../charts/prompt-parts.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import { shared } from './styles.js';

/**
 * @typedef {object} PasskeyCase
 * @property {string} key      of the cell
 * @property {string} title
 * @property {import('../scope/evaluation-cells.js').Score | null} score
 * @property {{ prompt: string, expected: string, answer: string, isIds?: boolean } | null} last  of the samples run here;
 *   isIds: they are the ids of tokens
 * @property {string} error
 * @property {boolean} busy
 */

const around = 90; // characters: a line or two
const statement = /The key is <\d*>?/g; // as cpp/eval/task.cpp writes it
const [markIds, keyIds] = [4, 6]; // tokens that say a key is coming, as lib/drawn-tokens.js has them; of the key and its end

/** What says the key in a prompt of token ids, which ends where it is asked for. @param {string} prompt */
function statementIn(prompt) {
  const mark = prompt.split(' ').slice(-markIds).join(' ');
  return new RegExp(`\\b${mark}\\b( \\d+){0,${keyIds}}`, 'g');
}

export class RopePasskey extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      section {
        padding: 0.7rem 0.9rem 0.8rem;
        border: 1px solid var(--rule, light-dark(#e0e2e0, #2b3034));
        border-radius: 4px;
      }
      h4 {
        margin: 0 0 0.4rem;
        font-size: 0.875rem;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.1rem 0.9rem;
        margin: 0 0 0.6rem;
      }
      dt {
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      dd {
        margin: 0;
      }
      code,
      .prompt {
        font: 0.8125rem/1.5 var(--mono, ui-monospace, monospace);
      }
      .prompt {
        margin: 0 0 0.5rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        max-height: 22rem;
        overflow: auto;
      }
      mark {
        background: none;
        color: inherit;
        font-weight: 700;
        box-shadow: inset 0 -2px 0 var(--accent, light-dark(#0b5cad, #7cb7ff));
      }
      s {
        color: var(--warn, light-dark(#b3261e, #ff9d94));
      }
      .gap {
        margin-inline: 0.3rem;
        min-height: 0;
        padding: 0 0.4rem;
        font-size: 0.75rem;
      }
      p {
        margin: 0 0 0.5rem;
        max-width: 62rem;
      }
      .note {
        margin: 0;
        font-size: 0.75rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
    `,
  ];
  /** @override */
  static properties = { case: { attribute: false }, words: { attribute: false }, whole: { state: true } };

  constructor() {
    super();
    /** @type {PasskeyCase | null} */
    this.case = null;
    this.words = en;
    this.whole = false;
    /** @type {Element | null | undefined} that has the keyboard */
    this.held = null;
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const before = /** @type {PasskeyCase | null | undefined} */ (changed.get('case'));
    if (changed.has('case') && before?.key !== this.case?.key) this.whole = false;
    this.held = this.shadowRoot?.activeElement;
  }

  /** A button that has done its work goes, and the keyboard to what it brought. @override */
  updated() {
    const prompt = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.prompt'));
    if (this.held && !this.held.isConnected) prompt?.focus({ preventScroll: true });
  }

  /** @param {NonNullable<PasskeyCase['last']>} last */
  prompt({ prompt, isIds }) {
    const marked = isIds ? statementIn(prompt) : statement;
    const parts = promptParts(prompt, marked, this.whole ? prompt.length : around).map(({ kind, text }) => {
      if (kind === 'mark') return html`<mark>${text}</mark>`;
      if (kind === 'text') return text;
      return html`<button type="button" class="plain gap" @click=${() => {
        this.whole = true;
      }}>${withInsights(this.words).passkey.more(text.length)}</button>`;
    });
    return html`<div class="prompt" tabindex="0" role="group" aria-label=${withInsights(this.words).passkey.prompt}>${parts}</div>`;
  }

  /** @param {NonNullable<PasskeyCase['last']>} last */
  answer({ expected, answer, isIds }) {
    const words = withInsights(this.words).passkey;
    const itemsOf = (/** @type {string} */ text) => (isIds ? text.split(/(?= )/) : [...text]);
    const right = itemsOf(expected);
    const digits = itemsOf(answer).map((digit, i) => (digit === right[i] ? digit : html`<s>${digit}</s>`));
    return html`<dl><dt>${words.expected}</dt><dd><code>${expected}</code></dd>
      <dt>${words.answer}</dt><dd><code>${digits}</code> ${answer === expected ? words.right : words.wrong}</dd></dl>`;
  }

  /** @override */
  render() {
    if (!this.case) return nothing;
    const { title, score, last, error, busy } = this.case;
    const words = withInsights(this.words).passkey;
    const run = () => busy || this.dispatchEvent(new CustomEvent('rope-run-cell', { bubbles: true, composed: true }));
    const found = score ? words.found({ ...score, right: Math.round(score.mean * score.samples) }) : '';
    return html`<section aria-label=${words.chosen}>
      <h4>${title}${found}</h4>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${
        last
          ? html`${this.answer(last)}${this.prompt(last)}
            <p class="note">${words.last}</p>`
          : html`<p>${score ? words.noPrompt : words.unknown}</p>
            <button type="button" class="plain" aria-disabled=${busy ? 'true' : 'false'} @click=${run}>${busy ? words.running : words.run}</button>`
      }
    </section>`;
  }
}
