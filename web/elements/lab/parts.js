/** What a lab shows: the page of the lab and <rope-lab> are made of these. */
import { html, nothing } from 'lit';
import { scoreColor } from '../../charts/score-color.js';
import setup from '../../models/lab.json' with { type: 'json' };
import { lab as english } from '../../words/en/lab.js';
import { spokenFailure } from '../spoken.js';
import { copyFigure, lossFigure } from './curves.js';

/**
 * @typedef {import('./racer.js').Racer} Racer
 *
 * @typedef {object} Shown
 * @property {import('./lab.js').Lab} lab
 * @property {import('../../words/en.js').Words} words
 * @property {string} theme  colours are read anew when it changes
 */

/** Of which training is the longest row. */
export const [phase] = /** @type {[{ length: number, random_period: [number, number] }]} */ (
  /** @type {unknown} */ (setup.recipe.phases)
);

/** English comes with the lab, every other language is learnt whole. @param {Shown['words']} words */
export const labWords = (words) => words.lab ?? english;

/** @param {Shown} shown  @param {string} id  of a method */
export const nameOf = ({ lab, words }, id) =>
  words.method(id)?.name ?? lab.catalog.value.find((info) => info.id === id)?.name ?? id;

/** @param {Shown} shown  @param {Racer} racer */
export const racerName = (shown, { id, file }) =>
  file ? labWords(shown.words).fromFile(nameOf(shown, id), file) : nameOf(shown, id);

/** What went wrong, with the way on; the button goes with it, and the keyboard to the one that trains. @param {unknown} said  @param {() => unknown} retry  @param {Shown} shown */
export function problemWith(said, retry, { words }) {
  const click = (/** @type {Event} */ { target }) => {
    const root = /** @type {Document | ShadowRoot} */ (/** @type {Node} */ (target).getRootNode());
    /** @type {HTMLElement | null} */ (root.querySelector('button.main'))?.focus({ preventScroll: true });
    retry();
  };
  return html`<p class="problem error" role="alert">${said}
    <button type="button" class="retry plain" @click=${click}>${words.figure.retry}</button></p>`;
}

/**
 * A button that keeps the keyboard when it can do nothing for a while, as one that is disabled would not.
 * @param {string} look  main: what the lab is there for
 * @param {string} label
 * @param {(() => unknown) | false} act  false: nothing
 */
const button = (look, label, act) =>
  html`<button type="button" class="plain ${look}" aria-disabled=${act ? 'false' : 'true'} @click=${act || undefined}>${label}</button>`;

/** @param {Shown} shown */
export function failureIn(shown) {
  const failed = shown.lab.failure.value;
  return failed ? problemWith(spokenFailure(failed.why, shown.words), failed.retry, shown) : nothing;
}

/** One button whatever it does, so that it keeps the focus when it is pressed. @param {Shown} shown */
export function trainButton({ lab, words }) {
  const said = labWords(words);
  const runs = lab.inPhase('running');
  const can = runs || lab.inPhase('ready', 'paused');
  const begun = lab.racers.value.some(({ view }) => view.value.step > 0);
  const start = lab.inPhase('done') && !can ? said.isTrained : begun ? said.resume : said.train;
  return button('main', runs ? said.pause : start, can && (() => (runs ? lab.pause() : lab.run())));
}

/** @param {Shown} shown */
export function overButton({ lab, words }) {
  const can = lab.inPhase('paused', 'done', 'running', 'failed');
  return button('', labWords(words).startOver, can && (() => lab.reset()));
}

/** @param {Shown} shown */
export function stretchButton({ lab, words }) {
  const said = labWords(words);
  const can = !lab.stretching.value && !lab.inPhase('running', 'opening') && lab.racers.value.length > 0;
  return button('', lab.stretching.value ? said.stretching : said.stretch, can && (() => lab.stretch()));
}

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

/** How far a training has come. @param {Racer} racer  @param {Shown} shown */
export function progress(racer, shown) {
  const { slot, view } = racer;
  const name = racerName(shown, racer);
  const words = labWords(shown.words);
  const { phase: at, step, steps, tokens, tokensPerSecond, losses, copies, error } = view.value;
  const left = tokensPerSecond > 0 && step > 0 ? ((steps - step) * (tokens / step)) / tokensPerSecond : null;
  const fact = (/** @type {string} */ label, /** @type {string} */ value) =>
    html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return html`<article class="racer" data-phase=${at}>
    <h3><i class="swatch s${slot}"></i>${name} <small>${words.phases[at]}</small></h3>
    ${error ? problemWith(spokenFailure(error, shown.words), () => shown.lab.retry(racer), shown) : nothing}
    <progress max=${steps} value=${step} aria-label=${words.progressOf(name)}></progress>
    <dl>${fact(words.facts.step, words.stepOf(step, steps))} ${fact(words.facts.tokens, words.count(tokens))}
      ${fact(words.facts.speed, tokensPerSecond > 0 ? words.count(Math.round(tokensPerSecond)) : '–')}
      ${fact(words.facts.left, at === 'running' && left !== null ? clock(left) : '–')}
      ${fact(words.facts.loss, losses.at(-1)?.toFixed(3) ?? '–')} ${fact(words.facts.copies, copies.at(-1)?.accuracy.toFixed(2) ?? '–')}</dl>
  </article>`;
}

/** @param {Shown} shown */
const runnersOf = (shown) =>
  shown.lab.racers.value.map((racer) => ({ name: racerName(shown, racer), slot: racer.slot, view: racer.view.value }));

/** @param {Shown} shown */
export function lossPlot(shown) {
  const [runners, said] = [runnersOf(shown), labWords(shown.words)];
  return html`<rope-plot .words=${shown.words} label=${said.lossLabel} .figure=${runners.length ? lossFigure(runners, phase, said) : null} .theme=${shown.theme}></rope-plot>`;
}

/** @param {Shown} shown */
export function copyPlot(shown) {
  const [runners, said] = [runnersOf(shown), labWords(shown.words)];
  return html`<rope-plot .words=${shown.words} label=${said.copiesLabel} .figure=${runners.length ? copyFigure(runners, said) : null} .theme=${shown.theme}></rope-plot>`;
}

/** The heads of each training. @param {Shown} shown */
export function headMaps(shown) {
  const { num_hidden_layers: layers, num_attention_heads: heads } = setup.config;
  return shown.lab.racers.value.map((racer) => {
    const name = racerName(shown, racer);
    return html`<div><h3><i class="swatch s${racer.slot}"></i>${name}</h3>
      <rope-heatmap-grid .words=${shown.words} fixed .name=${name} .maps=${racer.view.value.maps} .layers=${layers} .heads=${heads}></rope-heatmap-grid></div>`;
  });
}

/** @param {Shown} shown */
export function stretchTable(shown) {
  const words = labWords(shown.words);
  const rows = shown.lab.stretched.value;
  if (rows.length === 0) return nothing;
  const rowName = (/** @type {Racer} */ racer, /** @type {string} */ method) =>
    method ? words.asMethod(racerName(shown, racer), nameOf(shown, method)) : words.asTrained(racerName(shown, racer));
  const cell = (/** @type {number | null} */ score) => {
    if (score === null) return html`<td>…</td>`;
    const { ground, ink } = scoreColor(score, false);
    return html`<td .style=${`background:${ground};color:${ink}`}>${score.toFixed(2)}</td>`;
  };
  return html`<div class="table" tabindex="0" role="group" aria-label=${words.stretchTable}><table class="scores">
    <thead><tr><th scope="col">${words.method}</th>${setup.stretch.lengths.map((length) => html`<th scope="col">${length}</th>`)}</tr></thead>
    <tbody>${rows.map(({ racer, method, scores }) => html`<tr><th scope="row"><i class="swatch s${racer.slot}"></i> ${rowName(racer, method)}</th>${scores.map(cell)}</tr>`)}</tbody>
  </table></div>`;
}

/** What the stretched rows are. @param {Shown} shown */
export const stretchLead = ({ words }) =>
  words.parts.together([
    labWords(words).stretchLead(phase.length, setup.stretch.lengths.at(-1) ?? 0),
    labWords(words).stretchPeriod(setup.stretch.period, setup.stretch.rules.window.window),
  ]);
