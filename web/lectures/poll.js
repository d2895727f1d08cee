/**
 * <rope-poll answer="2">: a question with an <ol> of answers, asked before a figure shows what happens. Hands are counted by click
 * or by digit; nothing leaves the page. What follows it in the slide with class "veiled" stays hidden until then.
 */
import { words } from './settings.js';

export class RopePoll extends HTMLElement {
  /** @type {number[]} hands by answer */
  #hands = [];
  /** @type {HTMLButtonElement[]} */
  #buttons = [];

  connectedCallback() {
    if (this.#buttons.length > 0) return;
    const said = words().poll;
    const list = this.querySelector('ol');
    for (const [i, item] of [...(list?.children ?? [])].entries()) {
      const button = Object.assign(document.createElement('button'), { type: 'button' });
      button.append(...item.childNodes, document.createElement('output'));
      button.addEventListener('click', () => this.vote(i));
      item.append(button);
      this.#buttons.push(button);
    }
    this.#hands = this.#buttons.map(() => 0);
    list?.addEventListener('keydown', (event) => this.#key(event));
    const reveal = Object.assign(document.createElement('button'), { type: 'button', className: 'reveal-answer' });
    reveal.textContent = said.reveal;
    reveal.title = said.keys;
    reveal.addEventListener('click', () => this.dispatchEvent(new CustomEvent('rope-reveal', { bubbles: true })));
    list?.after(reveal);
  }

  get revealed() {
    return this.hasAttribute('revealed');
  }

  set revealed(now) {
    if (now === this.revealed) return;
    this.toggleAttribute('revealed', now);
    const right = this.#buttons[Number(this.getAttribute('answer')) - 1];
    right?.classList.toggle('right', now);
    if (now) right?.setAttribute('aria-description', words().poll.right);
    else right?.removeAttribute('aria-description');
  }

  /** Hands by answer, for another window that shows the same. */
  get hands() {
    return [...this.#hands];
  }

  set hands(hands) {
    this.#hands = this.#buttons.map((_, i) => hands[i] ?? 0);
    for (const [i, button] of this.#buttons.entries()) {
      const count = this.#hands[i] ?? 0;
      const output = button.querySelector('output');
      if (output) output.value = count > 0 ? words().poll.hands(count) : '';
      button.classList.toggle('chosen', count > 0);
    }
  }

  /** @param {number} index  @param {number} [by] */
  vote(index, by = 1) {
    if (this.revealed || !this.#buttons[index]) return;
    this.hands = this.#hands.map((count, i) => (i === index ? Math.max(0, count + by) : count));
    this.dispatchEvent(new CustomEvent('rope-vote', { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const at = this.#buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || at < 0) return;
    event.preventDefault();
    this.#buttons[(at + step + this.#buttons.length) % this.#buttons.length]?.focus();
  }
}
