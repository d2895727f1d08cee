/** The length of the text: any, or a multiple of what the weights were trained on. */
import { html } from 'lit';
import { short } from '../charts/svg.js';
import { lengths } from '../scope/query.js';
import { spoken } from './language.js';
import { scope } from './scope.js';

export function lengthChoice() {
  const words = spoken().settings;
  const trained = scope.trained.value;
  const most = scope.longest.value;
  const length = Math.min(scope.query.value.length, most);
  const presets = [1, 2, 4, 8, 16]
    .map((times) => ({ times, tokens: times * trained }))
    .filter(({ tokens }) => tokens <= most);
  return html`<fieldset><legend>${words.length} <span>${words.characters}</span></legend>
    <rope-number .words=${spoken()} label=${words.length} .value=${length} .min=${Math.min(lengths.min, most)} .max=${most} integer .marks=${presets.map(({ tokens }) => tokens)}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => scope.set({ length: event.detail })}></rope-number>
    <div class="presets" role="group" aria-label=${words.multiples}>${presets.map(
      ({ times, tokens }) => html`<button type="button" aria-pressed=${tokens === length ? 'true' : 'false'}
        @click=${() => scope.set({ length: tokens })}>${times}×</button>`,
    )}</div>
    <p class="doc">${words.times(short(length / trained), trained)}</p>
  </fieldset>`;
}
