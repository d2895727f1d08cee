/** Whether an answer is right. */

export const exact = 1e-9;

/**
 * @param {string} given
 * @param {number} answer
 * @param {number} tolerance
 * @returns {boolean | null} null: no number
 */
export function judged(given, answer, tolerance = exact) {
  const number = given.trim() === '' ? Number.NaN : Number(given.trim().replace(',', '.'));
  return Number.isFinite(number) ? Math.abs(number - answer) <= tolerance : null;
}
