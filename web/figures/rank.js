/** Singular values of each method's enlarged map, next to the largest: how many patterns the map is made of. */
import { counted } from './planned.js';

export const most = 1024; // tokens a side: the engine decomposes no larger map

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { slot: only } = {}) {
  const length = scope.length.value;
  const shown = scope.readings.value.filter(({ slot, map }) => map && (only ?? slot) === slot);
  if (shown.length === 0) return null;
  const ranked = shown.map(({ name, slot, map }) => {
    const exact = map !== null && map.rows === length && length <= most;
    return { name, slot, length, exact, ...(exact && map ? scope.rankOf(map) : { rank: null, error: null }) };
  });
  const curves = ranked.flatMap(({ name, slot, rank }) => (rank ? [{ label: name, slot, values: shares(rank) }] : []));
  return {
    x: counted(length, (i) => i + 1),
    curves,
    marks: [],
    yRange: [0, 1],
    summary: ranked.map(sentenceOf),
  };
}

/** @param {import('../lib/types.js').MapRank} rank */
function shares({ singularValues }) {
  const largest = singularValues[0] || 1; // a map of zeros has no larger one
  return Array.from(singularValues, (value) => value / largest);
}

/**
 * @param {{ name: string, length: number, exact: boolean } & import('../scope/ranks.js').Ranked} ranked
 * @returns {import('./types.js').Said}
 */
function sentenceOf({ name, length, exact, rank, error }) {
  if (length > most) return { say: 'rankTooLarge', name, length, most };
  if (!exact) return { say: 'rankNeedsExact', name, length };
  if (error) return { say: 'rankFailed', name, failure: error };
  if (!rank) return { say: 'rankIsAsked', name };
  return { say: 'ranks', name, length, effective: rank.effectiveRank, numerical: rank.numericalRank };
}
