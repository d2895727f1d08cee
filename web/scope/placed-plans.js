/** Plans of a text whose tokens stand on three axes. */

/**
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {{ plan: import('../lib/types.js').Plan | null, error: import('./failure.js').Failure | null }} PlacedPlan
 *   both null: not known yet
 */

/** @param {{ answerOf: ReturnType<typeof import('./answers.js').createAnswers> }} scope */
export function createPlaced({ answerOf }) {
  /**
   * @param {MethodSpec[]} methods
   * @param {[number, number, number]} sections  pairs that read each axis
   * @param {() => number[][]} positions         [axes, tokens]
   * @param {number} seqLen
   * @returns {PlacedPlan} which whoever reads it in an effect sees change
   */
  return (methods, sections, positions, seqLen) => {
    const { value, error } = answerOf(['placed', methods, sections, seqLen], ({ engine, rope, shape: { heads } }) =>
      engine.plan(methods, { rope: { ...rope, mrope_section: sections }, seqLen, heads, positions: positions() }),
    );
    return { plan: value, error };
  };
}
