/** The button that copies the page's address. */
import { html } from 'lit';

/**
 * Puts the address into the clipboard; where the browser has none to write to (a page over plain http), into a field, selected.
 * @param {string} words  on the button
 */
export function copyLink(words) {
  const copy = async (/** @type {Event} */ event) => {
    const button = /** @type {HTMLButtonElement} */ (event.target);
    const field = /** @type {HTMLInputElement} */ (button.nextElementSibling);
    try {
      await navigator.clipboard.writeText(location.href); // absent over plain http: a TypeError
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = words;
      }, 2000);
    } catch {
      Object.assign(field, { value: location.href, hidden: false });
      field.select();
    }
  };
  return html`<div class="link"><button type="button" class="wide" @click=${copy}>${words}</button>
    <input type="text" class="wide" readonly hidden aria-label="Address of this view, to copy"></div>`;
}
