/** What the lab shows. */
import { html, nothing } from 'lit';
import { scoreColor } from '../../charts/score-color.js';
import lab from '../../models/lab.json' with { type: 'json' };
import { copyLink } from '../copy-link.js';
import * as app from './app.js';
import { copyFigure, lossFigure } from './figures.js';
import { largestSeed } from './state.js';
import { tuning } from './view-tune.js';

/** @typedef {import('./racer.js').Racer} Racer */

const entered = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value;
const [phase] = /** @type {[{ length: number, random_period: [number, number] }]} */ (
  /** @type {unknown} */ (lab.recipe.phases)
);

/**
 * Changes a setting, unless the visitor would rather keep the training that it would throw away.
 * @param {Event} event
 * @param {Partial<import('./state.js').LabState>} change
 * @param {string | number} before  what the control goes back to
 */
function choose(event, change, before) {
  const lost = app.lostBy(change);
  const question = `This throws away the training of ${lost.join(' and ')}. Go on?`;
  if (lost.length === 0 || confirm(question)) {
    app.set(change);
    return;
  }
  Object.assign(/** @type {HTMLElement} */ (event.target), { value: String(before) });
}

/**
 * @param {'a' | 'b'} key
 * @param {string} label
 * @param {string} [none]
 */
function encodingChoice(key, label, none) {
  const chosen = app.state.value[key];
  const offered = app.encodings.value.filter(({ id }) => key === 'a' || id !== app.state.value.a);
  return html`<label>${label}
    <select @change=${(/** @type {Event} */ event) => choose(event, { [key]: entered(event) }, chosen)}>
      ${none ? html`<option value="" ?selected=${chosen === ''}>${none}</option>` : nothing}
      ${offered.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
    </select></label>`;
}

function seedChoice() {
  const change = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.reportValidity() && input.value !== '')
      choose(event, { seed: input.valueAsNumber }, app.state.value.seed);
  };
  return html`<label>Seed
    <input type="number" min="0" max=${largestSeed} step="1" .value=${String(app.state.value.seed)} @change=${change}></label>
    <p class="doc">Same seed, same encoding: the same numbers, bit for bit, on every machine.</p>`;
}

const inPhase = (/** @type {string[]} */ ...phases) =>
  app.racers.value.some(({ view }) => phases.includes(view.value.phase));

function trainButton() {
  if (inPhase('running')) return html`<button type="button" class="main" @click=${app.pause}>Pause</button>`;
  const begun = app.racers.value.some(({ view }) => view.value.step > 0);
  const can = inPhase('ready', 'paused');
  return html`<button type="button" class="main" ?disabled=${!can} @click=${app.run}>${inPhase('done') && !can ? 'Trained' : begun ? 'Resume' : 'Train'}</button>`;
}

function files() {
  const idle = !inPhase('opening') && app.racers.value.length > 0;
  const pick = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    input.value = ''; // the same file may be picked again
    if (file) void app.load(file);
  };
  return html`<fieldset><legend>Keep it</legend>
    <div class="buttons">
      <button type="button" ?disabled=${!idle} @click=${app.save}>Save the training</button>
      <label class="file">Load a training<input type="file" accept=".training,.safetensors" @change=${pick}></label>
      <button type="button" ?disabled=${!idle} @click=${app.exportModels}>Download the model</button>
    </div>
    <p class="doc">A saved training goes on where it stood, bit for bit. The model is a safetensors file with its config.json.</p>
  </fieldset>`;
}

export function controls() {
  return html`${app.problems.value.map((problem) => html`<p class="problem" role="alert">${problem}.</p>`)}
    <fieldset><legend>Position encoding</legend>
      ${encodingChoice('a', 'Train')} ${encodingChoice('b', 'Race against', 'nobody')}
    </fieldset>
    <fieldset><legend>Chance</legend>${seedChoice()}</fieldset>
    <fieldset><legend>Training</legend>
      <div class="buttons">${trainButton()}
        <button type="button" ?disabled=${!inPhase('paused', 'done', 'running', 'failed')} @click=${() => app.reset()}>Start over</button></div>
    </fieldset>
    ${files()}
    ${copyLink('Copy link to these settings')}`;
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

/** @param {Racer} racer */
function progress({ slot, name, view }) {
  const { phase: at, step, steps, tokens, tokensPerSecond, losses, copies, error } = view.value;
  const left = tokensPerSecond > 0 && step > 0 ? ((steps - step) * (tokens / step)) / tokensPerSecond : null;
  const fact = (/** @type {string} */ label, /** @type {string} */ value) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<article class="racer" data-phase=${at}>
    <h3><i class="swatch s${slot}"></i>${name} <small>${at}</small></h3>
    ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
    <progress max=${steps} value=${step} aria-label="Training of ${name}"></progress>
    <dl>${fact('step', `${step} of ${steps}`)} ${fact('symbols read', tokens.toLocaleString('en'))}
      ${fact('symbols/s', tokensPerSecond > 0 ? Math.round(tokensPerSecond).toLocaleString('en') : '–')}
      ${fact('time left', at === 'running' && left !== null ? clock(left) : '–')}
      ${fact('loss', losses.at(-1)?.toFixed(3) ?? '–')} ${fact('copies right', copies.at(-1)?.accuracy.toFixed(2) ?? '–')}</dl>
  </article>`;
}

function maps() {
  const { num_hidden_layers: layers, num_attention_heads: heads } = lab.config;
  return html`<div class="pair">${app.racers.value.map(
    ({ slot, name, view }) => html`<div><h3><i class="swatch s${slot}"></i>${name}</h3>
      <rope-heatmap-grid fixed .name=${name} .maps=${view.value.maps} .layers=${layers} .heads=${heads}></rope-heatmap-grid></div>`,
  )}</div>`;
}

function stretchTable() {
  const rows = app.stretched.value;
  if (rows.length === 0) return nothing;
  const cell = (/** @type {number | null} */ score) => {
    if (score === null) return html`<td>…</td>`;
    const { ground, ink } = scoreColor(score, false);
    return html`<td .style=${`background:${ground};color:${ink}`}>${score.toFixed(2)}</td>`;
  };
  return html`<div class="table" tabindex="0" role="group" aria-label="Copies by length"><table class="scores">
    <thead><tr><th scope="col">Method</th>${lab.stretch.lengths.map((length) => html`<th scope="col">${length}</th>`)}</tr></thead>
    <tbody>${rows.map(({ slot, name, scores }) => html`<tr><th scope="row"><i class="swatch s${slot}"></i> ${name}</th>${scores.map(cell)}</tr>`)}</tbody>
  </table></div>`;
}

function stretching() {
  const can = !app.stretching.value && !inPhase('running', 'opening') && app.racers.value.length > 0;
  return html`<section aria-labelledby="h-stretch">
    <h2 id="h-stretch">Does it still copy in longer rows?</h2>
    <p class="lead">Training never showed more than ${phase.length} symbols. Share of copies that are right in rows of up to
      ${lab.stretch.lengths.at(-1)}, with the same weights and other ways of telling them where a symbol stands.</p>
    <p><button type="button" ?disabled=${!can} @click=${app.stretch}>${app.stretching.value ? 'Stretching' : 'Stretch it'}</button></p>
    ${stretchTable()}
  </section>`;
}

export function figures() {
  const runners = app.racers.value.map(({ name, slot, view }) => ({ name, slot, view: view.value }));
  const failed = app.failure.value;
  return html`${failed ? html`<p class="problem" role="alert">${failed}</p>` : nothing}
    <section aria-labelledby="h-training"><h2 id="h-training">Loss and copies</h2>
      <p class="lead">Every row is a shuffle of 8 to 32 symbols, over and over. The first round cannot be foreseen. From the second on, each symbol
        follows from the one before it: a model that looks up where that one stood last, and copies what came next, makes no mistake.</p>
      <div class="pair">${app.racers.value.map(progress)}</div>
      <div class="pair">
        <rope-plot label="Loss by step" .figure=${runners.length ? lossFigure(runners, phase) : null} .theme=${app.theme()}></rope-plot>
        <rope-plot label="Copies that are right, by step" .figure=${runners.length ? copyFigure(runners) : null} .theme=${app.theme()}></rope-plot>
      </div></section>
    <section aria-labelledby="h-maps"><h2 id="h-maps">The four heads, as they form</h2>
      <p class="lead">Where each symbol of one fixed row looks. When the loss drops, a head of layer 0 has usually become a line just below the diagonal: it
        looks at the symbol before. A head of layer 1 then looks a whole round back, at what followed: an induction head.</p>
      ${maps()}</section>
    ${stretching()} ${tuning()}`;
}
