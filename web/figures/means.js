/**
 * Mean of the last `width` values at each place; fewer at the start.
 * @param {ArrayLike<number>} values
 * @param {number} width
 */
export function runningMean(values, width) {
  const means = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += /** @type {number} */ (values[i]);
    if (i >= width) sum -= /** @type {number} */ (values[i - width]);
    means[i] = sum / Math.min(i + 1, width);
  }
  return means;
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} from
 * @param {number} [to]
 */
export function mean(values, from, to = values.length) {
  let sum = 0;
  for (let i = from; i < to; i++) sum += /** @type {number} */ (values[i]);
  return sum / (to - from);
}
