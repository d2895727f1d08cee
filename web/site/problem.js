/** What went wrong, with the way on. */
import { html } from 'lit';
import { byId } from './frame.js';
import { spoken } from './language.js';

/**
 * @param {unknown} said
 * @param {() => unknown} retry
 */
export function problemWith(said, retry) {
  const click = () => {
    byId('figures').focus({ preventScroll: true }); // the button goes
    retry();
  };
  return html`<p class="problem" role="alert">${said}
    <button type="button" class="retry" @click=${click}>${spoken().figure.retry}</button></p>`;
}
