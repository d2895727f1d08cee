/**
 * What multiplies the scores of the last query of a text of N tokens, against ln N / ln L, at least 1, which keeps the entropy
 * of attention (Su, kexue.fm 8823; L = trained length). Each length has the parameters that suit it.
 */
import { specsAt } from '../scope/methods.js';
import { comparedSlot, trainedMark } from './planned.js';

const steps = [-2, -1, 0, 1, 2, 3, 4]; // lengths are L times a power of two
const halves = [-1.5, -0.5, 0.5, 1.5, 2.5, 3.5];

/** @typedef {import('../lib/types.js').Explanation['sharpness']} Sharpness */

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { slot: only } = {}) {
  const original = scope.original.value;
  const lengths = lengthsAround(original);
  const columns = scope.names.value.flatMap((name, slot) => {
    if ((only ?? slot) !== slot) return [];
    const { value, error } = sharpnessAt(scope, slot, lengths);
    return value || error ? [{ name, slot, value, error }] : [];
  });
  const known = columns.flatMap(({ name, slot, value }) => (value ? [{ name, slot, value }] : []));
  const [first] = known;
  if (!first) return null;
  const at = (/** @type {Sharpness[]} */ list) => list.map(({ last }) => last);
  return {
    x: lengths,
    curves: [
      ...known.map(({ name, slot, value }) => ({ label: name, slot, values: at(value), firm: at(value) })),
      { label: '', suffix: 'evenEntropy', slot: comparedSlot, values: first.value.map(({ expected }) => expected) },
    ],
    marks: [trainedMark(original, 'x')],
    xLog: true,
    xTicks: steps.map((step) => original * 2 ** step),
    summary: known.map(({ name, value }) => scaleOf(name, value, lengths)),
  };
}

/** @param {number} original  tokens */
const lengthsAround = (original) =>
  [...steps, ...halves].sort((a, b) => a - b).map((step) => Math.max(2, Math.round(original * 2 ** step)));

/**
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @param {number[]} lengths
 */
function sharpnessAt(scope, slot, lengths) {
  const column = scope.methods.value[slot];
  const [catalog, trained, layer] = [scope.catalog.value, scope.original.value, scope.planLayer.value];
  return scope.answerOf(['sharpness', column, trained, layer], ({ explain }) =>
    Promise.all(
      lengths.map(async (length) => {
        if (!column) throw new Error(`There is no column ${slot}`);
        const methods = specsAt(column, catalog, { length, trained });
        return (await explain(methods, { seqLen: length, layer })).sharpness;
      }),
    ),
  );
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
