/** The right column: the figures. */
import { computed, signal } from '@preact/signals-core';
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
import * as rankOf from '../figures/rank.js';
import * as resolutionOf from '../figures/resolution.js';
import * as wavelengthOf from '../figures/wavelength.js';
import { pasted, scope, still, theme, view } from './explorer.js';
import { example } from './explorer-query.js';
import { spoken } from './language.js';

/** @typedef {CustomEvent<{ place: { q: number, k: number } | null, pin: boolean }>} PlaceEvent */

const move = (/** @type {PlaceEvent} */ { detail: { place, pin } }) => scope.look(place, pin);

/** Each figure of curves is drawn anew only when what it reads changes. */
const curves = {
  loss: computed(() => spokenCurves('loss', lossOf.ask(scope), spoken())),
  resolution: computed(() => spokenCurves('resolution', resolutionOf.ask(scope), spoken())),
  distance: computed(() => spokenCurves('distance', distanceOf.ask(scope), spoken())),
  wavelength: computed(() => spokenCurves('wavelength', wavelengthOf.ask(scope, { pasted: pasted.value }), spoken())),
  decay: computed(() => spokenCurves('decay', decayOf.ask(scope, { quantity: view.value.decay }), spoken())),
  bias: computed(() => spokenCurves('bias', biasOf.ask(scope), spoken())),
};
const covered = computed(() => coverageOf.ask(scope));
const encoded = computed(() => encodingOf.ask(scope));

/** @type {{ key: string, legend: HTMLElement | null }} */
const legend = { key: '', legend: null };

function scale() {
  const { gamma, lut } = scope.query.value;
  const words = spoken().panels.attention;
  const key = `${words.scale(gamma)} ${lut}`;
  if (legend.key !== key) {
    const ticks = gamma < 0.7 ? [0, 0.01, 0.1, 0.3, 1] : [0, 0.25, 0.5, 0.75, 1];
    const map = /** @type {import('../charts/colormap.js').ColorMapName} */ (lut);
    Object.assign(legend, {
      key,
      legend: colorLegend({ title: words.scale(gamma), ticks }, { map, gamma }),
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
    <h3><i class="swatch s${slot}"></i><span class="of" title=${name}>${name}</span><span class="weight">${place ? html`<small>${spoken().panels.attention.weight} </small><b>${value}</b>` : nothing}</span></h3>
    <div>${run.error ? html`<p class="error" role="alert">${spokenFailure(run.error, spoken())}</p>` : nothing}
    <rope-attention-map .words=${spoken()} .name=${name} .map=${run.map} .text=${scope.text.value} .trained=${scope.trained.value} .length=${scope.length.value}
      .q=${place?.q ?? -1} .k=${place?.k ?? -1} .gamma=${gamma} .lut=${lut} .done=${run.done} .peers=${scope.readings.value}
      @rope-place=${move}></rope-attention-map>
    <rope-heatmap-grid .words=${spoken()} .name=${name} .maps=${run.heads} .layers=${scope.weights.value?.shape.layers ?? 0} .heads=${scope.weights.value?.shape.heads ?? 0}
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
  const words = spoken().panels.attention;
  const { layer, head } = scope.query.value;
  const place = scope.place.value;
  const text = scope.text.value;
  return html`<section id="attention" aria-labelledby="h-attention">
    <h2 id="h-attention">${words.title(layer, head)}</h2>
    <p class="lead">${words.lead}</p>
    <div class="bar">${scale()}
      <p class="readout">${place && text ? html`<span>${words.query} ${place.q} ${around(place.q)}</span><span>${words.key} ${place.k} ${around(place.k)}</span>` : words.point}</p>
    </div>
    ${keyed(scope.query.value.model, html`<div class="panels n${scope.names.value.length}">${attentionOf.ask(scope).map(panel)}</div>`)}
  </section>`;
}

function reading() {
  const words = spoken().panels.reading;
  const place = scope.place.value;
  return html`<section aria-labelledby="h-reading">
    <h2 id="h-reading">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <rope-reader .words=${spoken()} .readings=${scope.readings.value} .text=${scope.text.value} .q=${place?.q ?? -1} .trained=${scope.trained.value} .gamma=${scope.query.value.gamma}
      @rope-place=${move}></rope-reader>
  </section>`;
}

/** Asked for only where somebody opened it: it costs the cube of the text's length. */
const ranks = { opened: signal(false), figure: computed(() => spokenCurves('rank', rankOf.ask(scope), spoken())) };

function rank() {
  const words = spoken().panels.rank;
  const { opened, figure } = ranks;
  const toggle = (/** @type {Event} */ { target }) => {
    opened.value = /** @type {HTMLDetailsElement} */ (target).open;
  };
  return html`<section aria-labelledby="h-rank"><details @toggle=${toggle}>
    <summary><h2 id="h-rank">${words.title}</h2></summary>
    <p class="lead">${words.lead}</p>
    ${opened.value ? html`<rope-plot .words=${spoken()} label=${words.label} .figure=${figure.value} .theme=${theme()}></rope-plot>` : nothing}
  </details></section>`;
}

function loss() {
  const words = spoken().panels.loss;
  return html`<section aria-labelledby="h-loss">
    <h2 id="h-loss">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <rope-plot .words=${spoken()} label=${words.label} .figure=${curves.loss.value} .theme=${theme()}></rope-plot>
  </section>`;
}

function pretended() {
  const { distance, resolution } = spoken().panels;
  return html`<section aria-labelledby="h-pretended">
    <h2 id="h-pretended">${distance.title}</h2>
    <p class="lead">${distance.lead}</p>
    <rope-plot .words=${spoken()} label=${distance.label} .figure=${curves.distance.value} .theme=${theme()}></rope-plot>
  </section>
  <section aria-labelledby="h-resolution">
    <h2 id="h-resolution">${resolution.title}</h2>
    <p class="lead">${resolution.lead}</p>
    <rope-plot .words=${spoken()} label=${resolution.label} .figure=${curves.resolution.value} .theme=${theme()}></rope-plot>
  </section>`;
}

function coverage() {
  const words = spoken().panels.coverage;
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">${words.title}</h2>
    <p class="lead">${words.lead(scope.trained.value, scope.length.value)}</p>
    <rope-coverage .words=${spoken()} .methods=${covered.value}></rope-coverage>
  </section>`;
}

function pairOfCurves() {
  const words = spoken().panels;
  const { decay } = scope.query.value;
  const pick = (/** @type {Event} */ event) =>
    scope.set({ decay: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<div class="pair">
    <section aria-labelledby="h-waves">
      <h2 id="h-waves">${words.waves.title}</h2>
      <p class="lead">${words.waves.lead}</p>
      <rope-plot .words=${spoken()} label=${words.waves.label} .figure=${curves.wavelength.value} .theme=${theme()}></rope-plot>
    </section>
    <section aria-labelledby="h-decay">
      <h2 id="h-decay">${words.decay.title}</h2>
      <p class="lead">${words.decay.lead}
        <select aria-label=${words.decay.quantity} @change=${pick}>
          <option value="mean" ?selected=${decay === 'mean'}>${words.decay.mean}</option>
          <option value="bound" ?selected=${decay === 'bound'}>${words.decay.bound}</option>
        </select></p>
      <rope-plot .words=${spoken()} label=${words.decay.label} .figure=${curves.decay.value} .theme=${theme()}></rope-plot>
    </section>
  </div>`;
}

function biases() {
  const words = spoken().panels.bias;
  if (!curves.bias.value) return nothing;
  return html`<section aria-labelledby="h-bias">
    <h2 id="h-bias">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <rope-plot .words=${spoken()} label=${words.label} .figure=${curves.bias.value} .theme=${theme()}></rope-plot>
  </section>`;
}

/** @type {{ title: string, legend: HTMLElement | null }} */
const signedLegend = { title: '', legend: null };

function encodings() {
  const words = spoken().panels.encoding;
  const { part } = scope.query.value;
  if (signedLegend.title !== words.value) {
    const legend = colorLegend(
      { title: words.value, ticks: [-1, -0.5, 0, 0.5, 1] },
      { map: 'diverging', signed: true },
    );
    Object.assign(signedLegend, { title: words.value, legend });
  }
  const pick = (/** @type {Event} */ event) =>
    scope.set({ part: /** @type {HTMLSelectElement} */ (event.target).value });
  return html`<section aria-labelledby="h-encoding">
    <h2 id="h-encoding">${words.title}</h2>
    <p class="lead">${words.lead} <select aria-label=${words.part} @change=${pick}><option value="cos" ?selected=${part === 'cos'}>${words.cos}</option>
      <option value="sin" ?selected=${part === 'sin'}>${words.sin}</option></select></p>
    <div class="bar">${signedLegend.legend}</div>
    <div class="pair">${encoded.value.map(
      ({ name, slot, rates }) => html`<div><h3><i class="swatch s${slot}"></i>${name}</h3>
        <rope-encoding .words=${spoken()} .name=${name} .rates=${rates} .length=${scope.length.value} .trained=${scope.trained.value} .wave=${part}></rope-encoding></div>`,
    )}</div>
  </section>`;
}

function stillness() {
  const words = spoken().panels.still;
  return html`<section aria-labelledby="h-still">
    <h2 id="h-still">${words.title}</h2>
    <p class="lead">${words.lead(scope.names.value, scope.layered.value ? scope.planLayer.value : null)}</p>
  </section>`;
}

function doctor() {
  const words = spoken().panels.doctor;
  const engine = scope.weights.value?.engine;
  return html`<section aria-labelledby="h-doctor">
    <h2 id="h-doctor">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    <rope-doctor .words=${spoken()} .inspect=${engine ? (/** @type {string} */ config) => engine.inspect(config) : null} .example=${example}
      @rope-inspected=${(/** @type {CustomEvent} */ event) => {
        pasted.value = event.detail;
      }}></rope-doctor>
  </section>`;
}

/** What stopped the page, said once, with the way on. */
function failure() {
  const failed = scope.failure.value;
  if (!failed) return nothing;
  return html`<p class="problem" role="alert">${spokenFailure(failed, spoken())}
    <button type="button" class="retry" @click=${() => scope.retry()}>${spoken().settings.retry}</button></p>`;
}

export function figures() {
  return html`${failure()}
    ${attention()} ${reading()} ${rank()} ${loss()} ${still.value ? nothing : html`${pretended()} ${coverage()} ${pairOfCurves()}`} ${biases()}
    ${still.value ? stillness() : encodings()} ${doctor()}
    <div id="evaluation"></div>`;
}
