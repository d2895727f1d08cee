/** What a figure takes from the document around it: the language, and whether grounds are dark. */
import { signal } from '@preact/signals-core';
import { idOf, learn, words } from '../words/words.js';

/** Counts changes of the document's language and of the languages that were learnt. */
const version = signal(0);
const dark = matchMedia('(prefers-color-scheme: dark)');
const systemDark = signal(dark.matches);
dark.addEventListener('change', ({ matches }) => {
  systemDark.value = matches;
});
new MutationObserver(() => {
  version.value++;
}).observe(document.documentElement, { attributes: true, attributeFilter: ['lang'] });

/**
 * The words of the language that an element stands in: its own `lang`, or that of the closest ancestor. English until
 * others are there.
 * @param {Element} element
 */
export function wordsAround(element) {
  void version.value;
  const around = /** @type {HTMLElement | null} */ (element.closest('[lang]:not([lang=""])'));
  const id = around ? idOf(around.lang) : 'en';
  const known = words(id);
  learn(id).then(
    (learnt) => {
      if (learnt !== known) version.value++;
    },
    () => {}, // what cannot be fetched is said in English
  );
  return known;
}

/** Changes when colours do. @param {Element} element */
export const coloursAround = (element) => `${element.getAttribute('theme') ?? ''} ${systemDark.value}`;
