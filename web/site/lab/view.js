/** What the lab shows. */
import { html, nothing } from 'lit';
import { scoreColor } from '../../charts/score-color.js';
import { spokenFailure } from '../../elements/spoken.js';
import lab from '../../models/lab.json' with { type: 'json' };
import { copyLink } from '../copy-link.js';
import { spoken } from '../language.js';
import { problemWith } from '../problem.js';
import * as app from './app.js';
import { copyFigure, lossFigure } from './figures.js';
import { largestSeed } from './state.js';
import { tuning } from './view-tune.js';
import { labWords } from './words.js';

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
  if (lost.length === 0 || confirm(labWords().discard(lost))) {
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
      ${offered.map(({ id }) => html`<option value=${id} ?selected=${id === chosen}>${app.nameOf(id)}</option>`)}
    </select></label>`;
}

function seedChoice() {
  const change = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (input.reportValidity() && input.value !== '')
      choose(event, { seed: input.valueAsNumber }, app.state.value.seed);
  };
  const { seed, sameSeed } = labWords();
  return html`<label>${seed}
    <input type="number" min="0" max=${largestSeed} step="1" .value=${String(app.state.value.seed)} @change=${change}></label>
    <p class="doc">${sameSeed}</p>`;
}

const inPhase = (/** @type {string[]} */ ...phases) =>
  app.racers.value.some(({ view }) => phases.includes(view.value.phase));

function trainButton() {
  const words = labWords();
  if (inPhase('running')) return html`<button type="button" class="main" @click=${app.pause}>${words.pause}</button>`;
  const begun = app.racers.value.some(({ view }) => view.value.step > 0);
  const can = inPhase('ready', 'paused');
  return html`<button type="button" class="main" ?disabled=${!can} @click=${app.run}>${inPhase('done') && !can ? words.isTrained : begun ? words.resume : words.train}</button>`;
}

function files() {
  const words = labWords();
  const idle = !inPhase('opening') && app.racers.value.length > 0;
  const pick = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const [file] = input.files ?? [];
    input.value = ''; // the same file may be picked again
    if (file) void app.load(file);
  };
  return html`<fieldset><legend>${words.keepIt}</legend>
    <div class="buttons">
      <button type="button" ?disabled=${!idle} @click=${app.save}>${words.save}</button>
      <label class="file">${words.load}<input type="file" accept=".training,.safetensors" @change=${pick}></label>
      <button type="button" ?disabled=${!idle} @click=${app.exportModels}>${words.download}</button>
    </div>
    <p class="doc">${words.files}</p>
  </fieldset>`;
}

export function controls() {
  const words = labWords();
  return html`${app.problems.value.map((problem) => html`<p class="problem" role="alert">${problem(words)}</p>`)}
    <fieldset><legend>${words.encoding}</legend>
      ${encodingChoice('a', words.first)} ${encodingChoice('b', words.rival, words.nobody)}
    </fieldset>
    <fieldset><legend>${words.chance}</legend>${seedChoice()}</fieldset>
    <fieldset><legend>${words.training}</legend>
      <div class="buttons">${trainButton()}
        <button type="button" ?disabled=${!inPhase('paused', 'done', 'running', 'failed')} @click=${() => app.reset()}>${words.startOver}</button></div>
    </fieldset>
    ${files()}
    ${copyLink(words.copyLink)}`;
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

/** @param {Racer} racer */
function progress(racer) {
  const { slot, view } = racer;
  const name = app.racerName(racer);
  const words = labWords();
  const { phase: at, step, steps, tokens, tokensPerSecond, losses, copies, error } = view.value;
  const left = tokensPerSecond > 0 && step > 0 ? ((steps - step) * (tokens / step)) / tokensPerSecond : null;
  const fact = (/** @type {string} */ label, /** @type {string} */ value) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<article class="racer" data-phase=${at}>
    <h3><i class="swatch s${slot}"></i>${name} <small>${words.phases[at]}</small></h3>
    ${error ? problemWith(spokenFailure(error, spoken()), () => app.retry(racer)) : nothing}
    <progress max=${steps} value=${step} aria-label=${words.progressOf(name)}></progress>
    <dl>${fact(words.facts.step, words.stepOf(step, steps))} ${fact(words.facts.tokens, words.count(tokens))}
      ${fact(words.facts.speed, tokensPerSecond > 0 ? words.count(Math.round(tokensPerSecond)) : '–')}
      ${fact(words.facts.left, at === 'running' && left !== null ? clock(left) : '–')}
      ${fact(words.facts.loss, losses.at(-1)?.toFixed(3) ?? '–')} ${fact(words.facts.copies, copies.at(-1)?.accuracy.toFixed(2) ?? '–')}</dl>
  </article>`;
}

function maps() {
  const { num_hidden_layers: layers, num_attention_heads: heads } = lab.config;
  return html`<div class="pair">${app.racers.value.map(
    (racer) => html`<div><h3><i class="swatch s${racer.slot}"></i>${app.racerName(racer)}</h3>
      <rope-heatmap-grid .words=${spoken()} fixed .name=${app.racerName(racer)} .maps=${racer.view.value.maps} .layers=${layers} .heads=${heads}></rope-heatmap-grid></div>`,
  )}</div>`;
}

function stretchTable() {
  const words = labWords();
  const rows = app.stretched.value;
  if (rows.length === 0) return nothing;
  const nameOf = (/** @type {Racer} */ racer, /** @type {string} */ method) =>
    method ? words.asMethod(app.racerName(racer), app.nameOf(method)) : words.asTrained(app.racerName(racer));
  const cell = (/** @type {number | null} */ score) => {
    if (score === null) return html`<td>…</td>`;
    const { ground, ink } = scoreColor(score, false);
    return html`<td .style=${`background:${ground};color:${ink}`}>${score.toFixed(2)}</td>`;
  };
  return html`<div class="table" tabindex="0" role="group" aria-label=${words.stretchTable}><table class="scores">
    <thead><tr><th scope="col">${words.method}</th>${lab.stretch.lengths.map((length) => html`<th scope="col">${length}</th>`)}</tr></thead>
    <tbody>${rows.map(({ racer, method, scores }) => html`<tr><th scope="row"><i class="swatch s${racer.slot}"></i> ${nameOf(racer, method)}</th>${scores.map(cell)}</tr>`)}</tbody>
  </table></div>`;
}

function stretching() {
  const words = labWords();
  const can = !app.stretching.value && !inPhase('running', 'opening') && app.racers.value.length > 0;
  return html`<section aria-labelledby="h-stretch">
    <h2 id="h-stretch">${words.stretchTitle}</h2>
    <p class="lead">${spoken().parts.together([
      words.stretchLead(phase.length, lab.stretch.lengths.at(-1) ?? 0),
      words.stretchPeriod(lab.stretch.period, lab.stretch.rules.window.window),
    ])}</p>
    <p><button type="button" ?disabled=${!can} @click=${app.stretch}>${app.stretching.value ? words.stretching : words.stretch}</button></p>
    ${stretchTable()}
  </section>`;
}

export function figures() {
  const words = labWords();
  const runners = app.racers.value.map((racer) => ({
    name: app.racerName(racer),
    slot: racer.slot,
    view: racer.view.value,
  }));
  const failed = app.failure.value;
  return html`${failed ? problemWith(spokenFailure(failed.why, spoken()), failed.retry) : nothing}
    <section aria-labelledby="h-training"><h2 id="h-training">${words.lossTitle}</h2>
      <p class="lead">${words.lossLead}</p>
      <div class="pair">${app.racers.value.map(progress)}</div>
      <div class="pair">
        <rope-plot .words=${spoken()} label=${words.lossLabel} .figure=${runners.length ? lossFigure(runners, phase, words) : null} .theme=${app.theme()}></rope-plot>
        <rope-plot .words=${spoken()} label=${words.copiesLabel} .figure=${runners.length ? copyFigure(runners, words) : null} .theme=${app.theme()}></rope-plot>
      </div></section>
    <section aria-labelledby="h-maps"><h2 id="h-maps">${words.mapsTitle}</h2>
      <p class="lead">${words.mapsLead}</p>
      ${maps()}</section>
    ${stretching()} ${tuning()}`;
}
