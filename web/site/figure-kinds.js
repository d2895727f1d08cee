/** How the explorer shows the kinds of figures that <rope-figure> has, too: answers are kept until what they read changes. */
import { computed } from '@preact/signals-core';
import { html } from 'lit';
import { spoken } from './language.js';
import { linkTo } from './methods/link.js';
import { scope, theme, view } from './scope.js';

/** @type {import('../elements/kinds/types.js').Shown} read when it is needed, so that a figure hears of no more than it reads */
export const shown = {
  scope,
  slot: undefined,
  get words() {
    return spoken();
  },
  get view() {
    return view.value;
  },
  get theme() {
    return theme();
  },
  change: scope.set,
};

/** The page of a method, in the colours and the language of this one. @param {string} id */
export const linkOf = (id) => linkTo(id, /** @type {any} */ (scope.query.peek()));

/**
 * @template {string} Name
 * @param {Record<Name, import('../elements/kinds/types.js').Kind<any>>} kinds
 * @returns {Record<Name, () => unknown>} draws what is known now
 */
export const drawing = (kinds) =>
  /** @type {any} */ (
    Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => {
        const { ask, draw } = /** @type {import('../elements/kinds/types.js').Kind<any>} */ (kind);
        const answer = computed(() => ask(shown));
        const tools = () =>
          html`<rope-tools .words=${shown.words} .scope=${scope} kind=${name} .linkOf=${linkOf}></rope-tools>`;
        return [name, () => html`${draw(answer.value, shown)}${tools()}`];
      }),
    )
  );
