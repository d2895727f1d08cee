/** The right column: the figures. */
import { computed, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { colorLegend } from '../charts/legend.js';
import { at } from '../charts/loupe.js';
import { short } from '../charts/svg.js';
import { angleKinds, stripOf } from '../elements/kinds/angles.js';
import { curveKinds } from '../elements/kinds/curves.js';
import { headsOf, mapKinds, mapOf } from '../elements/kinds/maps.js';
import { spokenFailure } from '../elements/spoken.js';
import { hasBias } from '../figures/bias.js';
import { scope, still } from './explorer.js';
import { drawing, shown } from './figure-kinds.js';
import { spoken } from './language.js';
import { problemWith } from './problem.js';

const drawn = drawing({ ...curveKinds, reading: mapKinds.reading, coverage: angleKinds.coverage });
const runs = computed(() => mapKinds.attention.ask(shown));
const biased = computed(() => scope.planned.value.some(({ plan }) => plan && hasBias(plan)));
const encoded = computed(() => angleKinds.encoding.ask(shown));

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

/** @param {import('../figures/attention.js').Attention} run */
function panel(run) {
  const { name, slot, map, error } = run;
  const place = scope.place.value;
  const value = place && map ? short(at(map, scope.length.value, place.q, place.k)) : '–';
  return html`<article class="panel" data-slot=${slot}>
    <h3><i class="swatch s${slot}"></i><span class="of" title=${name}>${name}</span><span class="weight">${place ? html`<small>${spoken().panels.attention.weight} </small><b>${value}</b>` : nothing}</span></h3>
    <div>${error ? html`<p class="error" role="alert">${spokenFailure(error, spoken())}</p>` : nothing}
    ${mapOf(run, shown)} ${headsOf(run, shown)}</div>
  </article>`;
}

/** @param {number} position */
function around(position) {
  const text = scope.text.value;
  const [before, after] = typeof text === 'string' ? [12, 5] : [4, 2]; // tokens
  const clean = (/** @type {string | string[]} */ part) => Array.from(part).join('').replaceAll('\n', '⏎');
  return html`<q>${clean(text.slice(Math.max(0, position - before), position))}<mark>${clean(text[position] ?? '')}</mark>${clean(text.slice(position + 1, position + 1 + after))}</q>`;
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
    ${keyed(scope.query.value.model, html`<div class="panels n${scope.names.value.length}">${runs.value.map(panel)}</div>`)}
  </section>`;
}

function reading() {
  const words = spoken().panels.reading;
  return html`<section aria-labelledby="h-reading">
    <h2 id="h-reading">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${drawn.reading()}
  </section>`;
}

/** Asked for only where somebody opened it: it costs the cube of the text's length. */
const rankOpened = signal(false);

function rank() {
  const words = spoken().panels.rank;
  const toggle = (/** @type {Event} */ { target }) => {
    rankOpened.value = /** @type {HTMLDetailsElement} */ (target).open;
  };
  return html`<section aria-labelledby="h-rank"><details @toggle=${toggle}>
    <summary><h2 id="h-rank">${words.title}</h2></summary>
    <p class="lead">${words.lead}</p>
    ${rankOpened.value ? drawn.rank() : nothing}
  </details></section>`;
}

function loss() {
  const words = spoken().panels.loss;
  return html`<section aria-labelledby="h-loss">
    <h2 id="h-loss">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${drawn.loss()}
  </section>`;
}

function pretended() {
  const { distance, resolution } = spoken().panels;
  return html`<section aria-labelledby="h-pretended">
    <h2 id="h-pretended">${distance.title}</h2>
    <p class="lead">${distance.lead}</p>
    ${drawn.distance()}
  </section>
  <section aria-labelledby="h-resolution">
    <h2 id="h-resolution">${resolution.title}</h2>
    <p class="lead">${resolution.lead}</p>
    ${drawn.resolution()}
  </section>`;
}

function coverage() {
  const words = spoken().panels.coverage;
  return html`<section aria-labelledby="h-coverage">
    <h2 id="h-coverage">${words.title}</h2>
    <p class="lead">${words.lead(scope.trained.value, scope.length.value)}</p>
    ${drawn.coverage()}
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
      ${drawn.wavelength()}
    </section>
    <section aria-labelledby="h-decay">
      <h2 id="h-decay">${words.decay.title}</h2>
      <p class="lead">${words.decay.lead}
        <select aria-label=${words.decay.quantity} @change=${pick}>
          <option value="mean" ?selected=${decay === 'mean'}>${words.decay.mean}</option>
          <option value="bound" ?selected=${decay === 'bound'}>${words.decay.bound}</option>
        </select></p>
      ${drawn.decay()}
    </section>
  </div>`;
}

function biases() {
  const words = spoken().panels.bias;
  if (!biased.value) return nothing;
  return html`<section aria-labelledby="h-bias">
    <h2 id="h-bias">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${drawn.bias()}
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
      (column) =>
        html`<div><h3><i class="swatch s${column.slot}"></i>${column.name}</h3>${stripOf(column, shown)}</div>`,
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

/** What stopped the page, said once, with the way on. */
function failure() {
  const failed = scope.failure.value;
  if (!failed) return nothing;
  return problemWith(spokenFailure(failed, spoken()), scope.retry);
}

export function figures() {
  return html`${failure()}
    ${attention()} ${reading()} ${rank()} ${loss()} ${still.value ? nothing : html`${pretended()} ${coverage()} ${pairOfCurves()}`} ${biases()}
    ${still.value ? stillness() : encodings()}
    <div id="evaluation"></div>`;
}
