/** The distance at which the last query meets each key: what a method that pretends positions does. */
import { commonPace, pretendedDistances } from './distances.js';
import { counted, drawable, plansOf, trainedMark } from './planned.js';

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, options = {}) {
  const planned = plansOf(scope, options);
  const turning = planned.filter(({ plan }) => plan.inv_freq.length > 0);
  if (turning.length === 0) return null;
  const [length, trained] = [scope.length.value, scope.trained.value];
  const paces = turning.map(({ plan }) => commonPace(scope.weights.value?.trainedPlan.inv_freq ?? [], plan.inv_freq));
  const curves = turning.map(({ name, slot, plan }, i) => {
    const pace = paces[i] ?? 1;
    return { label: name, slot, values: drawable(pretendedDistances(plan).map((distance) => distance * pace)) };
  });
  const highest = Math.max(trained, ...curves.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const still = planned.filter(({ plan }) => plan.inv_freq.length === 0);
  return {
    x: counted(length),
    curves,
    marks: trained <= length ? [trainedMark(trained, 'x'), trainedMark(trained, 'y')] : [],
    xTicks: { tokens: length, most: 10 },
    yRange: [0, Math.max(1.25 * trained, 1.08 * highest)], // room for the words at the mark
    summary: [
      ...curves.map(({ label, values }) => metOf(label, values, trained)),
      ...turning.filter((_, i) => paces[i] === null).map(({ name }) => ({ say: 'otherPaces', name })),
      ...still.map(({ name }) => ({ say: 'nothingTurns', name })),
    ],
  };
}

/**
 * @param {string} name
 * @param {(number | null)[]} pretended  [distances], tokens; null where the key is not seen
 * @param {number} trained               tokens
 * @returns {import('./types.js').Said}
 */
function metOf(name, pretended, trained) {
  const seen = pretended.filter((distance) => distance !== null);
  const hidden = pretended.length - seen.length;
  return { say: 'met', name, most: Math.max(0, ...seen), trained, hidden, keys: pretended.length };
}
