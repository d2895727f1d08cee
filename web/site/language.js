/** The language of a page: what its link says, else what the browser asks for. */
import { effect, signal } from '@preact/signals-core';
import { languages, learn, preferred, words } from '../words/words.js';

const current = signal(words('en'));

/** The words that the page is drawn with. */
export const spoken = () => current.value;

/** @param {{ lang: string }} state  '' = as the browser asks for */
export const languageOf = ({ lang }) => lang || preferred(navigator.languages);

/** @type {Map<Element, string>} what the build wrote into the document: English, which no script holds twice */
const built = new Map();

/** @param {Element} element */
function writtenIn(element) {
  if (element instanceof HTMLMetaElement) return element.content;
  return (element.localName === 'nav' ? element.getAttribute('aria-label') : element.textContent) ?? '';
}

/**
 * Puts the words into what the document holds from the start: elements with `data-say="pages.lab.title"`.
 * @param {import('../words/en.js').Words} learnt
 */
function fill(learnt) {
  const english = learnt === words('en');
  for (const element of document.querySelectorAll('[data-say]')) {
    const first = built.get(element) ?? writtenIn(element);
    built.set(element, first);
    const said = english ? first : sayingAt(learnt, /** @type {HTMLElement} */ (element).dataset.say ?? '');
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

const frame = () => new Promise(requestAnimationFrame);

const parts = '#controls,main:not([lang])>div'; // the large ones

/** Each large part is styled anew in a frame of its own, the rest of the page after them. @param {string} tag */
async function restyle(tag) {
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(parts))) {
    part.lang = tag;
    await frame();
  }
  document.documentElement.lang = tag;
}

/**
 * The document follows the state from now on; its words come as soon as they are loaded.
 * @param {{ readonly value: { lang: string } }} state  a signal
 */
export function followLanguage(state) {
  let opens = true;
  effect(() => {
    const id = languageOf(state.value);
    const isFirst = opens;
    opens = false;
    const isAsked = () => languageOf(state.value) === id; // and not another one meanwhile
    void learn(id).then(async (learnt) => {
      const root = document.documentElement;
      const tag = languages.find((language) => language.id === id)?.tag ?? id;
      if (!isAsked() || (current.peek() === learnt && root.lang === tag)) return;
      if (isFirst) root.lang = tag;
      else await restyle(tag).then(frame).then(frame); // what the page says follows in the next frames
      if (!isAsked()) return;
      fill(learnt);
      await frame();
      if (isAsked()) current.value = learnt;
    });
  });
}
