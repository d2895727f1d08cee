/**
 * Entries that write an attribute of the slide's scope while somebody types or slides:
 * <input type="range" data-attribute="length">, <textarea data-attribute="typed">. An <output> beside one shows its value.
 * data-pattern="yarn;beta_fast:*" is what is written, with the value for the star.
 */
import { targetOf } from './steps.js';

const patience = 250; // ms without a further key before a text is read anew

/** @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} entry */
function connect(entry) {
  const output = entry.closest('label')?.querySelector('output');
  const { attribute = '', pattern = '*' } = entry.dataset;
  let later = 0;
  const write = () => targetOf(entry)?.setAttribute(attribute, pattern.replace('*', entry.value));
  if (entry instanceof HTMLTextAreaElement) entry.value = targetOf(entry)?.getAttribute(attribute) ?? '';
  entry.addEventListener('input', () => {
    if (output) output.value = entry.value;
    clearTimeout(later);
    later = window.setTimeout(write, patience);
  });
}

export function connectControls() {
  for (const entry of document.querySelectorAll('[data-attribute]')) connect(/** @type {HTMLInputElement} */ (entry));
}
