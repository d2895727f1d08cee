/** Figures of a page that shows a scope of its own, which no link of the site carries on. */
import { html, nothing } from 'lit';
import { kindOf } from '../elements/figure-kinds.js';
import { elementCodec } from '../elements/query.js';
import { spokenFailure } from '../elements/spoken.js';
import { isStill } from '../figures/planned.js';
import { createScope } from '../scope/scope.js';
import { withInsights } from '../words/insights.js';
import { spoken } from './language.js';
import { linkTo } from './methods/link.js';
import { filesOf, modelNames } from './models.js';
import { themeOf } from './theme.js';

const naming = {
  nameOf: (/** @type {string} */ id) => spoken().method(id)?.name,
  get automatic() {
    return spoken().cards.automatic;
  },
};

export const liveScope = () =>
  createScope({
    codec: elementCodec,
    library: { names: modelNames, filesOf, heldout: new URL('../models/heldout.txt', import.meta.url) },
    naming,
  });

/** @typedef {ReturnType<typeof liveScope>} LiveScope */

/**
 * A figure with its title, and what can be had of it.
 * @param {LiveScope} scope
 * @param {string} name
 * @param {import('./frame-state.js').FrameState} state
 */
export function figure(scope, name, state) {
  const { kind, failure } = kindOf(name);
  const words = spoken();
  if (failure) return html`<p class="problem" role="alert">${spokenFailure(failure, words)}</p>`;
  if (!kind || (kind.turning && isStill(scope))) return nothing;
  const view = /** @type {import('../elements/query.js').View} */ (/** @type {unknown} */ (scope.query.value));
  const shown = { scope, slot: undefined, words, view, theme: themeOf(state), change: scope.set };
  const { kinds, insights } = withInsights(words);
  const title = /** @type {Record<string, string>} */ ({ ...kinds, ...insights.tools.titles })[name] ?? '';
  return html`<div data-kind=${name}><h3>${title}</h3>${kind.draw(kind.ask(shown), shown)}
    <rope-tools .words=${words} .scope=${scope} kind=${name} .linkOf=${(/** @type {string} */ id) => linkTo(id, state)}></rope-tools></div>`;
}
