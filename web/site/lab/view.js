/** What the page of the lab shows. */
import { html } from 'lit';
import { encodingChoice, seedChoice } from '../../elements/lab/choices.js';
import * as parts from '../../elements/lab/parts.js';
import { copyLink } from '../copy-link.js';
import * as app from './app.js';
import { tuning } from './view-tune.js';
import { labWords } from './words.js';

function files() {
  const words = labWords();
  const idle = !app.lab.inPhase('opening') && app.lab.racers.value.length > 0;
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
  const shown = app.shown();
  return html`${app.problems.value.map((problem) => html`<p class="problem" role="alert">${problem(words)}</p>`)}
    <fieldset><legend>${words.encoding}</legend>
      ${encodingChoice(shown, 'a', words.first)} ${encodingChoice(shown, 'b', words.rival, words.nobody)}
    </fieldset>
    <fieldset><legend>${words.chance}</legend>${seedChoice(shown)}<p class="doc">${words.sameSeed}</p></fieldset>
    <fieldset><legend>${words.training}</legend>
      <div class="buttons">${parts.trainButton(shown)} ${parts.overButton(shown)}</div>
    </fieldset>
    ${files()}
    ${copyLink(words.copyLink)}`;
}

export function figures() {
  const words = labWords();
  const shown = app.shown();
  return html`${parts.failureIn(shown)}
    <section aria-labelledby="h-training"><h2 id="h-training">${words.lossTitle}</h2>
      <p class="lead">${words.lossLead}</p>
      <div class="pair">${shown.lab.racers.value.map((racer) => parts.progress(racer, shown))}</div>
      <div class="pair">${parts.lossPlot(shown)} ${parts.copyPlot(shown)}</div></section>
    <section aria-labelledby="h-maps"><h2 id="h-maps">${words.mapsTitle}</h2>
      <p class="lead">${words.mapsLead}</p>
      <div class="pair">${parts.headMaps(shown)}</div></section>
    <section aria-labelledby="h-stretch"><h2 id="h-stretch">${words.stretchTitle}</h2>
      <p class="lead">${parts.stretchLead(shown)}</p>
      <p>${parts.stretchButton(shown)}</p>
      ${parts.stretchTable(shown)}</section>
    ${tuning()}`;
}
