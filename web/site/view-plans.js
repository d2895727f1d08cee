/** What methods do to angles, distances and scores, whatever a model makes of it. */
import { computed } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { colorLegend } from '../charts/legend.js';
import { angleKinds, stripOf } from '../elements/kinds/angles.js';
import { curveKinds } from '../elements/kinds/curves.js';
import { hasBias } from '../figures/bias.js';
import { drawing, shown } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope, still } from './scope.js';
import { asked } from './view-asked.js';

const { wavelength, distance, resolution, decay, bias } = curveKinds;
const drawn = drawing({ wavelength, distance, resolution, decay, bias });
const biased = computed(() => scope.planned.value.some(({ plan }) => plan && hasBias(plan)));
const encoded = computed(() => angleKinds.encoding.ask(shown));

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
          <option value="pair" ?selected=${decay === 'pair'}>${words.decay.pair}</option>
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

const positions = asked(['position-map']);
const turning = asked(['clock', 'ramp', 'encoding-difference']);
const always = asked(['sharpness', 'cost']);

export function plans() {
  if (still.value) return html`${biases()} ${stillness()} ${always()}`;
  return html`${pretended()} ${positions()} ${pairOfCurves()} ${biases()} ${encodings()} ${turning()} ${always()}`;
}
