/** Figures that a visitor opens: their kinds are fetched then, with words of their own, and nothing is computed before. */
import { computed, effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { kindOf } from '../elements/figure-kinds.js';
import { spokenFailure } from '../elements/spoken.js';
import { withInsights } from '../words/insights.js';
import { linkOf, shown } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope } from './scope.js';

/**
 * A figure whose kind is fetched when it is first drawn.
 * @param {string} name  of the kind
 */
export function fetched(name) {
  const answer = computed(() => kindOf(name).kind?.ask(shown));
  return () => {
    const { kind, failure } = kindOf(name);
    if (failure) return html`<p class="error" role="alert">${spokenFailure(failure, spoken())}</p>`;
    if (!kind) return nothing;
    return html`${kind.draw(answer.value, shown)}<rope-tools .words=${shown.words} .scope=${scope} kind=${name} .linkOf=${linkOf}></rope-tools>`;
  };
}

/**
 * @param {string} name          of a kind
 * @param {() => boolean} wanted whether it is open without being asked for
 */
function askedFor(name, wanted) {
  const opened = signal(false);
  const figure = fetched(name);
  const toggle = (/** @type {Event} */ { target }) => {
    opened.value = /** @type {HTMLDetailsElement} */ (target).open;
  };
  effect(() => {
    if (wanted()) opened.value = true;
  });
  return () => {
    const { insights, kinds } = withInsights(spoken());
    const title = /** @type {Record<string, string>} */ ({ ...kinds, ...insights.tools.titles })[name];
    return html`<section aria-labelledby="h-${name}"><details ?open=${opened.value} @toggle=${toggle}>
      <summary><h2 id="h-${name}">${title}</h2></summary>
      ${opened.value ? html`<div class="asked">${figure()}</div>` : nothing}
    </details></section>`;
  };
}

/**
 * @param {string[]} names  of kinds
 * @param {() => boolean} [wanted]  whether they are open without being asked for; reads signals
 */
export function asked(names, wanted = () => false) {
  const sections = names.map((name) => askedFor(name, wanted));
  return () => sections.map((section) => section());
}
