/** Puts the data of figures into the words of a language. */
import { tokenTicks } from '../charts/svg.js';

/**
 * @typedef {import('../figures/types.js').CurvesData} CurvesData
 * @typedef {import('../figures/types.js').Figure} Figure
 * @typedef {import('../words/en.js').Words} Words
 */

/**
 * Sentences that data name.
 * @template T
 * @param {{ [name: string]: T }} sentences
 * @returns {Record<string, T>}
 */
export const named = (sentences) => sentences;

/**
 * @param {string} kind
 * @param {CurvesData | null} data
 * @param {Words} words
 * @returns {Figure | null} what <rope-plot> draws
 */
export function spokenCurves(kind, data, words) {
  if (!data) return null;
  const { curves, marks, variant, xTicks, summary, ...numbers } = data;
  const titles = named(words.axes)[variant ? `${kind} ${variant}` : kind];
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
const label = (name, args, words) => named(words.labels)[name]?.(args) ?? '';

/**
 * @param {import('../figures/types.js').Said[]} said
 * @param {Words} words
 */
export const spoken = (said, words) =>
  said.map(({ say, failure, ...args }) => {
    const why = spokenFailure(failure, words);
    return named(words.sentences)[say]?.({ ...args, why }) ?? '';
  });

/**
 * @param {import('../scope/failure.js').Failure | null | undefined} failure
 * @param {Words} words
 */
export const spokenFailure = (failure, words) =>
  failure ? (named(words.problems)[failure.reason]?.(failure.args) ?? words.say(failure)) : '';

/**
 * What is wrong with a link, or with attributes.
 * @param {{ code: string, path: string, args: Record<string, any> }} problem
 * @param {Words} words
 * @param {'link' | 'attributes'} [where]
 */
export const spokenProblem = ({ code, path, args }, words, where = 'link') =>
  words.within[where](named(words.link)[code]?.(path, args) ?? code);
