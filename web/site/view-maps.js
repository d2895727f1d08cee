/** Where each method looks: the enlarged maps side by side with all heads below, and what the crosshair is at. */
import { computed } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { colorLegend } from '../charts/legend.js';
import { at } from '../charts/map-cell.js';
import { short } from '../charts/svg.js';
import { headsOf, mapKinds, mapOf } from '../elements/kinds/maps.js';
import { spokenFailure } from '../elements/spoken.js';
import { shown } from './figure-kinds.js';
import { spoken } from './language.js';
import { scope } from './scope.js';

const runs = computed(() => mapKinds.attention.ask(shown));

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
  const { name, slot, map, text, error } = run;
  const place = scope.place.value;
  const value = place && map ? short(at(map, text.length, place.q, place.k)) : '–';
  return html`<article class="panel" data-slot=${slot}>
    <h3><i class="swatch s${slot}"></i><span class="of" title=${name}>${name}</span><span class="weight">${place ? html`<small>${spoken().panels.attention.weight} </small><b>${value}</b>` : nothing}</span></h3>
    <div>${error ? html`<p class="error" role="alert">${spokenFailure(error, spoken())}</p>` : nothing}
    ${mapOf(run, shown)}</div>
    ${headsOf(run, shown)}
  </article>`;
}

/** @param {number} position */
function around(position) {
  const text = scope.text.value;
  const [before, after] = typeof text === 'string' ? [12, 5] : [4, 2]; // tokens
  const clean = (/** @type {string | string[]} */ part) => Array.from(part).join('').replaceAll('\n', '⏎');
  return html`<q>${clean(text.slice(Math.max(0, position - before), position))}<mark>${clean(text[position] ?? '')}</mark>${clean(text.slice(position + 1, position + 1 + after))}</q>`;
}

export function attention() {
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
