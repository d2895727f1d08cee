/** Puts the data of figures into the words of a language. */
import { tokenTicks } from '../charts/svg.js';

/**
 * @typedef {import('../figures/types.js').CurvesData} CurvesData
 * @typedef {import('../figures/types.js').Figure} Figure
 * @typedef {import('../words/en/scope.js').Words} Words
 */

/**
 * @param {string} kind
 * @param {CurvesData | null} data
 * @param {Words} words
 * @returns {Figure | null} what <rope-plot> draws
 */
export function spokenCurves(kind, data, words) {
  if (!data) return null;
  const { curves, marks, variant, xTicks, summary, ...numbers } = data;
  const titles = words.axes[variant ? `${kind} ${variant}` : kind];
  if (!titles) throw new Error(`words.axes has nothing for ${kind} ${variant ?? ''}`);
  return {
    ...numbers,
    ...titles,
    curves: curves.map((curve) => ({
      ...curve,
      label: curve.suffix ? label(curve.suffix, curve, words) : curve.label,
    })),
    marks: marks.map((mark) => ({ at: mark.at, axis: mark.axis, label: label(mark.say, mark, words) })),
    ...(xTicks && { xTicks: Array.isArray(xTicks) ? xTicks : tokenTicks(xTicks.tokens, xTicks.most) }),
    summary: spoken(summary, words),
  };
}

/**
 * @param {string} name
 * @param {Record<string, any>} args
 * @param {Words} words
 */
const label = (name, args, words) => words.labels[name]?.(args) ?? '';

/**
 * @param {import('../figures/types.js').Said[]} said
 * @param {Words} words
 */
export const spoken = (said, words) => said.map(({ say, ...args }) => words.sentences[say]?.(args) ?? '');

/**
 * @param {import('../scope/failure.js').Failure | null | undefined} failure
 * @param {Words} words
 */
export const spokenFailure = (failure, words) =>
  failure ? (words.problems[failure.reason]?.(failure.args) ?? failure.message) : '';
