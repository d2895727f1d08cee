/** What is added to a score by distance, per head, of the methods that add something. */
import { counted, endsOf, plansOf, trainedMark } from './planned.js';

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, options = {}) {
  const adding = plansOf(scope, options).filter(({ plan }) => plan.bias.length > 0);
  if (adding.length === 0) return null;
  const [length, trained] = [scope.length.value, scope.trained.value];
  const x = counted(length);
  const curves = adding.flatMap(({ name, slot, plan }) =>
    counted(plan.bias.length / plan.seqLen).map((head) => ({
      label: name,
      suffix: 'head',
      head,
      slot,
      ...(adding.length === 1 && { dash: head }), // else it tells methods apart
      values: plan.bias.subarray(head * plan.seqLen, (head + 1) * plan.seqLen),
    })),
  );
  return {
    x,
    curves,
    marks: trained < length ? [trainedMark(trained, 'x')] : [],
    xTicks: { tokens: length, most: 10 },
    summary: curves.map(({ label, head, values }) => ({ ...endsOf(label, values, x), say: 'headEnds', head })),
  };
}
