/** What distance alone does to a score of two equal vectors. */
import { pretendedDistances } from './distances.js';
import { meanCosine, partialSumBound } from './phasors.js';
import { besides, counted, drawable, endsOf, plansOf, trainedMark } from './planned.js';

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions & { quantity?: string }} [options]  quantity: 'mean' (default) or 'bound'
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { quantity = 'mean', ...options } = {}) {
  const planned = plansOf(scope, options);
  if (planned.length === 0) return null;
  const [length, trained] = [scope.length.value, scope.trained.value];
  const x = counted(length);
  const curves = planned.map(({ name, slot, plan }) => {
    const met = pretendedDistances(plan); // of the last query
    const { inv_freq, attention_factor, log_decay } = plan;
    const values =
      quantity === 'bound'
        ? partialSumBound(inv_freq, met, attention_factor)
        : meanCosine(inv_freq, met, attention_factor, log_decay);
    return { label: name, slot, values: drawable(values) };
  });
  return {
    x,
    curves,
    marks: trained < length ? [trainedMark(trained, 'x')] : [],
    variant: quantity,
    xTicks: { tokens: length, most: 6 },
    summary: [...curves.map(({ label, values }) => endsOf(label, values, x)), ...planned.flatMap(besides)],
  };
}
