/** What <rope-figure> can show, by kind: each asks a figure and puts the answer into the element that draws it. */
import { html } from 'lit';
import * as attention from '../figures/attention.js';
import * as bias from '../figures/bias.js';
import * as coverage from '../figures/coverage.js';
import * as decay from '../figures/decay.js';
import * as distance from '../figures/distance.js';
import * as encoding from '../figures/encoding.js';
import * as loss from '../figures/loss.js';
import * as rank from '../figures/rank.js';
import * as resolution from '../figures/resolution.js';
import * as wavelength from '../figures/wavelength.js';
import { spokenCurves, spokenFailure } from './spoken.js';

/**
 * @typedef {object} Shown
 * @property {import('../scope/scope.js').Scope} scope
 * @property {number | undefined} slot      of the only method that is shown; undefined = all
 * @property {import('../words/en.js').Words} words
 * @property {(name: string) => string | null} attribute  of the element
 */

const curveFigures = { loss, wavelength, distance, resolution, decay, bias, rank };

/**
 * @param {keyof typeof curveFigures} kind
 * @param {Shown} shown
 */
function plot(kind, { scope, slot, words, attribute }) {
  const data = curveFigures[kind].ask(scope, { slot, quantity: attribute('quantity') ?? 'mean' });
  return html`<rope-plot .words=${words} label=${words.kinds[kind]} .figure=${spokenCurves(kind, data, words)}></rope-plot>`;
}

/** @param {Shown} shown */
function maps({ scope, slot, words }) {
  const place = scope.place.value;
  return attention.ask(scope, { slot }).map(
    (run) => html`<h3>${run.name}</h3>
      ${run.error ? html`<p role="alert">${spokenFailure(run.error, words)}</p>` : ''}
      <rope-attention-map .name=${run.name} .map=${run.map} .text=${scope.text.value} .trained=${scope.trained.value}
        .length=${scope.length.value} .q=${place?.q ?? -1} .k=${place?.k ?? -1} .done=${run.done} .peers=${scope.readings.value}
        .words=${words} @rope-place=${(/** @type {CustomEvent} */ { detail }) => scope.look(detail.place, detail.pin)}></rope-attention-map>`,
  );
}

/** @param {Shown} shown */
function heads({ scope, slot, words }) {
  const { layer, head } = scope.focus.value;
  const { layers = 0, heads: count = 0 } = scope.weights.value?.shape ?? {};
  return attention.ask(scope, { slot }).map(
    (run) => html`<h3>${run.name}</h3>
      <rope-heatmap-grid .words=${words} .name=${run.name} .maps=${run.heads} .layers=${layers} .heads=${count} .layer=${layer} .head=${head}
        @rope-head=${(/** @type {CustomEvent} */ { detail }) => scope.set(detail)}></rope-heatmap-grid>`,
  );
}

/** @type {Record<string, (shown: Shown) => unknown>} */
export const kinds = {
  attention: maps,
  heads,
  reading: ({ scope, slot, words }) => {
    const readings = scope.readings.value.filter((reading) => (slot ?? reading.slot) === reading.slot);
    return html`<rope-reader .words=${words} .readings=${readings} .text=${scope.text.value} .q=${scope.place.value?.q ?? -1}
      .trained=${scope.trained.value}
      @rope-place=${(/** @type {CustomEvent} */ { detail }) => scope.look(detail.place, detail.pin)}></rope-reader>`;
  },
  coverage: ({ scope, slot, words }) =>
    html`<rope-coverage .methods=${coverage.ask(scope, { slot })} .words=${words}></rope-coverage>`,
  encoding: ({ scope, slot, words, attribute }) =>
    encoding.ask(scope, { slot }).map(
      ({
        name,
        rates,
        length,
        trained,
      }) => html`<h3>${name}</h3><rope-encoding .words=${words} .name=${name} .rates=${rates} .length=${length}
        .trained=${trained} .wave=${attribute('part') ?? 'cos'}></rope-encoding>`,
    ),
  config: ({ scope, words }) => {
    const inspect = async (/** @type {string} */ config) => (await scope.ask()).inspect(config);
    return html`<rope-doctor .words=${words} .inspect=${inspect}></rope-doctor>`;
  },
  ...Object.fromEntries(
    /** @type {(keyof typeof curveFigures)[]} */ (Object.keys(curveFigures)).map((kind) => [
      kind,
      (/** @type {Shown} */ shown) => plot(kind, shown),
    ]),
  ),
};
