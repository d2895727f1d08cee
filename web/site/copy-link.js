/** The button that copies the page's address. */
import { html } from 'lit';
import { spoken } from './language.js';

const shownFor = 2000; // ms that the button says what it did

/**
 * Puts the address into the clipboard; where the browser has none to write to (a page over plain http), into a field, selected.
 * @param {Event} event
 */
async function copy(event) {
  const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
  const field = /** @type {HTMLInputElement} */ (button.nextElementSibling);
  try {
    await navigator.clipboard.writeText(location.href); // absent over plain http: a TypeError
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), shownFor);
  } catch {
    Object.assign(field, { value: location.href, hidden: false });
    field.select();
  }
}

/** @param {string} label  of the button */
export function copyLink(label) {
  const { copied, addressToCopy } = spoken().frame;
  return html`<div class="link"><button type="button" class="wide" @click=${copy}><span>${label}</span><span class="done" role="status">${copied}</span></button>
    <input type="text" class="wide" readonly hidden aria-label=${addressToCopy}></div>`;
}
