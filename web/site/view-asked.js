/** Figures that a visitor opens: their kinds are fetched then, with words of their own, and nothing is computed before. */
import { computed, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { kindOf } from '../elements/figure-kinds.js';
import { spokenFailure } from '../elements/spoken.js';
import { withInsights } from '../words/insights.js';
import { shown } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope } from './scope.js';

/** @param {string} name  of a kind */
function askedFor(name) {
  const opened = signal(false);
  const answer = computed(() => kindOf(name).kind?.ask(shown));
  const toggle = (/** @type {Event} */ { target }) => {
    opened.value = /** @type {HTMLDetailsElement} */ (target).open;
  };
  const figure = () => {
    const { kind, failure } = kindOf(name);
    if (failure) return html`<p class="error" role="alert">${spokenFailure(failure, spoken())}</p>`;
    if (!kind) return nothing;
    return html`${kind.draw(answer.value, shown)}<rope-tools .words=${shown.words} .scope=${scope} kind=${name}></rope-tools>`;
  };
  return () => {
    const { insights, kinds } = withInsights(spoken());
    const title = /** @type {Record<string, string>} */ ({ ...kinds, ...insights.tools.titles })[name];
    return html`<section aria-labelledby="h-${name}"><details @toggle=${toggle}>
      <summary><h2 id="h-${name}">${title}</h2></summary>
      ${opened.value ? html`<div class="asked">${figure()}</div>` : nothing}
    </details></section>`;
  };
}

/** @param {string[]} names  of kinds */
export function asked(names) {
  const sections = names.map(askedFor);
  return () => sections.map((section) => section());
}
