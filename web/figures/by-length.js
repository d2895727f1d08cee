/** What the engine says of methods at lengths around the trained one, L; each length has the parameters that suit it. */
import { specsAt } from '../scope/methods.js';
import tuned from '../scope/tuned.json' with { type: 'json' };

const steps = [-2, -1, 0, 1, 2, 3, 4]; // lengths are L times a power of two
const halves = [-1.5, -0.5, 0.5, 1.5, 2.5, 3.5];

/** Plain RoPE, which others are compared with. */
export const plainId = tuned.plain;

/**
 * @typedef {Pick<import('../lib/types.js').Explanation, 'sharpness' | 'cost' | 'cache'>} Facts
 * @typedef {import('../scope/answers.js').Answer<Facts[]>} Answer  [lengths]
 */

/** @param {number} original  L, tokens */
export const lengthsAround = (original) =>
  [...steps, ...halves].sort((a, b) => a - b).map((step) => Math.max(2, Math.round(original * 2 ** step)));

/** @param {number} original  L, tokens */
export const ticksAround = (original) => steps.map((step) => original * 2 ** step);

/**
 * A column of a scope at these lengths.
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @param {number[]} lengths  tokens
 * @returns {Answer}
 */
export function columnAt(scope, slot, lengths) {
  const column = scope.methods.value[slot];
  const [catalog, trained] = [scope.catalog.value, scope.original.value];
  return askAt(scope, [column, trained], lengths, (length) => {
    if (!column) throw new Error(`There is no column ${slot}`);
    return specsAt(column, catalog, { length, trained });
  });
}

/**
 * Plain RoPE on the same weights, to compare with.
 * @param {import('./types.js').Scope} scope
 * @param {number[]} lengths  tokens
 * @returns {Answer}
 */
export const plainAt = (scope, lengths) => askAt(scope, ['plain'], lengths, () => [{ id: plainId }]);

/**
 * @param {import('./types.js').Scope} scope
 * @param {unknown[]} question  what `methodsAt` reads
 * @param {number[]} lengths
 * @param {(length: number) => import('../lib/types.js').MethodSpec[]} methodsAt
 * @returns {Answer}
 */
function askAt(scope, question, lengths, methodsAt) {
  const layer = scope.planLayer.value;
  return scope.answerOf(['byLength', question, lengths, layer], ({ explain }) =>
    Promise.all(
      lengths.map(async (length) => {
        const { sharpness, cost, cache } = await explain(methodsAt(length), { seqLen: length, layer });
        return { sharpness, cost, cache };
      }),
    ),
  );
}
