/** How a step of the tour looks: where one is, the question with its choices, what came of it, and the figures beside. */
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { spokenFailure, spokenProblem } from '../../elements/spoken.js';
import { explorerCodec } from '../explorer-query.js';
import { byId } from '../frame.js';
import { spoken } from '../language.js';
import { figure } from '../live-figure.js';
import { modelNames } from '../models.js';
import { pages } from '../pages.js';
import { problemWith } from '../problem.js';
import { themeOf } from '../theme.js';
import { facts, failure, numbers, retry, scope, stored } from './live.js';
import { answer, answers, shown, state, step } from './state.js';
import { readingOf } from './steps.js';
import { storedFigures } from './stored-view.js';
import { end } from './view-end.js';
import { steering, track } from './view-track.js';
import { said, wordsOf } from './words.js';

/**
 * @typedef {import('./steps.js').Step} Step
 * @typedef {import('./steps.js').Facts} Facts
 */

const codec = explorerCodec(modelNames);

/** The page that a step leads to, with what the step has set. @param {Step} now */
function goOn({ page: id, shown: whole }) {
  const { theme, lang } = state.value;
  const hash = codec.toHash({ ...readingOf(whole).query, theme, lang });
  return html`<a href="./${pages.find((each) => each.id === id)?.file}#${hash}">${said().goOn[id]}</a>`;
}

/** @param {Step} now  @param {Facts} known */
function question(now, known) {
  const words = wordsOf(now);
  const predict = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const choice = String(new FormData(form).get('choice'));
    answer({ ...answers.value, [now.id]: choice });
    requestAnimationFrame(() => requestAnimationFrame(() => byId('h-verdict')?.focus()));
  };
  const option = (/** @type {string} */ id) =>
    html`<label><input type="radio" name="choice" value=${id} required><span>${words.choices[id]?.(known)}</span></label>`;
  return html`<form @submit=${predict}>
    <fieldset><legend>${said().predict}</legend>${now.choices.map(option)}</fieldset>
    <button type="submit" class="check">${said().check}</button></form>`;
}

/** What came of a prediction. @param {Step} now  @param {Facts} known */
function verdict(now, known) {
  const words = wordsOf(now);
  const own = answers.value[now.id] ?? '';
  const marks = (/** @type {string} */ id) =>
    [id === now.right ? said().right : '', id === own ? said().own : ''].filter(Boolean);
  const option = (/** @type {string} */ id) =>
    html`<li class=${id === now.right ? 'right' : ''}><span>${words.choices[id]?.(known)}</span> ${marks(id).map((mark) => html`<small>${mark}</small> `)}</li>`;
  const held = own === now.right;
  const measured = numbers.value;
  return html`<ul class="choices">${now.choices.map(option)}</ul>
    <h3 id="h-verdict" class=${held ? 'held' : 'missed'} tabindex="-1">${held ? said().held : said().missed(words.choices[own]?.(known) ?? '')}</h3>
    <p class="answer" aria-live="polite">${measured ? words.answer(measured, known) : said().working}</p>
    <p>${words.why(known)}</p>
    <p class="on">${goOn(now)}</p>`;
}

/** @param {Facts | null} known */
function figures(known) {
  const now = shown.value;
  if (!now || !known) return html`<p class="summary">${said().working}</p>`;
  return html`${now.kinds.map((kind) => figure(scope, kind, state.value))}
    ${now.stored ? storedFigures(stored.value, now.stored, { facts: known, theme: themeOf(state.value) }) : nothing}`;
}

/** @param {Step} now */
function stepView(now) {
  const known = facts.value;
  const words = wordsOf(now);
  const asking = known && (now.id in answers.value ? verdict(now, known) : question(now, known));
  return html`<div class="step">
    <section class="story" aria-labelledby="h-step">
      <h2 id="h-step" tabindex="-1">${words.title}</h2>
      <p class="question">${known ? words.question(known) : said().working}</p>
      ${keyed(now.id, html`<div>${asking}</div>`)}
    </section>
    <div class="live">${keyed(now.id, html`<div>${figures(known)}</div>`)}</div>
    ${steering()}
  </div>`;
}

export function view() {
  const { problem } = state.value;
  const failed = failure.value;
  const now = step.value;
  return html`${problem ? html`<p class="problem" role="alert">${said().wrongStep(spokenProblem(problem, spoken()))}</p>` : nothing}
    ${failed ? problemWith(spokenFailure(failed, spoken()), retry) : nothing}
    ${track()}${now ? stepView(now) : end()}`;
}
