/**
 * What multiplies the scores of the last query of a text of N tokens, against ln N / ln L, at least 1, which keeps the entropy
 * of attention (Su, kexue.fm 8823; L = trained length). Each length has the parameters that suit it.
 */
import { columnAt, lengthsAround, ticksAround } from './by-length.js';
import { comparedSlot, trainedMark } from './planned.js';

/** @typedef {import('../lib/types.js').Explanation['sharpness']} Sharpness */

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { slot: only } = {}) {
  const original = scope.original.value;
  const lengths = lengthsAround(original);
  const columns = scope.names.value.flatMap((name, slot) =>
    (only ?? slot) === slot ? [{ name, slot, ...columnAt(scope, slot, lengths) }] : [],
  );
  const failures = columns.flatMap(({ name, slot, error }) => (error ? [{ name, slot, failure: error }] : []));
  const known = columns.flatMap(({ name, slot, value }) =>
    value ? [{ name, slot, list: value.map(({ sharpness }) => sharpness) }] : [],
  );
  const [first] = known;
  if (!first && failures.length === 0) return null;
  const at = (/** @type {Sharpness[]} */ list) => list.map(({ last }) => last);
  const expected = first && {
    ...{ label: '', suffix: 'evenEntropy', slot: comparedSlot },
    values: first.list.map((each) => each.expected),
  };
  return {
    x: lengths,
    curves: [
      ...known.map(({ name, slot, list }) => ({ label: name, slot, values: at(list), firm: at(list) })),
      ...(expected ? [expected] : []),
    ],
    marks: [trainedMark(original, 'x')],
    xLog: true,
    xTicks: ticksAround(original),
    summary: known.map(({ name, list }) => scaleOf(name, list, lengths)),
    failures,
  };
}

/**
 * @param {string} name
 * @param {Sharpness[]} list
 * @param {number[]} lengths
 * @returns {import('./types.js').Said}
 */
function scaleOf(name, list, lengths) {
  const end = list.length - 1;
  return { say: 'scale', name, length: lengths[end], last: list[end]?.last, expected: list[end]?.expected };
}
