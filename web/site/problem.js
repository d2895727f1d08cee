/** What went wrong, with the way on. */
import { html } from 'lit';
import { spoken } from './language.js';

/**
 * @param {unknown} said
 * @param {() => unknown} retry
 */
export const problemWith = (said, retry) =>
  html`<p class="problem" role="alert">${said}
    <button type="button" class="retry" @click=${() => retry()}>${spoken().figure.retry}</button></p>`;
