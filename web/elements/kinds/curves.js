/** The figures of curves, as a plot. */
import { html } from 'lit';
import * as bias from '../../figures/bias.js';
import * as decay from '../../figures/decay.js';
import * as distance from '../../figures/distance.js';
import * as loss from '../../figures/loss.js';
import * as rank from '../../figures/rank.js';
import * as resolution from '../../figures/resolution.js';
import * as wavelength from '../../figures/wavelength.js';
import { named, spokenCurves } from '../spoken.js';

/**
 * @typedef {import('./types.js').Shown} Shown
 * @typedef {import('../../figures/types.js').CurvesData} CurvesData
 * @typedef {import('../../figures/types.js').Figure} Figure
 */

/**
 * @param {string} kind
 * @param {(shown: Shown) => CurvesData | null} ask
 * @param {{ turning?: boolean, wording?: (words: import('../../words/en.js').Words) => import('../../words/en.js').Words }} [facts]
 *   wording: adds words to those of the page
 * @returns {import('./types.js').Kind<Figure | null>}
 */
export const curves = (kind, ask, { wording = (words) => words, ...facts } = {}) => ({
  ...facts,
  ask: (shown) => spokenCurves(kind, ask(shown), wording(shown.words)),
  draw: (figure, { words, theme }) =>
    html`<rope-plot .words=${words} label=${named(wording(words).kinds)[kind]} .figure=${figure} .theme=${theme}></rope-plot>`,
});

const biases = curves('bias', ({ scope, slot }) => bias.ask(scope, { slot }));

export const curveKinds = {
  rank: curves('rank', ({ scope, slot }) => rank.ask(scope, { slot })),
  loss: curves('loss', ({ scope, slot }) => loss.ask(scope, { slot })),
  wavelength: curves(
    'wavelength',
    ({ scope, slot, pasted }) => wavelength.ask(scope, { slot, pasted: pasted ?? null }),
    {
      turning: true,
    },
  ),
  distance: curves('distance', ({ scope, slot }) => distance.ask(scope, { slot }), { turning: true }),
  resolution: curves('resolution', ({ scope, slot }) => resolution.ask(scope, { slot }), { turning: true }),
  decay: curves('decay', ({ scope, slot, view }) => decay.ask(scope, { slot, quantity: view.decay }), {
    turning: true,
  }),
  bias: {
    ...biases,
    /** @type {typeof biases.draw} */
    draw: (figure, shown) =>
      figure || shown.scope.planned.value.length === 0
        ? biases.draw(figure, shown)
        : html`<p class="summary">${shown.words.figure.noBias(shown.scope.names.value)}</p>`,
  },
};
