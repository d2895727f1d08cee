/** The attention map of one method minus that of another: the same head, the same text. */
import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { reachLegend } from '../../charts/reach-legend.js';
import { stretched } from '../../charts/signed.js';
import { ask } from '../../figures/attention-difference.js';
import { withInsights } from '../../words/insights.js';
import { defineElements } from '../define.js';
import { RopeDifferenceMap } from '../difference-map.js';
import { columnName, mover, zoomer, zoomOf } from './maps.js';

/** @typedef {import('../../figures/attention-difference.js').Compared} Compared */

defineElements([['rope-difference-map', RopeDifferenceMap]]);

const ticks = [-1, -0.1, 0, 0.1, 1];

/** @type {import('./types.js').Kind<Compared[]>} */
export const attentionDifference = {
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: (compared, shown) => {
    const { scope, view } = shown;
    const words = withInsights(shown.words);
    const said = words.insights.difference;
    if (compared.length === 0) return html`<p class="summary">${said.needsTwo}</p>`;
    const { q = -1, k = -1 } = scope.place.value ?? {};
    const mapOf = (/** @type {Compared} */ { one, other, difference }) => {
      const name = said.minus(one.name, other.name);
      const peers = [one, other, { name: said.scale, map: difference?.grid ?? null }];
      return html`<div>${columnName({ name, slot: one.slot })}<rope-difference-map .words=${words} .name=${name} .difference=${difference}
        .text=${scope.text.value} .trained=${scope.trained.value} .length=${scope.length.value} .q=${q} .k=${k}
        .power=${view.gamma} .done=${one.map && other.map ? 1 : 0} .peers=${peers} .zoom=${zoomOf(shown)}
        @rope-place=${mover(shown)} @rope-zoom=${zoomer(shown)}></rope-difference-map></div>`;
    };
    const place = (/** @type {number} */ value) => stretched(value, view.gamma);
    const legend = guard([said.scale, view.gamma], () => reachLegend({ title: said.scale, ticks, place }));
    return html`${legend}<div class="columns">${compared.map(mapOf)}</div>`;
  },
};
