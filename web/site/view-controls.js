/** The left column: text, length, methods, colours, link. */
import { html, nothing } from 'lit';
import { sequentialMaps } from '../charts/colormap.js';
import { short } from '../charts/svg.js';
import { columnOf, joining, partsOf, withPart } from '../scope/columns.js';
import { lengths, mostMethods } from '../scope/query.js';
import { textKinds } from '../scope/texts.js';
import * as app from './app.js';
import defaultsFile from './defaults.json' with { type: 'json' };
import { modelNames, titleOf } from './models.js';
import { choose } from './work.js';

/** @param {Event} event */
const entered = (event) => /** @type {HTMLInputElement} */ (event.target).value;

function textChoice() {
  const { text, typed } = app.state.value;
  const kind = textKinds.find(({ id }) => id === text);
  return html`<fieldset><legend>Text</legend>
    <select aria-label="Text" @change=${(/** @type {Event} */ event) => app.set({ text: entered(event) })}>
      ${textKinds.map(({ id, name }) => html`<option value=${id} ?selected=${id === text}>${name}</option>`)}
    </select>
    <p class="doc">${kind?.about}</p>
    ${
      text === 'own'
        ? html`<textarea aria-label="Your own text" rows="5" maxlength=${lengths.max} .value=${typed}
      @input=${(/** @type {Event} */ event) => app.set({ typed: entered(event) })}></textarea>
      <p class="doc">${typed.length} characters${typed.length < app.state.value.length ? ', fewer than the length below: all are used' : ''}.</p>`
        : nothing
    }
  </fieldset>`;
}

function lengthChoice() {
  const trained = app.trained.value;
  const { length } = app.state.value;
  const presets = [1, 2, 4, 8, 16]
    .map((times) => ({ times, tokens: times * trained }))
    .filter(({ tokens }) => tokens <= lengths.max);
  return html`<fieldset><legend>Length <span>characters</span></legend>
    <rope-number label="Length" .value=${length} .min=${lengths.min} .max=${lengths.max} integer .marks=${presets.map(({ tokens }) => tokens)}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => app.set({ length: event.detail })}></rope-number>
    <div class="presets" role="group" aria-label="Multiples of the training length">${presets.map(
      ({ times, tokens }) => html`<button type="button" aria-pressed=${tokens === length ? 'true' : 'false'}
        @click=${() => app.set({ length: tokens })}>${times}×</button>`,
    )}</div>
    <p class="doc">${short(length / trained)} times the training length of ${trained}.</p>
  </fieldset>`;
}

function weightsChoice() {
  const { model } = app.state.value;
  const session = app.session.value;
  const own = session?.own.map(({ id }) => app.infoOf(id)?.name ?? id).join(' + ');
  return html`<fieldset><legend>Weights</legend>
    <select aria-label="Weights" @change=${(/** @type {Event} */ event) => choose(entered(event))}>
      ${modelNames.map((name) => html`<option value=${name} .selected=${name === model}>${titleOf(name)}</option>`)}
    </select>
    <p class="doc">${session ? `Their own method: ${own}. Longest texts in training: ${session.seen} characters.` : 'Loading.'}</p>
  </fieldset>`;
}

/**
 * @param {import('../scope/columns.js').Column} column
 * @param {number} slot
 */
function columnCard(column, slot) {
  const { methods } = app.state.value;
  const parts = partsOf(column);
  const replace = (/** @type {import('../scope/columns.js').Column | null} */ changed) =>
    app.set({ methods: methods.flatMap((old, i) => (i !== slot ? [old] : changed ? [changed] : [])) });
  const card = (/** @type {import('../scope/query.js').Chosen} */ chosen, /** @type {number} */ index) => {
    const others = parts.filter((_, i) => i !== index);
    const change = (/** @type {CustomEvent<import('../scope/query.js').Chosen | null>} */ event) =>
      replace(withPart(column, index, event.detail));
    return html`<rope-method .catalog=${app.catalog.value} .offered=${index ? joining(others, app.catalog.value) : null} .chosen=${chosen}
      .defaults=${app.paramDefaults[chosen.id] ?? {}} .notes=${app.paramNotes[chosen.id] ?? {}} .ratio=${app.ratio.value}
      .followed=${app.followedOf(chosen.id)} .following=${app.followingOf(chosen)} .slotIndex=${slot} .place=${index} .own=${app.own.value}
      .foreign=${app.isForeign(parts, slot)} .removable=${parts.length > 1 || methods.length > 1} .compact=${app.narrow.value || index > 0}
      .error=${index === parts.length - 1 ? (app.planned.value[slot]?.error ?? '') : ''} @rope-change=${change}></rope-method>`;
  };
  return html`<div class="column">${parts.map(card)}${adder(parts, (id) => replace(columnOf([...parts, { id, params: {} }])))}</div>`;
}

/**
 * @param {import('../scope/query.js').Chosen[]} parts
 * @param {(id: string) => void} add
 */
function adder(parts, add) {
  const free = joining(parts, app.catalog.value);
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
  const { methods } = app.state.value;
  const more = () => app.set({ methods: [...methods, { id: defaultsFile.added, params: {} }] });
  return html`<fieldset class="methods"><legend>Methods, side by side</legend>
    ${app.catalog.value.length ? methods.map(columnCard) : html`<p class="doc">The engine is starting.</p>`}
    ${methods.length < mostMethods ? html`<button type="button" class="wide" @click=${more}>Add a method</button>` : nothing}
  </fieldset>`;
}

function colorChoice() {
  const { lut, gamma } = app.state.value;
  return html`<fieldset><legend>Colours of the maps</legend>
    <select aria-label="Colour table" @change=${(/** @type {Event} */ event) => app.set({ lut: entered(event) })}>
      ${sequentialMaps.map((name) => html`<option value=${name} ?selected=${name === lut}>${name}</option>`)}
    </select>
    <rope-number label="Exponent of the colour scale" .value=${gamma} .min=${0.1} .max=${1}
      @rope-input=${(/** @type {CustomEvent<number>} */ event) => app.set({ gamma: Math.round(event.detail * 100) / 100 })}></rope-number>
    <p class="doc">Colour = weight ^ ${gamma}. Below 1, faint weights become visible.</p>
  </fieldset>`;
}

/** @param {Event} event */
async function copyLink(event) {
  const button = /** @type {HTMLButtonElement} */ (event.target);
  const said = await navigator.clipboard.writeText(location.href).then(
    () => 'Copied',
    () => 'The browser refused; copy the address bar',
  );
  button.textContent = said;
  setTimeout(() => {
    button.textContent = 'Copy link to this view';
  }, 2000);
}

export function controls() {
  const { text, typed } = app.state.value;
  return html`${app.problems.value.map((problem) => html`<p class="problem" role="alert">${problem}.</p>`)}
    ${textChoice()} ${lengthChoice()} ${weightsChoice()} ${methodChoice()} ${colorChoice()}
    <button type="button" class="wide" @click=${copyLink}>Copy link to this view</button>
    ${text === 'own' && typed.length > 1500 ? html`<p class="doc">Your text is longer than 1,500 characters; the link does not carry it.</p>` : nothing}`;
}
