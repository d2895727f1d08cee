/** Loss of every character given all before it, by position. */
import { mean, runningMean } from './means.js';
import { trainedMark } from './planned.js';

export const meanWidth = 32; // characters of the running mean

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { slot: only } = {}) {
  const runs = scope.losses.value.flatMap((losses, slot) =>
    losses.length > 0 && (only ?? slot) === slot ? [{ name: scope.names.value[slot] ?? '', slot, losses }] : [],
  );
  return curvesOf(runs, scope.trained.value);
}

/**
 * @param {{ name: string, slot: number, losses: ArrayLike<number> }[]} runs  losses: [tokens - 1], nats
 * @param {number} trained  tokens
 * @returns {import('./types.js').CurvesData | null}
 */
export function curvesOf(runs, trained) {
  const count = Math.max(0, ...runs.map(({ losses }) => losses.length));
  if (count === 0) return null;
  const x = Array.from({ length: count }, (_, i) => i + 1);
  const lines = runs.map((run) => ({ ...run, means: Array.from(runningMean(run.losses, meanWidth)) }));
  const highest = Math.max(...lines.flatMap(({ means }) => means));
  return {
    x,
    curves: lines.map(({ name, slot, losses, means }) => ({
      label: name,
      slot,
      values: x.map((_, i) => means[i] ?? null),
      detail: x.map((_, i) => losses[i] ?? null),
    })),
    marks: trained <= count ? [trainedMark(trained, 'x')] : [],
    xTicks: { tokens: count + 1, most: 10 },
    yRange: [0, Math.max(3, highest * 1.35)],
    summary: [
      { say: 'lines', width: meanWidth },
      { say: 'means', trained, runs: runs.map(({ name, losses }) => ({ name, ...sides(losses, trained) })) },
    ],
  };
}

/**
 * Mean loss within the trained length, and beyond it; null where the text ends before.
 * @param {ArrayLike<number>} losses
 * @param {number} trained
 */
const sides = (losses, trained) => ({
  within: mean(losses, 0, Math.min(trained, losses.length)),
  beyond: losses.length > trained ? mean(losses, trained) : null,
});
