/** What the lab shows of the fine-tuning. */
import { html, nothing } from 'lit';
import { spokenFailure } from '../../elements/spoken.js';
import recipes from '../../models/recipes.json' with { type: 'json' };
import { spoken } from '../language.js';
import { problemWith } from '../problem.js';
import * as app from './app.js';
import { baseOfTuning, lengthOfTuning, startTuning, stepsOfTuning, stopTuning, tune } from './tune.js';
import { tuneWords } from './words.js';

const trained = recipes.architecture.max_position_embeddings;

/** @returns {import('../../figures/types.js').Figure} */
function figure() {
  const words = tuneWords();
  const { losses } = tune.value;
  const x = Array.from({ length: stepsOfTuning }, (_, i) => i + 1);
  return {
    x,
    curves: [{ label: words.curve, slot: 1, values: x.map((step) => losses[step - 1] ?? null) }],
    marks: [],
    ...words.axes,
    yRange: [0, 3],
    summary: [words.rowsDiffer],
  };
}

function table() {
  const words = tuneWords();
  const names = { asItIs: words.asItIs(baseOfTuning), untuned: words.untuned, tuned: words.tuned(stepsOfTuning) };
  const { scores } = tune.value;
  if (scores.length === 0) return nothing;
  return html`<div class="table" tabindex="0" role="group" aria-label=${words.table}><table class="scores">
    <thead><tr><th scope="col">${words.heldout(lengthOfTuning)}</th><th scope="col">${words.loss}</th><th scope="col">${words.copies}</th></tr></thead>
    <tbody>${scores.map(({ stage, loss, copies }) => html`<tr><th scope="row">${names[stage]}</th><td>${loss.toFixed(3)}</td><td>${copies.toFixed(2)}</td></tr>`)}</tbody>
  </table></div>`;
}

/** One button for both ways, so that the keyboard stays on it. */
function button() {
  const words = tuneWords();
  const { phase } = tune.value;
  const engine = app.lab.engine.value;
  const runs = !['', 'done', 'failed'].includes(phase);
  const can = runs || (engine && !app.lab.inPhase('running'));
  const act = () => (runs ? stopTuning() : engine && can && startTuning(engine));
  return html`<button type="button" aria-disabled=${can ? 'false' : 'true'} @click=${act}>${runs ? words.stop : words.start(stepsOfTuning)}</button>`;
}

export function tuning() {
  const words = tuneWords();
  const { phase, step, left, losses, error } = tune.value;
  const steps = stepsOfTuning;
  const time =
    phase === 'training' && step > 0 ? words.time({ step, steps, left: Math.ceil(left) }) : words.says[phase];
  return html`<section aria-labelledby="h-tune">
    <h2 id="h-tune">${words.title}</h2>
    <p class="lead">${words.lead({ trained, length: lengthOfTuning, steps })}</p>
    <p>${button()} <span role="status">${time}</span></p>
    ${error ? problemWith(spokenFailure(error, spoken()), () => app.lab.engine.value && startTuning(app.lab.engine.value)) : nothing}
    ${phase ? html`<progress max=${steps} value=${step} aria-label=${words.progress}></progress>` : nothing}
    ${losses.length > 0 ? html`<rope-plot .words=${spoken()} .label=${words.plot} .figure=${figure()} .theme=${app.shown().theme}></rope-plot>` : nothing}
    ${table()}
  </section>`;
}
