/**
 * How much of its pace each pair keeps, by how often it turns within the trained length: fast pairs met every angle in
 * training and may go on, slow ones did not and are slowed. YaRN (2309.00071), section 3.2.
 */
import { plansOf } from './planned.js';

const headroom = 1.3; // of the axis: the marks are named above the curves

/**
 * @typedef {{ key: string, at: number }} Border  a parameter that is counted in turns
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, options = {}) {
  const turning = plansOf(scope, options).filter(({ pairs }) => pairs.length > 0);
  const [first] = turning;
  if (!first) return null;
  const slowestFirst = first.pairs.map(({ turns }, i) => ({ turns, i })).sort((a, b) => a.turns - b.turns);
  const curves = turning.map(({ name, slot, pairs }) => {
    const values = slowestFirst.map(({ i }) => pairs[i]?.ratio ?? null);
    return { label: name, slot, values, firm: values };
  });
  const most = Math.max(1, ...curves.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return {
    x: slowestFirst.map(({ turns }) => turns),
    curves,
    marks: marksOf(turning.flatMap(({ slot }) => bordersOf(scope, slot))),
    xLog: true,
    yRange: [0, headroom * most],
    summary: turning.map(({ name, pairs }) => fatesOf(name, pairs)),
  };
}

/**
 * The parameters of a column that say at how many turns something begins.
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @returns {Border[]}
 */
const bordersOf = (scope, slot) =>
  (scope.specs.value[slot] ?? []).flatMap(({ id, params }) =>
    (scope.infoOf(id)?.params ?? [])
      .filter(({ unit }) => unit === 'turns')
      .map(({ key, default: usual }) => ({ key, at: Number(params?.[key] ?? usual) })),
  );

/**
 * One mark a place, and always one where a pair turns once: what is left of it, training never saw go around.
 * @param {Border[]} borders
 * @returns {import('./types.js').CurvesData['marks']}
 */
function marksOf(borders) {
  const places = [...new Set([1, ...borders.map(({ at }) => at)])];
  return places.map((at) => {
    const keys = [...new Set(borders.filter((border) => border.at === at).map(({ key }) => key))];
    return { say: 'turnsMark', at, axis: 'x', keys };
  });
}

/**
 * @param {string} name
 * @param {import('../lib/types.js').PairFacts[]} pairs
 * @returns {import('./types.js').Said}
 */
function fatesOf(name, pairs) {
  const count = (/** @type {import('../lib/types.js').PairFacts['fate']} */ wanted) =>
    pairs.filter(({ fate }) => fate === wanted).length;
  return {
    say: 'fates',
    name,
    pairs: pairs.length,
    kept: count('kept'),
    blended: count('blended'),
    interpolated: count('interpolated'),
    spedUp: count('sped_up'),
    still: count('not_rotated'),
    least: Math.min(...pairs.map(({ ratio }) => ratio)),
  };
}
