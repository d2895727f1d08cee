/** The runs side by side in numbers: how well each predicts the text, and where the head that is shown looks. q: query, k: key. */
import { differenceOf } from './attention-difference.js';
import { mapSummary } from './map-reading.js';
import { mean } from './means.js';

/**
 * @typedef {import('../charts/pool.js').Grid} Grid
 *
 * @typedef {object} Numbers        null: the text ends before, the run is not there yet, the map is pooled or longer than `longest`
 * @property {number | null} within      mean loss up to the trained length, nats a token
 * @property {number | null} beyond      the same past it
 * @property {number | null} sureWithin  share of the tokens that got more than half of the probability, up to the trained length
 * @property {number | null} sureBeyond  the same past it
 * @property {number | null} previous    mean weight on the token before, over the last half of the queries
 * @property {number | null} distance    mean distance of what is looked at, tokens, over the same
 * @property {number | null} entropy     of a row of weights, nats, mean over the same
 * @property {number | null} moved       share of the weight that lies on other keys than in the column it is compared with
 *
 * @typedef {{ name: string, slot: number, numbers: Numbers }} Row
 * @typedef {{ rows: Row[], reference: number, trained: number, layer: number, head: number, summary: import('./types.js').Said[] }} Runs
 */

const longest = 1024; // tokens: the numbers of a longer map take longer than a hand waits

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Runs}
 */
export function ask(scope, { slot: only } = {}) {
  const trained = scope.trained.value;
  const reference = scope.reference.value;
  const base = scope.readings.value[reference]?.map ?? null;
  const rows = scope.readings.value.map(({ name, slot, map }) => {
    const compared = slot === reference ? null : base;
    const exact = map && map.rows === scope.length.value && map.rows <= longest ? map : null;
    return {
      name,
      slot,
      numbers: { ...lossesOf(scope.losses.value[slot] ?? [], trained), ...looksOf(exact, compared) },
    };
  });
  return {
    rows: rows.filter(({ slot }) => (only ?? slot) === slot),
    ...{ reference, trained, ...scope.focus.value },
    summary: bestOf(rows, trained),
  };
}

/**
 * @param {ArrayLike<number>} losses  [tokens - 1], nats
 * @param {number} trained            tokens
 */
export function lossesOf(losses, trained) {
  const end = Math.min(trained, losses.length);
  const sure = Array.from(losses, (loss) => (loss < Math.LN2 ? 1 : 0));
  const sides = (/** @type {ArrayLike<number>} */ values) => [
    end > 0 ? mean(values, 0, end) : null,
    values.length > end ? mean(values, end) : null,
  ];
  const [within = null, beyond = null] = sides(losses);
  const [sureWithin = null, sureBeyond = null] = sides(sure);
  return { within, beyond, sureWithin, sureBeyond };
}

/** @type {WeakMap<Grid, ReturnType<typeof mapSummary> & { entropy: number }>} */
const known = new WeakMap();

/**
 * @param {Grid | null} map   not pooled
 * @param {Grid | null} base  that it is compared with
 */
function looksOf(map, base) {
  if (!map) return { previous: null, distance: null, entropy: null, moved: null };
  const read = known.get(map) ?? { ...mapSummary(map), entropy: entropyOf(map) };
  known.set(map, read);
  return { ...read, moved: base && (differenceOf(map, base)?.moved ?? null) };
}

/** Of a row of weights, nats, mean over the last half of the queries. @param {Grid} map  not pooled */
export function entropyOf({ values, rows, cols }) {
  const first = Math.floor(rows / 2);
  let sum = 0;
  for (let q = first; q < rows; q++) {
    for (let k = 0; k <= q; k++) {
      const weight = values[q * cols + k] ?? 0;
      if (weight > 0) sum -= weight * Math.log(weight);
    }
  }
  return sum / (rows - first);
}

/**
 * Which run loses least and which most: past the trained length where the text goes on that far.
 * @param {Row[]} rows
 * @param {number} trained
 * @returns {import('./types.js').Said[]}
 */
function bestOf(rows, trained) {
  const past = rows.some(({ numbers }) => numbers.beyond !== null);
  const losses = rows.flatMap(({ name, numbers }) => {
    const loss = past ? numbers.beyond : numbers.within;
    return loss === null ? [] : [{ name, loss }];
  });
  const [least, ...others] = losses.sort((a, b) => a.loss - b.loss);
  const most = others.at(-1);
  return least && most
    ? [{ say: 'losesLeast', past, trained, least, most, times: Math.exp(most.loss - least.loss) }]
    : [];
}
