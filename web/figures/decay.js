/** What distance alone does to a score of two equal vectors. */
import { pretendedDistances } from './distances.js';
import { meanCosine, partialSumBound, randomVectors } from './phasors.js';
import { besides, counted, drawable, endsOf, plansOf, trainedMark } from './planned.js';

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions & { quantity?: string }} [options]  quantity: 'mean' (default), 'bound' or 'pair'
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { quantity = 'mean', ...options } = {}) {
  const planned = plansOf(scope, options);
  if (planned.length === 0) return null;
  const [length, trained] = [scope.length.value, scope.trained.value];
  const x = counted(length);
  const curves = planned.map(({ name, slot, plan }) => {
    const { values, ...band } = measured(plan, quantity);
    return { label: name, slot, values: drawable(values), ...band };
  });
  return {
    x,
    curves,
    marks: trained < length ? [trainedMark(trained, 'x')] : [],
    variant: quantity,
    xTicks: { tokens: length, most: 6 },
    summary: [
      ...(quantity === 'pair' ? [{ say: 'draws' }] : []),
      ...curves.map(({ label, values }) => endsOf(label, values, x)),
      ...planned.flatMap(besides),
    ],
  };
}

/**
 * @param {import('../lib/types.js').Plan} plan
 * @param {string} quantity
 * @returns {{ values: Float64Array, band?: { low: (number | null)[], high: (number | null)[] } }}
 */
function measured(plan, quantity) {
  const met = pretendedDistances(plan); // of the last query
  const { inv_freq, attention_factor, log_decay } = plan;
  if (quantity === 'bound') return { values: partialSumBound(inv_freq, met, attention_factor) };
  const values = meanCosine(inv_freq, met, attention_factor, log_decay);
  if (quantity === 'mean') return { values };
  const { one, low, high } = randomVectors(inv_freq, met, attention_factor, log_decay);
  return { values: one, band: { low: drawable(low), high: drawable(high) } };
}
