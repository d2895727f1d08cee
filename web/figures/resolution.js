/**
 * How well a method tells near keys apart: the mean cosine between a query and an equal key D tokens back, for the few
 * distances at which words are told from their neighbours. Interpolation keeps far keys within the trained angles and pays
 * for it here.
 */
import { pretendedDistances } from './distances.js';
import { meanCosine } from './phasors.js';
import { counted, plansOf } from './planned.js';

const farthestShown = 8; // tokens

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export const ask = (scope, options = {}) =>
  curvesOf(plansOf(scope, options), scope.weights.value?.trainedPlan.inv_freq ?? []);

/**
 * @param {Pick<import('./planned.js').Planned, 'name' | 'slot' | 'plan'>[]} planned
 * @param {ArrayLike<number>} trainedRates  [pairs], rad/token, as in training
 * @returns {import('./types.js').CurvesData | null}
 */
export function curvesOf(planned, trainedRates) {
  const turning = planned.filter(({ plan }) => plan.inv_freq.length > 0);
  if (turning.length === 0 || trainedRates.length === 0) return null;
  const count = Math.min(farthestShown + 1, ...turning.map(({ plan }) => plan.seqLen));
  const x = counted(count);
  const [, trained] = meanCosine(trainedRates, x);
  const curves = turning.map(({ name, slot, plan }) => {
    const met = pretendedDistances(plan).subarray(0, count);
    return { label: name, slot, values: Array.from(meanCosine(plan.inv_freq, met, 1, plan.log_decay)), dots: true };
  });
  return {
    x,
    curves,
    marks: trained === undefined ? [] : [{ say: 'neighbour', at: trained, axis: 'y' }],
    xTicks: x,
    summary: curves.map(({ label, values: [, neighbour] }) => stepOf(label, neighbour, trained)),
  };
}

/**
 * @param {string} name
 * @param {number | undefined} neighbour  mean cosine one token back
 * @param {number | undefined} trained    the same in training
 * @returns {import('./types.js').Said}
 */
function stepOf(name, neighbour = Number.NaN, trained = Number.NaN) {
  const share = (1 - neighbour) / (1 - trained);
  if (Number.isNaN(share)) return { say: 'noNeighbours', name };
  return { say: 'step', name, step: 1 - neighbour, share };
}
