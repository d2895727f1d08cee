/** The left column: what a page lets choose of text, length, weights, layer, methods and colours, and the link. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { sequentialMaps } from '../charts/colormap.js';
import { cardsOf, replacer } from '../elements/kinds/method.js';
import { named, spokenProblem } from '../elements/spoken.js';
import { pinAt } from '../scope/column-changes.js';
import { columnOf, joining, partsOf } from '../scope/methods.js';
import { mostMethods } from '../scope/query.js';
import { textKinds } from '../scope/texts.js';
import { copyLink } from './copy-link.js';
import { addedMethod } from './explorer-query.js';
import { bringing, brought, ownModel } from './kept.js';
import { spoken } from './language.js';
import { lengthChoice } from './length-choice.js';
import { modelNames, titleOf } from './models.js';
import { once } from './once.js';
import { narrow, scope } from './scope.js';

/** @param {Event} event */
const entered = (event) => /** @type {HTMLInputElement} */ (event.target).value;

/** What a text of one's own is brought with: nothing of it is fetched before somebody asks for it. */
const ownText = signal(() => /** @type {unknown} */ (nothing));
once(
  () => scope.query.value.text === 'own',
  async () => {
    ownText.value = (await import('./own-text.js')).ownText;
  },
);

/** @param {string[]} ids  of the texts on offer */
function choiceOf(ids, /** @type {string} */ text) {
  const { settings: words, texts } = spoken();
  const textOf = (/** @type {string} */ id) => named(texts)[id];
  return html`<fieldset><legend>${words.text}</legend>
    <select aria-label=${words.text} @change=${(/** @type {Event} */ event) => scope.set({ text: entered(event) })}>
      ${ids.map((id) => html`<option value=${id} .selected=${id === text}>${textOf(id)?.name}</option>`)}
    </select>
    <p class="doc">${textOf(text)?.about}</p>
    ${text === 'own' ? ownText.value() : nothing}
  </fieldset>`;
}

export const textChoice = () =>
  choiceOf(
    textKinds.map(({ id }) => id),
    scope.query.value.text,
  );

/** What samples are drawn from. */
export const corpusChoice = () => choiceOf(['heldout', 'own'], scope.query.value.text === 'own' ? 'own' : 'heldout');

const ownPanel = signal(() => /** @type {unknown} */ (nothing));
const ownChosen = () => bringing.value || scope.query.value.model === ownModel;
once(ownChosen, async () => {
  ownPanel.value = (await import('./own-model.js')).ownModelPanel;
});

/** @param {Event} event */
function chooseWeights(event) {
  const model = entered(event);
  bringing.value = model === ownModel;
  if (model !== ownModel || brought.value) scope.choose(model);
}

export function weightsChoice() {
  const words = spoken().settings;
  const model = ownChosen() ? ownModel : scope.query.value.model;
  const weights = scope.weights.value;
  const own = weights?.own.map(({ id }) => scope.nameOf(id)).join(' + ');
  return html`<fieldset><legend>${words.weights}</legend>
    <select aria-label=${words.weights} @change=${chooseWeights}>
      ${[...modelNames, ownModel].map((name) => html`<option value=${name} .selected=${name === model}>${titleOf(name)}</option>`)}
    </select>
    ${
      model === ownModel
        ? ownPanel.value()
        : html`<p class="doc">${weights ? words.aboutWeights(own ?? '', weights.seen) : words.loading}</p>`
    }
  </fieldset>`;
}

/**
 * @param {import('../scope/methods.js').Column} column
 * @param {number} slot
 */
function columnCard(column, slot) {
  const parts = partsOf(column);
  const add = (/** @type {string} */ id) => replacer(scope, slot)(columnOf([...parts, { id, params: {} }]));
  const cards = () => cardsOf(column, slot, { scope, words: spoken() }, narrow.value);
  const inside = slot === scope.pinned.value ? keptCard(slot) : html`${cards()}${adder(parts, add)}`;
  return html`<div class="column">${inside}${pinButton(slot)}</div>`;
}

/** A column that is kept as A: what it is, and nothing to change. @param {number} slot */
const keptCard = (slot) =>
  html`<p class="kept"><i class="swatch s${slot}"></i>${scope.names.value[slot]}</p><p class="doc">${spoken().settings.kept}</p>`;

/** One button for both ways, so that the keyboard stays on it. @param {number} slot */
function pinButton(slot) {
  const pinning = /** @type {import('../scope/pinning.js').Pinning} */ (scope.query.value);
  const pressed = slot === scope.pinned.value;
  return html`<button type="button" class="pin" aria-pressed=${pressed ? 'true' : 'false'}
    @click=${() => scope.set(pinAt(pinning, slot))}>${spoken().settings.keep}</button>`;
}

/**
 * @param {import('../scope/methods.js').Chosen[]} parts
 * @param {(id: string) => void} add
 */
function adder(parts, add) {
  const free = joining(parts, scope.catalog.value);
  if (free.length === 0) return nothing;
  const pick = (/** @type {Event} */ event) => {
    const select = /** @type {HTMLSelectElement} */ (event.target);
    const id = select.value;
    select.value = '';
    if (id) add(id);
  };
  const words = spoken().settings;
  return html`<select class="adder" aria-label=${words.addToLabel} @change=${pick}>
    <option value="" selected>${words.addTo}</option>
    ${free.map(({ id }) => html`<option value=${id}>${scope.nameOf(id)}</option>`)}</select>`;
}

export function methodChoice() {
  const words = spoken().settings;
  const { methods } = scope.query.value;
  const can = methods.length < mostMethods;
  const more = () => can && scope.set({ methods: [...methods, { id: addedMethod, params: {} }] });
  return html`<fieldset class="methods"><legend>${words.methods}</legend>
    ${scope.catalog.value.length ? methods.map(columnCard) : html`<p class="doc">${words.engineStarts}</p>`}
    <button type="button" class="wide" aria-disabled=${can ? 'false' : 'true'} @click=${more}>${words.addMethod}</button>
  </fieldset>`;
}

export function colorChoice() {
  const words = spoken().settings;
  const { lut, gamma } = scope.query.value;
  return html`<fieldset><legend>${words.colours}</legend>
    <select aria-label=${words.colourTable} @change=${(/** @type {Event} */ event) => scope.set({ lut: entered(event) })}>
      ${sequentialMaps.map((name) => html`<option value=${name} ?selected=${name === lut}>${name}</option>`)}
    </select>
    <rope-number .words=${spoken()} label=${words.exponent} .value=${gamma} .min=${0.1} .max=${1}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => scope.set({ gamma: event.detail })}></rope-number>
    <p class="doc">${words.aboutExponent(gamma)}</p>
  </fieldset>`;
}

/** Only where layers differ: the maps choose one by their small pictures, plans have none. */
export function layerChoice() {
  const words = spoken().settings;
  const count = scope.weights.value?.shape.layers ?? 0;
  if (!scope.layered.value || count < 2) return nothing;
  const { layer } = scope.query.value;
  return html`<fieldset><legend>${words.layer}</legend>
    <select aria-label=${words.layer} @change=${(/** @type {Event} */ event) => scope.set({ layer: Number(entered(event)) })}>
      ${Array.from({ length: count }, (_, i) => html`<option value=${i} .selected=${i === layer}>${i}</option>`)}
    </select>
    <p class="doc">${words.aboutLayer}</p>
  </fieldset>`;
}

/**
 * On a narrow screen the length stays in sight, the others are folded: the first figure comes before them.
 * @param {(() => unknown)[]} choices  of a page
 */
export function controlsOf(choices) {
  const words = spoken();
  const inFront = narrow.value ? choices.filter((choice) => choice === lengthChoice) : choices;
  const folded = choices.filter((choice) => !inFront.includes(choice));
  return html`${scope.problems.value.map((problem) => html`<p class="problem" role="alert">${spokenProblem(problem, words)}</p>`)}
    ${inFront.map((choice) => choice())}
    ${folded.length > 0 ? html`<details class="fold"><summary>${words.settings.more(scope.names.value)}</summary>${folded.map((choice) => choice())}</details>` : nothing}
    ${copyLink(words.settings.copyLink)}`;
}
