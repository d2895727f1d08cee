/** Curves that come when somebody asks for them, with words of their own: ramps, caches, scale of the scores, entropy. */
import { html } from 'lit';
import * as cacheFigure from '../../figures/cache.js';
import * as entropyFigure from '../../figures/entropy.js';
import * as rampFigure from '../../figures/ramp.js';
import * as sharpnessFigure from '../../figures/sharpness.js';
import { withInsights } from '../../words/insights.js';
import { curves } from './curves.js';
import { failuresOf } from './failing.js';

/**
 * Curves of which single ones may fail.
 * @param {string} kind
 * @param {(shown: import('./types.js').Shown) => import('../../figures/types.js').CurvesData | null} ask
 * @returns {ReturnType<typeof curves>}
 */
function failing(kind, ask) {
  const plain = curves(kind, ask, { wording: withInsights });
  return {
    ...plain,
    draw: (figure, shown) => {
      const failed = figure?.failures ?? [];
      return html`${failuresOf(failed, shown)}${failed.length > 0 && !figure?.curves.length ? '' : plain.draw(figure, shown)}`;
    },
  };
}

export const ramp = curves('ramp', ({ scope, slot }) => rampFigure.ask(scope, { slot }), {
  turning: true,
  wording: withInsights,
});
export const cache = curves('cache', ({ scope, slot }) => cacheFigure.ask(scope, { slot }), {
  turning: true,
  wording: withInsights,
});
export const sharpness = failing('sharpness', ({ scope, slot }) => sharpnessFigure.ask(scope, { slot }));
export const entropy = failing('entropy', ({ scope, slot }) => entropyFigure.ask(scope, { slot }));
