/**
 * How well a method tells near keys apart: the mean cosine between a query and an equal key D tokens back, for the few
 * distances at which words are told from their neighbours. Interpolation keeps far keys within the trained angles and pays
 * for it here.
 */
import { short } from '../charts/svg.js';
import { meanCosine } from './decay-data.js';
import { pretendedDistances } from './positions-data.js';

/**
 * @typedef {import('./types.js').Figure} Figure
 * @typedef {import('./curves.js').Planned} Planned
 */

const farthestShown = 8; // tokens

/**
 * @param {Planned[]} planned
 * @param {{ trainedRates: ArrayLike<number> }} options  trainedRates: [pairs], rad/token, as in training
 * @returns {Figure | null}
 */
export function resolutionFigure(planned, { trainedRates }) {
  const turning = planned.filter(({ plan }) => plan.inv_freq.length > 0);
  if (turning.length === 0 || trainedRates.length === 0) return null;
  const count = Math.min(farthestShown + 1, ...turning.map(({ plan }) => plan.seq_len));
  const x = Array.from({ length: count }, (_, distance) => distance);
  const trained = Array.from(meanCosine(trainedRates, x));
  const curves = turning.map(({ name, slot, plan }) => {
    const met = pretendedDistances(plan).subarray(0, count);
    return { label: name, slot, values: Array.from(meanCosine(plan.inv_freq, met, 1, plan.log_decay)), dots: true };
  });
  return {
    x,
    curves,
    marks: trained[1] === undefined ? [] : [{ at: trained[1], label: 'neighbour, in training', axis: 'y' }],
    xTitle: 'distance of the key, tokens',
    yTitle: 'mean cosine of the angles',
    xUnit: 'distance',
    xTicks: x,
    summary: curves.map(({ label, values }) => resolutionSentence(label, values[1], trained[1])),
  };
}

/**
 * @param {string} name
 * @param {number | undefined} neighbour  mean cosine one token back
 * @param {number | undefined} trained    the same in training
 */
function resolutionSentence(name, neighbour = Number.NaN, trained = Number.NaN) {
  const share = (1 - neighbour) / (1 - trained);
  if (Number.isNaN(share)) return `${name}: a text of one token has no neighbours.`;
  const kept =
    Math.abs(share - 1) < 0.005 ? 'as in training' : `${Math.round(100 * share)} % of the step it was trained with`;
  return `${name}: one token back lowers the mean cosine by ${short(1 - neighbour)}, ${kept}.`;
}
