/** The cards of methods: what a column is made of, where that comes from, and its parameters, which can be changed. */
import { html } from 'lit';
import { replacedAt } from '../../scope/column-changes.js';
import { joining, partsOf, tunedValues, withPart } from '../../scope/methods.js';

/**
 * @typedef {import('../../scope/scope.js').Scope} Scope
 * @typedef {import('../../scope/methods.js').Chosen} Chosen
 * @typedef {import('../../scope/methods.js').Column} Column
 * @typedef {import('../method.js').RopeMethod} RopeMethod
 */

/**
 * The scope with another column in the place of one, or without it.
 * @param {Scope} scope
 * @param {number} slot
 */
export const replacer = (scope, slot) => (/** @type {Column | null} */ changed) =>
  scope.set(replacedAt(/** @type {import('../../scope/pinning.js').Pinning} */ (scope.query.value), slot, changed));

/**
 * The keyboard of the button that removes a method, which may go with it, goes to the method before, or to what moves up.
 * @param {RopeMethod} card
 * @param {boolean} isKept  a column is, which may move up, and has no choice
 */
function handOn(card, isKept) {
  const root = /** @type {Document | ShadowRoot} */ (card.getRootNode());
  const cards = /** @type {RopeMethod[]} */ ([...root.querySelectorAll('rope-method')]);
  const to = cards[cards.indexOf(card) - 1] ?? (isKept ? null : card);
  (to?.renderRoot.querySelector('select') ?? card.closest('.methods')?.querySelector('button'))?.focus();
}

/**
 * A card for each method of a column.
 * @param {Column} column
 * @param {number} slot
 * @param {{ scope: Scope, words: import('../../words/en.js').Words }} shown
 * @param {boolean} [compact]  all parameters are folded away
 */
export function cardsOf(column, slot, { scope, words }, compact = false) {
  const parts = partsOf(column);
  const catalog = scope.catalog.value;
  const notes = /** @type {Record<string, Record<string, string>>} */ (words.notes); // on parameters, by method
  const failure = scope.planned.value[slot]?.error ?? null;
  const blamed = parts.findIndex(({ id }) => failure?.path.startsWith(`${id}.`));
  const culprit = blamed < 0 ? parts.length - 1 : blamed;
  const removable = parts.length > 1 || scope.query.value.methods.length > 1;
  const replace = replacer(scope, slot);
  const pairs = (scope.weights.value?.rope.rotary_dim ?? scope.weights.value?.rope.head_dim ?? 0) / 2;
  return parts.map((/** @type {Chosen} */ chosen, index) => {
    const others = parts.filter((_, i) => i !== index);
    const change = (/** @type {CustomEvent<Chosen | null>} */ { detail, currentTarget }) => {
      if (!detail) handOn(/** @type {RopeMethod} */ (currentTarget), scope.pinned.value >= 0);
      replace(withPart(column, index, detail));
    };
    return html`<rope-method .words=${words} .catalog=${catalog} .offered=${index ? joining(others, catalog) : null} .chosen=${chosen}
      .defaults=${tunedValues[chosen.id] ?? {}} .notes=${notes[chosen.id] ?? {}} .pairs=${pairs} .ratio=${scope.ratio.value}
      .followed=${scope.followedOf(chosen.id)} .following=${scope.isFollowing(chosen)} .slotIndex=${slot} .place=${index} .own=${scope.own.value}
      .foreign=${scope.isForeign(parts, slot)} .removable=${removable} .compact=${compact || index > 0}
      .failure=${index === culprit ? failure : null} @rope-change=${change}></rope-method>`;
  });
}

/** @type {import('./types.js').Kind<{ column: Column, slot: number }[]>} */
export const method = {
  controls: true,
  ask: ({ scope, slot: only }) =>
    scope.catalog.value.length > 0
      ? scope.methods.value.flatMap((column, slot) => ((only ?? slot) === slot ? [{ column, slot }] : []))
      : [],
  draw: (columns, shown) =>
    html`<div class="columns">${columns.map(({ column, slot }) => html`<div class="cards">${cardsOf(column, slot, shown)}</div>`)}</div>`,
};
