/** Where one is in the tour: every step as a link, and the ways back and forward. */
import { html, nothing } from 'lit';
import { frameHash } from '../frame-state.js';
import { answers, state, step } from './state.js';
import { steps } from './steps.js';
import { said, wordsOf } from './words.js';

/** @param {number} place  from 1; after the last step: the summary */
export const linkToStep = (place) => `#${[`step=${place}`, frameHash(state.value)].filter(Boolean).join('&')}`;

export function track() {
  const words = said();
  const at = state.value.step;
  const now = step.value;
  const entry = (/** @type {import('./steps.js').Step} */ each, /** @type {number} */ i) => {
    const done = each.id in answers.value;
    return html`<li><a href=${linkToStep(i + 1)} class=${done ? 'done' : ''} aria-label=${words.step(i + 1, wordsOf(each).title, done)}
      aria-current=${at === i + 1 ? 'step' : nothing}>${i + 1}</a></li>`;
  };
  return html`<div class="track">${now ? html`<p>${words.progress(at, steps.length)}</p>` : nothing}
    <nav aria-label=${words.nav}><ol>${steps.map(entry)}
      <li><a href=${linkToStep(steps.length + 1)} class="end" aria-current=${now ? nothing : 'step'}>${words.summary}</a></li></ol></nav></div>`;
}

/** Back and forward; a step that nobody predicted can be skipped. */
export function steering() {
  const words = said();
  const at = state.value.step;
  const done = step.value && step.value.id in answers.value;
  return html`<p class="steering">${at > 1 ? html`<a class="back" href=${linkToStep(at - 1)}>${words.back}</a>` : nothing}
    <a class=${done ? 'next' : 'skip-step'} href=${linkToStep(at + 1)}>${done ? words.next : words.skip}</a></p>`;
}
