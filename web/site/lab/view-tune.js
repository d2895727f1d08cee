/** What the lab shows of the fine-tuning. */
import { html, nothing } from 'lit';
import recipes from '../../models/recipes.json' with { type: 'json' };
import * as app from './app.js';
import { lengthOfTuning, startTuning, stepsOfTuning, stopTuning, tune } from './tune.js';

const trained = recipes.architecture.max_position_embeddings;

/** @returns {import('../../figures/types.js').Figure} */
function figure() {
  const { losses } = tune.value;
  const x = Array.from({ length: stepsOfTuning }, (_, i) => i + 1);
  return {
    x,
    curves: [{ label: 'loss of the step', slot: 1, values: x.map((step) => losses[step - 1] ?? null) }],
    marks: [],
    xTitle: 'step',
    yTitle: 'loss, nats per character',
    xUnit: 'step',
    yRange: [0, 3],
    summary: ['Rows differ: text is harder to foresee than repetitions, so that single steps go up and down.'],
  };
}

function table() {
  const { scores } = tune.value;
  if (scores.length === 0) return nothing;
  return html`<div class="table" tabindex="0" role="group" aria-label="Before and after"><table class="scores">
    <thead><tr><th scope="col">On held-out text of ${lengthOfTuning.toLocaleString('en')} characters</th><th scope="col">loss</th><th scope="col">copies right</th></tr></thead>
    <tbody>${scores.map(({ name, loss, copies }) => html`<tr><th scope="row">${name}</th><td>${loss.toFixed(3)}</td><td>${copies.toFixed(2)}</td></tr>`)}</tbody>
  </table></div>`;
}

const says = {
  '': '',
  loading: 'Loading the model and its text.',
  before: 'Measuring the model as it is.',
  training: 'Training.',
  after: 'Measuring again.',
  done: 'Done.',
  failed: '',
};

function button() {
  const { phase } = tune.value;
  const engine = app.engine.value;
  if (!['', 'done', 'failed'].includes(phase)) return html`<button type="button" @click=${stopTuning}>Stop</button>`;
  const busy = app.racers.value.some(({ view }) => view.value.phase === 'running');
  return html`<button type="button" ?disabled=${!engine || busy} @click=${() => engine && startTuning(engine)}>Fine-tune with YaRN 8×, ${stepsOfTuning} steps</button>`;
}

export function tuning() {
  const { phase, step, left, losses, error } = tune.value;
  const time =
    phase === 'training' && step > 0 ? `Step ${step} of ${stepsOfTuning}, ${Math.ceil(left)} s left.` : says[phase];
  return html`<section aria-labelledby="h-tune">
    <h2 id="h-tune">Fine-tune the model of the other page</h2>
    <p class="lead">Its 803,968 parameters were trained on ${trained} characters. YaRN slows its pairs down for ${lengthOfTuning / trained} times as many; then
      ${stepsOfTuning} steps of two rows of ${lengthOfTuning.toLocaleString('en')} let the weights get used to it. About half a minute of computing.</p>
    <p>${button()} <span role="status">${time}</span></p>
    ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
    ${phase ? html`<progress max=${stepsOfTuning} value=${step} aria-label="Fine-tuning"></progress>` : nothing}
    ${losses.length > 0 ? html`<rope-plot label="Loss of the fine-tuning by step" .figure=${figure()} .theme=${app.theme()}></rope-plot>` : nothing}
    ${table()}
  </section>`;
}
