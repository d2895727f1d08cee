/** The angles that each pair met in training against those that it visits in this text: both are the engine's. */
import { besides, plansOf } from './planned.js';

/**
 * @typedef {import('../charts/coverage.js').PairCoverage} PairCoverage
 * @typedef {{ name: string, slot: number, pairs: PairCoverage[], length: number, summary: import('./types.js').Said[] }} Covered
 */

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Covered[]}
 */
export function ask(scope, options = {}) {
  const trained = scope.weights.value?.trainedPairs ?? [];
  const length = scope.length.value;
  return plansOf(scope, options).map((planned) => {
    const pairs = coverageOf(planned.pairs, trained);
    const { name, slot } = planned;
    return { name, slot, pairs, length, summary: [countsOf(name, pairs, length), ...besides(planned)] };
  });
}

/**
 * @param {import('../lib/types.js').PairFacts[]} pairs    of this text
 * @param {import('../lib/types.js').PairFacts[]} trained  of the weights' own methods at the longest text of training
 * @returns {PairCoverage[]}
 */
export function coverageOf(pairs, trained) {
  const turns = (/** @type {number} */ angle) => angle / (2 * Math.PI);
  return pairs.map((pair, i) => {
    const [seen, visited] = [turns(trained[i]?.largestAngle ?? 0), turns(pair.largestAngle)];
    const full = seen >= 1; // a pair that went around once has seen them all
    const around = Math.min(1, visited);
    const met = full ? 1 : seen;
    return { trained: seen, visited, full, seen: Math.min(met, around), unseen: Math.max(0, around - met) };
  });
}

/** Slack for angles that agree up to rounding. */
const slack = 0.01;

/**
 * @param {string} name
 * @param {PairCoverage[]} pairs
 * @param {number} length  tokens
 * @returns {import('./types.js').Said}
 */
export function countsOf(name, pairs, length) {
  if (pairs.length === 0) return { say: 'noPairs', name };
  const count = (/** @type {(pair: PairCoverage) => boolean} */ holds) => pairs.filter(holds).length;
  return {
    say: 'counts',
    name,
    length,
    pairs: pairs.length,
    full: count((pair) => pair.full),
    outside: count((pair) => pair.unseen > slack),
    squeezed: count((pair) => pair.visited * (1 + slack) < pair.trained),
  };
}
