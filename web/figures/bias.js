/** What is added to a score by distance, per head, of the methods that add something. */
import { counted, endsOf, plansOf, trainedMark } from './planned.js';

/** @typedef {import('../lib/types.js').Plan} Plan */

/** Whether there is a line to draw. @param {Plan} plan */
export const hasBias = (plan) => plan.bias.length > 0 || isGated(plan);

/** Gates add what the text says; a line by distance shows those that read only zeros. @param {Plan} plan */
const isGated = (plan) => plan.forget_gate.bias.length > 0;

/** [heads][length] @param {Plan} plan */
function linesOf(plan) {
  if (isGated(plan)) return Array.from(plan.forget_gate.at_zero, (nats) => counted(plan.seqLen, (d) => nats * d));
  return counted(plan.bias.length / plan.seqLen).map((head) =>
    plan.bias.subarray(head * plan.seqLen, (head + 1) * plan.seqLen),
  );
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, options = {}) {
  const adding = plansOf(scope, options).filter(({ plan }) => hasBias(plan));
  if (adding.length === 0) return null;
  const [length, trained] = [scope.length.value, scope.trained.value];
  const x = counted(length);
  const curves = adding.flatMap(({ name, slot, plan }) =>
    linesOf(plan).map((values, head) => ({
      label: name,
      suffix: isGated(plan) ? 'gatedHead' : 'head',
      head,
      slot,
      ...(adding.length === 1 && { dash: head }), // else it tells methods apart
      values,
    })),
  );
  const gated = adding.filter(({ plan }) => isGated(plan)).map(({ name }) => ({ say: 'gatesOfZeros', name }));
  return {
    x,
    curves,
    marks: trained < length ? [trainedMark(trained, 'x')] : [],
    xTicks: { tokens: length, most: 10 },
    summary: [
      ...gated,
      ...curves.map(({ label, head, values }) => ({ ...endsOf(label, values, x), say: 'headEnds', head })),
    ],
  };
}
