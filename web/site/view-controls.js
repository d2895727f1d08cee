/** The left column: text, length, methods, colours, link. */
import { html, nothing } from 'lit';
import { sequentialMaps } from '../charts/colormap.js';
import { short } from '../charts/svg.js';
import { columnOf, joining, partsOf, tunedValues, withPart } from '../scope/methods.js';
import { lengths, longestTyped, mostMethods } from '../scope/query.js';
import { textKinds } from '../scope/texts.js';
import { copyLink } from './copy-link.js';
import { narrow, scope, words } from './explorer.js';
import { addedMethod, paramNotes } from './explorer-query.js';
import { modelNames, titleOf } from './models.js';

/** @param {Event} event */
const entered = (event) => /** @type {HTMLInputElement} */ (event.target).value;

function textChoice() {
  const { text, typed } = scope.query.value;
  return html`<fieldset><legend>Text</legend>
    <select aria-label="Text" @change=${(/** @type {Event} */ event) => scope.set({ text: entered(event) })}>
      ${textKinds.map(({ id }) => html`<option value=${id} ?selected=${id === text}>${words.texts[id]?.name}</option>`)}
    </select>
    <p class="doc">${words.texts[text]?.about}</p>
    ${
      text === 'own'
        ? html`<textarea aria-label="Your own text" rows="5" maxlength=${lengths.max} .value=${typed}
      @input=${(/** @type {Event} */ event) => scope.set({ typed: entered(event) })}></textarea>
      <p class="doc">${typed.length} characters${typed.length < scope.query.value.length ? ', fewer than the length below: all are used' : ''}.</p>`
        : nothing
    }
  </fieldset>`;
}

function lengthChoice() {
  const trained = scope.trained.value;
  const { length } = scope.query.value;
  const presets = [1, 2, 4, 8, 16]
    .map((times) => ({ times, tokens: times * trained }))
    .filter(({ tokens }) => tokens <= lengths.max);
  return html`<fieldset><legend>Length <span>characters</span></legend>
    <rope-number label="Length" .value=${length} .min=${lengths.min} .max=${lengths.max} integer .marks=${presets.map(({ tokens }) => tokens)}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => scope.set({ length: event.detail })}></rope-number>
    <div class="presets" role="group" aria-label="Multiples of the training length">${presets.map(
      ({ times, tokens }) => html`<button type="button" aria-pressed=${tokens === length ? 'true' : 'false'}
        @click=${() => scope.set({ length: tokens })}>${times}×</button>`,
    )}</div>
    <p class="doc">${short(length / trained)} times the training length of ${trained}.</p>
  </fieldset>`;
}

function weightsChoice() {
  const { model } = scope.query.value;
  const weights = scope.weights.value;
  const own = weights?.own.map(({ id }) => scope.infoOf(id)?.name ?? id).join(' + ');
  return html`<fieldset><legend>Weights</legend>
    <select aria-label="Weights" @change=${(/** @type {Event} */ event) => scope.choose(entered(event))}>
      ${modelNames.map((name) => html`<option value=${name} .selected=${name === model}>${titleOf(name)}</option>`)}
    </select>
    <p class="doc">${weights ? `Their own method: ${own}. Longest texts in training: ${weights.seen} characters.` : 'Loading.'}</p>
  </fieldset>`;
}

/**
 * @param {import('../scope/methods.js').Column} column
 * @param {number} slot
 */
function columnCard(column, slot) {
  const { methods } = scope.query.value;
  const parts = partsOf(column);
  const replace = (/** @type {import('../scope/methods.js').Column | null} */ changed) =>
    scope.set({ methods: methods.flatMap((old, i) => (i !== slot ? [old] : changed ? [changed] : [])) });
  const failure = scope.planned.value[slot]?.error ?? null;
  const named = parts.findIndex(({ id }) => failure?.path.startsWith(`${id}.`));
  const culprit = named < 0 ? parts.length - 1 : named;
  const card = (/** @type {import('../scope/methods.js').Chosen} */ chosen, /** @type {number} */ index) => {
    const others = parts.filter((_, i) => i !== index);
    const change = (/** @type {CustomEvent<import('../scope/methods.js').Chosen | null>} */ event) =>
      replace(withPart(column, index, event.detail));
    return html`<rope-method .catalog=${scope.catalog.value} .offered=${index ? joining(others, scope.catalog.value) : null} .chosen=${chosen}
      .defaults=${tunedValues[chosen.id] ?? {}} .notes=${paramNotes[chosen.id] ?? {}} .ratio=${scope.ratio.value}
      .followed=${scope.followedOf(chosen.id)} .following=${scope.isFollowing(chosen)} .slotIndex=${slot} .place=${index} .own=${scope.own.value}
      .foreign=${scope.isForeign(parts, slot)} .removable=${parts.length > 1 || methods.length > 1} .compact=${narrow.value || index > 0}
      .failure=${index === culprit ? failure : null} @rope-change=${change}></rope-method>`;
  };
  return html`<div class="column">${parts.map(card)}${adder(parts, (id) => replace(columnOf([...parts, { id, params: {} }])))}</div>`;
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
  return html`<select class="adder" aria-label="Add a method to this column" @change=${pick}>
    <option value="" selected>+ add to this column</option>
    ${free.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</select>`;
}

function methodChoice() {
  const { methods } = scope.query.value;
  const more = () => scope.set({ methods: [...methods, { id: addedMethod, params: {} }] });
  return html`<fieldset class="methods"><legend>Methods, side by side</legend>
    ${scope.catalog.value.length ? methods.map(columnCard) : html`<p class="doc">The engine is starting.</p>`}
    ${methods.length < mostMethods ? html`<button type="button" class="wide" @click=${more}>Add a method</button>` : nothing}
  </fieldset>`;
}

function colorChoice() {
  const { lut, gamma } = scope.query.value;
  return html`<fieldset><legend>Colours of the maps</legend>
    <select aria-label="Colour table" @change=${(/** @type {Event} */ event) => scope.set({ lut: entered(event) })}>
      ${sequentialMaps.map((name) => html`<option value=${name} ?selected=${name === lut}>${name}</option>`)}
    </select>
    <rope-number label="Exponent of the colour scale" .value=${gamma} .min=${0.1} .max=${1}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => scope.set({ gamma: Math.round(event.detail * 100) / 100 })}></rope-number>
    <p class="doc">Colour = weight ^ ${gamma}. Below 1, faint weights become visible.</p>
  </fieldset>`;
}

export function controls() {
  const { text, typed } = scope.query.value;
  return html`${scope.problems.value.map(({ code, path, args }) => html`<p class="problem" role="alert">${words.link[code]?.(path, args)}.</p>`)}
    ${textChoice()} ${lengthChoice()} ${weightsChoice()} ${methodChoice()} ${colorChoice()}
    ${copyLink('Copy link to this view')}
    ${text === 'own' && typed.length > longestTyped ? html`<p class="doc">Your text is longer than 1,500 characters; the link does not carry it.</p>` : nothing}`;
}
