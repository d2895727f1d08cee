/** The figures of attention maps: one head, all heads, and the row of one query as text. */
import { signal } from '@preact/signals-core';
import { html } from 'lit';
import * as attention from '../../figures/attention.js';
import { seriesColor } from '../styles.js';

/**
 * @typedef {import('./types.js').Shown} Shown
 * @typedef {import('../../figures/attention.js').Attention} Attention
 * @typedef {{ name: string, slot: number, map: import('../../charts/pool.js').Grid | null }} Reading
 */

/** @param {Shown} shown  @returns {(event: CustomEvent) => void} */
export const mover =
  ({ scope }) =>
  ({ detail: { place, pin } }) =>
    scope.look(place, pin);

/** @type {import('@preact/signals-core').Signal<{ scope: Shown['scope'], zoom: number[] } | null>} while a hand moves the maps of a scope */
const moving = signal(null);

/** The part that all maps of a scope show. @param {Shown} shown */
export const zoomOf = ({ scope, view }) => (moving.value?.scope === scope ? moving.value.zoom : view.zoom);

/** The query, and with it the link, has it when the hand rests. @param {Shown} shown  @returns {(event: CustomEvent) => void} */
export const zoomer =
  ({ scope, change }) =>
  ({ detail: { zoom, rests } }) => {
    if (rests) change({ zoom });
    moving.value = rests ? null : { scope, zoom };
  };

/**
 * @param {Attention} run
 * @param {Shown} shown
 */
export function mapOf({ name, map, text, done }, shown) {
  const { scope, words, view } = shown;
  const place = scope.place.value;
  return html`<rope-attention-map .words=${words} .name=${name} .map=${map} .text=${text} .trained=${scope.trained.value}
    .length=${text.length || scope.length.value} .q=${place?.q ?? -1} .k=${place?.k ?? -1} .gamma=${view.gamma} .lut=${view.lut} .done=${done}
    .peers=${scope.readings.value} .zoom=${zoomOf(shown)} @rope-place=${mover(shown)} @rope-zoom=${zoomer(shown)}></rope-attention-map>`;
}

/**
 * @param {Attention} run
 * @param {Shown} shown
 */
export function headsOf({ name, heads }, { scope, words, view }) {
  const { layer, head } = scope.focus.value;
  const { layers = 0, heads: count = 0 } = scope.weights.value?.shape ?? {};
  const choose = (/** @type {CustomEvent<{ layer: number, head: number }>} */ { detail }) => scope.set(detail);
  return html`<rope-heatmap-grid .words=${words} .name=${name} .maps=${heads} .layers=${layers} .heads=${count} .layer=${layer} .head=${head}
    .gamma=${view.gamma} .lut=${view.lut} @rope-head=${choose}></rope-heatmap-grid>`;
}

/** @param {{ name: string, slot: number }} column */
export const columnName = ({ name, slot }) =>
  html`<p class="name"><i class="swatch" .style=${`background:${seriesColor(slot)}`}></i>${name}</p>`;

/**
 * @param {(run: Attention, shown: Shown) => unknown} draw  of one column
 * @returns {import('./types.js').Kind<Attention[]>}
 */
const sideBySide = (draw) => ({
  ask: ({ scope, slot }) => attention.ask(scope, { slot }),
  draw: (runs, shown) =>
    html`<div class="columns">${runs.map((run) => html`<div>${columnName(run)}${draw(run, shown)}</div>`)}</div>`,
});

/** @type {import('./types.js').Kind<Reading[]>} */
const reading = {
  ask: ({ scope, slot }) => scope.readings.value.filter((each) => (slot ?? each.slot) === each.slot),
  draw: (readings, shown) => {
    const { scope, words, view } = shown;
    return html`<rope-reader .words=${words} .readings=${readings} .text=${scope.text.value} .q=${scope.place.value?.q ?? -1}
      .trained=${scope.trained.value} .gamma=${view.gamma} @rope-place=${mover(shown)}></rope-reader>`;
  },
};

export const mapKinds = { attention: sideBySide(mapOf), heads: sideBySide(headsOf), reading };
