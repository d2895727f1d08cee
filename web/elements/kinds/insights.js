/** Curves that come when somebody asks for them, with words of their own: ramps, scale of the scores, entropy. */
import * as entropyFigure from '../../figures/entropy.js';
import * as rampFigure from '../../figures/ramp.js';
import * as sharpnessFigure from '../../figures/sharpness.js';
import { withInsights } from '../../words/insights.js';
import { curves } from './curves.js';

export const ramp = curves('ramp', ({ scope, slot }) => rampFigure.ask(scope, { slot }), {
  turning: true,
  wording: withInsights,
});
export const sharpness = curves('sharpness', ({ scope, slot }) => sharpnessFigure.ask(scope, { slot }), {
  wording: withInsights,
});
export const entropy = curves('entropy', ({ scope, slot }) => entropyFigure.ask(scope, { slot }), {
  wording: withInsights,
});
