/**
 * <rope-exercise answer="0.25" tolerance="0.01">: a question with an answer that can be checked: a number, or with an <ol> the
 * place of one of its items, from 1. What has class "why" appears with the answer.
 */
import { exact, judged } from './judged.js';
import { words } from './settings.js';

export class RopeExercise extends HTMLElement {
  #status = Object.assign(document.createElement('output'), { className: 'verdict' });

  connectedCallback() {
    if (this.#status.isConnected) return;
    const list = this.querySelector('ol');
    if (list) this.#choices(list);
    else this.#number();
    const show = this.#button(words().exercise.show, () => this.#show());
    show.className = 'quiet';
    const row = document.createElement('p');
    row.append(show, this.#status);
    (this.querySelector('.row') ?? list)?.after(row);
  }

  get #answer() {
    return Number(this.getAttribute('answer'));
  }

  /** @param {string} label  @param {() => void} act */
  #button(label, act) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    button.addEventListener('click', act);
    return button;
  }

  /** @param {HTMLOListElement} list */
  #choices(list) {
    for (const [i, item] of [...list.children].entries()) {
      const button = this.#button('', () => this.#judge(String(i + 1)));
      button.append(...item.childNodes);
      item.append(button);
    }
  }

  #number() {
    const said = words().exercise;
    const input = Object.assign(document.createElement('input'), {
      type: 'text',
      inputMode: 'decimal',
      ariaLabel: said.answer,
    });
    const check = () => this.#judge(input.value);
    input.addEventListener('keydown', ({ key }) => key === 'Enter' && check());
    const row = Object.assign(document.createElement('p'), { className: 'row' });
    row.append(input, this.#button(said.check, check));
    this.querySelector('p')?.after(row);
  }

  /** @param {string} given */
  #judge(given) {
    const said = words().exercise;
    const right = judged(given, this.#answer, Number(this.getAttribute('tolerance') ?? exact));
    this.#status.value = right === null ? said.number : right ? said.right : said.wrong;
    this.classList.toggle('solved', right === true);
  }

  #show() {
    const item = this.querySelector('ol')?.children[this.#answer - 1];
    this.#status.value = words().exercise.shown(item?.textContent?.trim() ?? String(this.#answer));
    this.classList.add('solved');
  }
}
