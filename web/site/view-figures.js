/** The right column: the figures. */
import { computed } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { colorLegend } from '../charts/legend.js';
import { at } from '../charts/loupe.js';
import { short } from '../charts/svg.js';
import { spokenCurves, spokenFailure } from '../elements/spoken.js';
import * as attentionOf from '../figures/attention.js';
import * as biasOf from '../figures/bias.js';
import * as coverageOf from '../figures/coverage.js';
import * as decayOf from '../figures/decay.js';
import * as distanceOf from '../figures/distance.js';
import * as encodingOf from '../figures/encoding.js';
import * as lossOf from '../figures/loss.js';
import * as resolutionOf from '../figures/resolution.js';
import * as wavelengthOf from '../figures/wavelength.js';
import { pasted, scope, still, theme, view, words } from './explorer.js';
import { example } from './explorer-query.js';

/** @typedef {CustomEvent<{ place: { q: number, k: number } | null, pin: boolean }>} PlaceEvent */

const move = (/** @type {PlaceEvent} */ { detail: { place, pin } }) => scope.look(place, pin);

/** Each figure of curves is drawn anew only when what it reads changes. */
const curves = {
  loss: computed(() => spokenCurves('loss', lossOf.ask(scope), words)),
  resolution: computed(() => spokenCurves('resolution', resolutionOf.ask(scope), words)),
  distance: computed(() => spokenCurves('distance', distanceOf.ask(scope), words)),
  wavelength: computed(() => spokenCurves('wavelength', wavelengthOf.ask(scope, { pasted: pasted.value }), words)),
  decay: computed(() => spokenCurves('decay', decayOf.ask(scope, { quantity: view.value.decay }), words)),
  bias: computed(() => spokenCurves('bias', biasOf.ask(scope), words)),
};
const covered = computed(() => coverageOf.ask(scope));
const encoded = computed(() => encodingOf.ask(scope));

/** @type {{ key: string, legend: HTMLElement | null }} */
const legend = { key: '', legend: null };

function scale() {
  const { gamma, lut } = scope.query.value;
  const key = `${gamma} ${lut}`;
  if (legend.key !== key) {
    const ticks = gamma < 0.7 ? [0, 0.01, 0.1, 0.3, 1] : [0, 0.25, 0.5, 0.75, 1];
    const map = /** @type {import('../charts/colormap.js').ColorMapName} */ (lut);
    Object.assign(legend, {
      key,
      legend: colorLegend({ title: `attention weight, coloured by weights ^ ${gamma}`, ticks }, { map, gamma }),
    });
  }
  return legend.legend;
}

/** @param {attentionOf.Attention} run */
function panel({ name, slot, ...run }) {
  const { layer, head, gamma, lut } = scope.query.value;
  const place = scope.place.value;
  const value = place && run.map ? short(at(run.map, scope.length.value, place.q, place.k)) : '–';
  return html`<article class="panel" data-slot=${slot}>
    <h3><i class="swatch s${slot}"></i><span class="of" title=${name}>${name}</span><span class="weight">${place ? html`<small>weight </small><b>${value}</b>` : nothing}</span></h3>
    <div>${run.error ? html`<p class="error" role="alert">${spokenFailure(run.error, words)}</p>` : nothing}
    <rope-attention-map .name=${name} .map=${run.map} .text=${scope.text.value} .trained=${scope.trained.value} .length=${scope.length.value}
      .q=${place?.q ?? -1} .k=${place?.k ?? -1} .gamma=${gamma} .lut=${lut} .done=${run.done} .peers=${scope.readings.value}
      @rope-place=${move}></rope-attention-map>
    <rope-heatmap-grid .name=${name} .maps=${run.heads} .layers=${scope.weights.value?.shape.layers ?? 0} .heads=${scope.weights.value?.shape.heads ?? 0}
      .layer=${layer} .head=${head} .gamma=${gamma} .lut=${lut}
      @rope-head=${(/** @type {CustomEvent<{ layer: number, head: number }>} */ event) => scope.set(event.detail)}></rope-heatmap-grid></div>
  </article>`;
}

/** @param {number} position */
function around(position) {
  const text = scope.text.value;
  const clean = (/** @type {string} */ part) => part.replaceAll('\n', '⏎');
  return html`<q>${clean(text.slice(Math.max(0, position - 12), position))}<mark>${clean(text[position] ?? '')}</mark>${clean(text.slice(position + 1, position + 6))}</q>`;
}

function attention() {
  const { layer, head } = scope.query.value;
  const place = scope.place.value;
  const text = scope.text.value;
  return html`<section id="attention" aria-labelledby="h-attention">
    <h2 id="h-attention">Where does layer ${layer}, head ${head} look?</h2>
    <p class="lead">Each row is a character that asks, each column a character it may look at. Queries below the dashed line are farther into a
      text than this model has ever been. Choose another head from the small maps.</p>
    <div class="bar">${scale()}
      <p class="readout">${place && text ? html`<span>query ${place.q} ${around(place.q)}</span><span>key ${place.k} ${around(place.k)}</span>` : 'Point at a map, or move there with the keyboard.'}</p>
    </div>
    ${keyed(scope.query.value.model, html`<div class="panels n${scope.names.value.length}">${attentionOf.ask(scope).map(panel)}</div>`)}
  </section>`;
}

function reading() {
  const place = scope.place.value;
  return html`<section aria-labelledby="h-reading">
    <h2 id="h-reading">The same row, read as text</h2>
    <p class="lead">The framed character is the query; the darker a character, the more weight it gets. Click a character to make it the query.</p>
    <rope-reader .readings=${scope.readings.value} .text=${scope.text.value} .q=${place?.q ?? -1} .trained=${scope.trained.value} .gamma=${scope.query.value.gamma}
      @rope-place=${move}></rope-reader>
  </section>`;
}

function loss() {
  return html`<section aria-labelledby="h-loss">
    <h2 id="h-loss">How well is each next character predicted?</h2>
    <p class="lead">Loss of every character given all before it. A method that works keeps the line level past the dashed mark.</p>
    <rope-plot label="Loss by position" .figure=${curves.loss.value} .theme=${theme()}></rope-plot>
  </section>`;
}

function pretended() {
  return html`<section aria-labelledby="h-pretended">
    <h2 id="h-pretended">How far away does each key pretend to be?</h2>
    <p class="lead">The last character of the text looks back. A line that stays below the dashed mark meets only distances that the model
      knows from training; where a line is missing, the key is not seen.</p>
    <rope-plot label="Pretended distance by distance" .figure=${curves.distance.value} .theme=${theme()}></rope-plot>
    <p class="lead">What that costs: keys that pretend to be nearer are harder to tell from their neighbours.</p>
    <rope-plot label="Pretended resolution" .figure=${curves.resolution.value} .theme=${theme()}></rope-plot>
  </section>`;
}

function coverage() {
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">Which angles has the model never met?</h2>
    <p class="lead">A head's channels turn in pairs, pair 0 fastest. In ${scope.trained.value} characters the fast pairs went around the circle and met every
      angle; the slow ones met only an arc. At ${scope.length.value} characters they are sent into the hatched part, unless the method slows them down or lets
      keys pretend to be nearer.</p>
    <rope-coverage .methods=${covered.value}></rope-coverage>
  </section>`;
}

function pairOfCurves() {
  const { decay } = scope.query.value;
  const pick = (/** @type {Event} */ event) =>
    scope.set({ decay: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<div class="pair">
    <section aria-labelledby="h-waves">
      <h2 id="h-waves">How fast does each pair turn?</h2>
      <p class="lead">Tokens per full turn. Pairs above the dashed line never finish one in training.</p>
      <rope-plot label="Wavelength by pair" .figure=${curves.wavelength.value} .theme=${theme()}></rope-plot>
    </section>
    <section aria-labelledby="h-decay">
      <h2 id="h-decay">What does distance alone do to a score?</h2>
      <p class="lead">Two equal vectors, only their distance differs.
        <select aria-label="Quantity" @change=${pick}>
          <option value="mean" ?selected=${decay === 'mean'}>mean cosine over pairs</option>
          <option value="bound" ?selected=${decay === 'bound'}>RoFormer's bound (mean partial sum)</option>
        </select></p>
      <rope-plot label="Long-range decay" .figure=${curves.decay.value} .theme=${theme()}></rope-plot>
    </section>
  </div>`;
}

function biases() {
  if (!curves.bias.value) return nothing;
  return html`<section aria-labelledby="h-bias">
    <h2 id="h-bias">What is added to a score for its distance?</h2>
    <p class="lead">One line a head. A steep line makes a head forget what lies far back.</p>
    <rope-plot label="Bias by distance" .figure=${curves.bias.value} .theme=${theme()}></rope-plot>
  </section>`;
}

/** @type {HTMLElement | null} */
let signedLegend = null;

function encodings() {
  const { part } = scope.query.value;
  signedLegend ??= colorLegend({ title: 'value', ticks: [-1, -0.5, 0, 0.5, 1] }, { map: 'diverging', signed: true });
  const pick = (/** @type {Event} */ event) =>
    scope.set({ part: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<section aria-labelledby="h-encoding">
    <h2 id="h-encoding">What a position looks like</h2>
    <p class="lead">The <select aria-label="Part" @change=${pick}><option value="cos" ?selected=${part === 'cos'}>cosine</option>
      <option value="sin" ?selected=${part === 'sin'}>sine</option></select> that every pair receives at every position.</p>
    <div class="bar">${signedLegend}</div>
    <div class="pair">${encoded.value.map(
      ({ name, slot, rates }) => html`<div><h3><i class="swatch s${slot}"></i>${name}</h3>
        <rope-encoding .name=${name} .rates=${rates} .length=${scope.length.value} .trained=${scope.trained.value} .wave=${part}></rope-encoding></div>`,
    )}</div>
  </section>`;
}

function stillness() {
  return html`<section aria-labelledby="h-still">
    <h2 id="h-still">And the angles?</h2>
    <p class="lead">No pair of channels turns under ${scope.names.value.join(' or ')}${scope.layered.value ? ` in layer ${scope.planLayer.value}` : ''}, so there are no angles, wavelengths and pretended distances to draw.
      Choose weights that were trained with a method that turns to see them.</p>
  </section>`;
}

function doctor() {
  const engine = scope.weights.value?.engine;
  return html`<section aria-labelledby="h-doctor">
    <h2 id="h-doctor">What does a model's config.json ask for?</h2>
    <p class="lead">Paste the file of a published model: the reader says which method it names and what that amounts to.</p>
    <rope-doctor .inspect=${engine ? (/** @type {string} */ config) => engine.inspect(config) : null} .example=${example}
      @rope-inspected=${(/** @type {CustomEvent} */ event) => {
        pasted.value = event.detail;
      }}></rope-doctor>
  </section>`;
}

/** What stopped the page, said once, with the way on. */
function failure() {
  const failed = scope.failure.value;
  if (!failed) return nothing;
  return html`<p class="problem" role="alert">${spokenFailure(failed, words)}
    <button type="button" class="retry" @click=${() => scope.retry()}>Retry</button></p>`;
}

export function figures() {
  return html`${failure()}
    ${attention()} ${reading()} ${loss()} ${still.value ? nothing : html`${pretended()} ${coverage()} ${pairOfCurves()}`} ${biases()}
    ${still.value ? stillness() : encodings()} ${doctor()}
    <div id="evaluation"></div>`;
}
