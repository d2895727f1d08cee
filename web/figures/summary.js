/** Sentences about the figures, computed from the data that the figures show. */
import { mean } from '../charts/pool.js';
import { short } from '../charts/svg.js';

/**
 * @typedef {object} NamedLosses
 * @property {string} name
 * @property {ArrayLike<number>} losses  [tokens - 1], nats
 *
 * @param {NamedLosses[]} runs
 * @param {number} trained  tokens
 */
export function lossSummary(runs, trained) {
  return runs
    .filter(({ losses }) => losses.length > 0)
    .map(({ name, losses }) => {
      const near = short(mean(losses, 0, Math.min(trained, losses.length)));
      if (losses.length <= trained) return `${name}: ${near} nats per character`;
      return `${name}: ${near} nats per character within ${trained}, ${short(mean(losses, trained))} beyond`;
    })
    .join('; ')
    .concat('.');
}

/**
 * Where a head looks: the mean weight on the character before, and the mean distance, over the last half of the queries.
 * @param {import('../charts/pool.js').Grid} map  [n, n]
 */
export function mapSummary(map) {
  let [previous, distance, count] = [0, 0, 0];
  for (let q = Math.max(1, Math.floor(map.rows / 2)); q < map.rows; q++) {
    previous += map.values[q * map.cols + q - 1] ?? 0;
    for (let k = 0; k <= q; k++) distance += (map.values[q * map.cols + k] ?? 0) * (q - k);
    count++;
  }
  return { previous: previous / count, distance: distance / count };
}

/**
 * @param {string} name
 * @param {import('../charts/pool.js').Grid} map
 * @param {number} length
 */
export function mapSentence(name, map, length) {
  if (map.rows < length) return `${name}: drawn as the maximum over blocks of ${short(length / map.rows)} characters.`;
  const { previous, distance } = mapSummary(map);
  return `${name}: over the last half of the queries, ${short(previous)} of the weight falls on the character before; mean distance ${short(distance)} characters.`;
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} wavelengths  [pairs], tokens
 * @param {number} trained                 tokens
 */
export function wavelengthSentence(name, wavelengths, trained) {
  const list = Array.from(wavelengths);
  const longer = list.filter((wavelength) => wavelength > trained).length;
  const turning = list.filter(Number.isFinite);
  if (turning.length === 0) return `${name}: nothing turns.`;
  return `${name}: wavelengths from ${short(Math.min(...turning))} to ${short(Math.max(...turning))} tokens; ${longer} of ${list.length} pairs turn less than once within ${trained}.`;
}

/**
 * @param {string} name
 * @param {ArrayLike<number | null>} curve  [distances]; null where there is no score
 * @param {ArrayLike<number>} distances     tokens
 */
export function decaySentence(name, curve, distances) {
  let last = curve.length - 1;
  while (last > 1 && curve[last] === null) last--;
  return `${name}: ${short(curve[1] ?? Number.NaN)} at distance ${distances[1]}, ${short(curve[last] ?? Number.NaN)} at ${distances[last]}.`;
}

/**
 * @param {string} name
 * @param {ArrayLike<number | null>} pretended  [distances], tokens; null where the key is not seen
 * @param {number} trained                      tokens
 */
export function pretendedSentence(name, pretended, trained) {
  const seen = Array.from(pretended).filter((distance) => distance !== null);
  const most = Math.max(0, ...seen);
  const hidden = pretended.length - seen.length;
  const met = `${most < trained ? 'within' : 'beyond'} the trained ${trained}`;
  return `${name}: the last query meets keys at up to ${short(most)} tokens, ${met}${hidden ? `; it does not see ${hidden} of ${pretended.length}` : ''}.`;
}
