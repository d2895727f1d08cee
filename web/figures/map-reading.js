/** What can be read off an attention map. */

/** @type {WeakMap<import('../charts/pool.js').Grid, { previous: number, distance: number }>} a crosshair that moves asks again */
const known = new WeakMap();

/**
 * Where a head looks: the mean weight on the character before, and the mean distance, over the last half of the queries.
 * @param {import('../charts/pool.js').Grid} map  [n, n]
 */
export function mapSummary(map) {
  const before = known.get(map);
  if (before) return before;
  let [previous, distance, count] = [0, 0, 0];
  for (let q = Math.max(1, Math.floor(map.rows / 2)); q < map.rows; q++) {
    previous += map.values[q * map.cols + q - 1] ?? 0;
    for (let k = 0; k <= q; k++) distance += (map.values[q * map.cols + k] ?? 0) * (q - k);
    count++;
  }
  const summary = { previous: previous / count, distance: distance / count };
  known.set(map, summary);
  return summary;
}

/**
 * @param {string} name
 * @param {import('../charts/pool.js').Grid} map
 * @param {number} length  tokens
 * @returns {import('./types.js').Said}
 */
export function readingOf(name, map, length) {
  if (map.rows < length) return { say: 'pooled', name, block: length / map.rows };
  return { say: 'looks', name, ...mapSummary(map) };
}
