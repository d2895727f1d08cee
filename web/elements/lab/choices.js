/** What can be chosen before a training: its encoding, a rival, and its seed. */
import { html, nothing } from 'lit';
import { largestSeed } from './lab.js';
import { labWords, nameOf, racerName } from './parts.js';

/** @typedef {import('./parts.js').Shown} Shown */

const entered = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;

/**
 * Changes a setting, unless the visitor would rather keep the training that it would throw away.
 * @param {Shown} shown
 * @param {Event} event
 * @param {Partial<import('./lab.js').Settings>} change
 * @param {string | number} before  what the control goes back to
 */
function choose(shown, event, change, before) {
  const lost = shown.lab.lostBy(change).map((racer) => racerName(shown, racer));
  if (lost.length === 0 || confirm(labWords(shown.words).discard(lost))) {
    shown.lab.set(change);
    return;
  }
  Object.assign(/** @type {HTMLElement} */ (event.target), { value: String(before) });
}

/**
 * @param {Shown} shown
 * @param {'a' | 'b'} key
 * @param {string} label
 * @param {string} [none]
 */
export function encodingChoice(shown, key, label, none) {
  const settings = shown.lab.settings.value;
  const chosen = settings[key];
  const offered = shown.lab.encodings.value.filter(({ id }) => key === 'a' || id !== settings.a);
  return html`<label>${label}
    <select @change=${(/** @type {Event} */ event) => choose(shown, event, { [key]: entered(event) }, chosen)}>
      ${none ? html`<option value="" ?selected=${chosen === ''}>${none}</option>` : nothing}
      ${offered.map(({ id }) => html`<option value=${id} ?selected=${id === chosen}>${nameOf(shown, id)}</option>`)}
    </select></label>`;
}

/** @param {Shown} shown */
export function seedChoice(shown) {
  const { seed } = shown.lab.settings.value;
  const change = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.reportValidity() && input.value !== '') choose(shown, event, { seed: input.valueAsNumber }, seed);
  };
  return html`<label>${labWords(shown.words).seed}
    <input type="number" min="0" max=${largestSeed} step="1" .value=${String(seed)} @change=${change}></label>`;
}
