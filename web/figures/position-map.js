/** The distance at which every query meets every key: what each method makes of m - n. m: query, n: key. */
import { commonPace, pretendedDistances } from './distances.js';
import { plansOf } from './planned.js';

/**
 * @typedef {object} Meeting         how the queries of a column meet their keys
 * @property {string} name
 * @property {number} slot
 * @property {import('./distances.js').Positions} plan
 * @property {number | null} pace    times the distance, of all pairs alike; null: each pair has one of its own
 *
 * @typedef {import('../charts/pool.js').Grid & { values: Float32Array }} Grid
 * @typedef {object} PositionMap
 * @property {Grid} grid             [queries, keys], tokens; NaN where the key is not seen, 0 where it comes later
 * @property {number} most           the longest of the distances
 * @property {number[]} counts       [distances], keys that are met so far away, by whole tokens
 * @property {number} hidden         keys that come before their query, or are it, and are not seen
 * @property {boolean} isPlain       whether every distance that is met is m - n
 */

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {{ meetings: Meeting[], summary: import('./types.js').Said[] }}  summary: of the columns that turn nothing
 */
export function ask(scope, options = {}) {
  const planned = plansOf(scope, options);
  const isTurning = (/** @type {typeof planned[number]} */ { plan }) => plan.inv_freq.length > 0;
  const trainedRates = scope.weights.value?.trainedPlan.inv_freq ?? [];
  return {
    meetings: planned
      .filter(isTurning)
      .map(({ name, slot, plan }) => ({ name, slot, plan, pace: commonPace(trainedRates, plan.inv_freq) })),
    summary: planned.filter((each) => !isTurning(each)).map(({ name }) => ({ say: 'nothingTurns', name })),
  };
}

/** @type {WeakMap<import('./distances.js').Positions, { pace: number, map: PositionMap }>} a crosshair that moves asks again */
const known = new WeakMap();

/** @param {Pick<Meeting, 'plan' | 'pace'>} meeting */
export function positionMap({ plan, pace }) {
  const before = known.get(plan);
  if (before?.pace === (pace ?? 1)) return before.map;
  const map = mapOf(plan, pace ?? 1);
  known.set(plan, { pace: pace ?? 1, map });
  return map;
}

/**
 * @param {import('./distances.js').Positions} plan
 * @param {number} pace
 * @returns {PositionMap}
 */
function mapOf(plan, pace) {
  const { seqLen } = plan;
  const values = new Float32Array(seqLen * seqLen);
  const counts = Array.from({ length: seqLen + 1 }, () => 0);
  let [most, hidden, isPlain] = [0, 0, true];
  for (let query = 0; query < seqLen; query++) {
    const distances = pretendedDistances(plan, query);
    for (let back = 0; back <= query; back++) {
      const distance = /** @type {number} */ (distances[back]) * pace;
      values[query * seqLen + query - back] = distance;
      if (distance >= 0) {
        const whole = Math.min(seqLen, Math.floor(distance));
        counts[whole] = /** @type {number} */ (counts[whole]) + 1;
        if (distance > most) most = distance;
        if (distance !== back) isPlain = false;
      } else hidden++;
    }
  }
  return { grid: { values, rows: seqLen, cols: seqLen }, most, counts, hidden, isPlain };
}

/**
 * @param {Pick<Meeting, 'name' | 'pace'>} meeting
 * @param {PositionMap} map
 * @param {number} trained  tokens
 * @returns {import('./types.js').Said}
 */
export function meetsOf({ name, pace }, { most, counts, hidden, isPlain }, trained) {
  const sum = (/** @type {number[]} */ some) => some.reduce((total, each) => total + each, 0);
  const seen = sum(counts);
  return {
    ...{ say: 'meets', name, most, trained, isPlain, hasPaces: pace === null },
    ...{ beyond: sum(counts.slice(trained)) / seen, hidden: hidden / (seen + hidden) },
  };
}
