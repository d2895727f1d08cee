/** The distance that each method pretends, of every query and key. */
import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { reachLegend } from '../../charts/reach-legend.js';
import { around } from '../../charts/signed.js';
import { ask } from '../../figures/position-map.js';
import { withInsights } from '../../words/insights.js';
import { defineElements } from '../define.js';
import { RopePositionMap, scaleOf } from '../position-map.js';
import { spoken } from '../spoken.js';
import { columnName, mover, zoomer, zoomOf } from './maps.js';

defineElements([['rope-position-map', RopePositionMap]]);

/** @type {import('./types.js').Kind<ReturnType<typeof ask>>} */
export const positionMap = {
  turning: true,
  ask: ({ scope, slot }) => ask(scope, { slot }),
  draw: ({ meetings, summary }, shown) => {
    const { scope } = shown;
    const words = withInsights(shown.words);
    const { positions } = words.insights;
    const { q = -1, k = -1 } = scope.place.value ?? {};
    const trained = scope.trained.value;
    const length = meetings[0]?.plan.seqLen ?? scope.length.value;
    const legend = guard([positions, trained, length], () => {
      const scale = scaleOf(trained, length);
      const ticks = [0, trained / 2, trained, scale.most];
      return reachLegend({
        title: positions.legend(positions.scale),
        ticks,
        place: (distance) => around(distance, scale),
      });
    });
    const mapOf = (/** @type {typeof meetings[number]} */ meeting) =>
      html`<div>${columnName(meeting)}<rope-position-map .words=${words} .name=${meeting.name} .meeting=${meeting} .meetings=${meetings}
        .text=${scope.text.value} .trained=${trained} .length=${meeting.plan.seqLen} .q=${q} .k=${k} .zoom=${zoomOf(shown)}
        @rope-place=${mover(shown)} @rope-zoom=${zoomer(shown)}></rope-position-map></div>`;
    return html`${meetings.length ? legend : ''}<div class="columns">${meetings.map(mapOf)}</div>
      ${summary.length ? html`<p class="summary">${spoken(summary, words)}</p>` : ''}`;
  },
};
