/** The language of a page: what its link says, else what the browser asks for. */
import { effect, signal } from '@preact/signals-core';
import { languages, learn, preferred, words } from '../words/words.js';

const current = signal(words('en'));

/** The words that the page is drawn with. */
export const spoken = () => current.value;

/** @param {{ lang: string }} state  '' = as the browser asks for */
export const languageOf = ({ lang }) => lang || preferred(navigator.languages);

/** Puts the words into what the document holds from the start: elements with `data-say="lab.title"`. */
function fill() {
  for (const element of document.querySelectorAll('[data-say]')) {
    const said = sayingAt(current.value, /** @type {HTMLElement} */ (element).dataset.say ?? '');
    if (element instanceof HTMLMetaElement) element.content = said;
    else if (element.localName === 'nav') element.setAttribute('aria-label', said);
    else element.textContent = said;
  }
}

/**
 * @param {any} book
 * @param {string} path  'lab.title'
 * @returns {string}
 */
const sayingAt = (book, path) => path.split('.').reduce((part, key) => part[key], book);

/**
 * The document follows the state from now on; its words come as soon as they are loaded.
 * @param {{ readonly value: { lang: string } }} state  a signal
 */
export function followLanguage(state) {
  effect(() => {
    const id = languageOf(state.value);
    void learn(id).then((learnt) => {
      if (languageOf(state.value) !== id) return; // another one was asked for meanwhile
      document.documentElement.lang = languages.find((language) => language.id === id)?.tag ?? id;
      if (current.peek() === learnt) return;
      current.value = learnt;
      fill();
    });
  });
}
