/**
 * Entries that write an attribute of the slide's scope while somebody types or slides:
 * <input type="range" data-attribute="length">, <textarea data-attribute="typed">. An <output> beside one shows its value.
 * data-pattern="yarn;beta_fast:*" is what is written, with the value for the star.
 */
import { targetOf } from './steps.js';

const patience = 250; // ms without a further key before a text is read anew

/**
 * @param {HTMLElement} entry
 * @param {() => void} act
 */
export function afterTyping(entry, act) {
  let later = 0;
  entry.addEventListener('input', () => {
    clearTimeout(later);
    later = window.setTimeout(act, patience);
  });
}

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} entry */
function connect(entry) {
  const output = entry.closest('label')?.querySelector('output');
  const { attribute = '', pattern = '*' } = entry.dataset;
  afterTyping(entry, () => targetOf(entry)?.setAttribute(attribute, pattern.replace('*', entry.value)));
  if (entry instanceof HTMLTextAreaElement) entry.value = targetOf(entry)?.getAttribute(attribute) ?? '';
  entry.addEventListener('input', () => {
    if (output) output.value = entry.value;
  });
}

export function connectControls() {
  for (const entry of document.querySelectorAll('[data-attribute]')) connect(/** @type {HTMLInputElement} */ (entry));
}
