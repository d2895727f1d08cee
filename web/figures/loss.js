/** Loss of every token given all before it, by position. */
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
  return curvesOf(runs, scope.trained.value, scope.bytes.value);
}

/**
 * @param {{ name: string, slot: number, losses: ArrayLike<number> }[]} runs  losses: [tokens - 1], nats
 * @param {number} trained  tokens
 * @param {number[] | null} [bytes]  [tokens], where a token is more than a character
 * @returns {import('./types.js').CurvesData | null}
 */
export function curvesOf(runs, trained, bytes = null) {
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
      { say: 'lines', width: meanWidth, words: bytes !== null },
      { say: 'means', trained, runs: runs.map((run) => meansOf(run, trained, bytes)) },
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

/**
 * Nats per byte of the text that was predicted, which models of any vocabulary can be compared by.
 * @param {ArrayLike<number>} losses  [tokens - 1], of token i + 1
 * @param {number[]} bytes            [tokens]
 * @param {number} from               of the losses
 * @param {number} to
 */
export function perByte(losses, bytes, from, to) {
  let [nats, size] = [0, 0];
  for (let i = from; i < to; i++) {
    nats += losses[i] ?? 0;
    size += bytes[i + 1] ?? 0;
  }
  return nats / size;
}

/**
 * @param {{ name: string, losses: ArrayLike<number> }} run
 * @param {number} trained
 * @param {number[] | null} bytes
 */
function meansOf({ name, losses }, trained, bytes) {
  const means = { name, ...sides(losses, trained) };
  if (!bytes) return means;
  const within = perByte(losses, bytes, 0, Math.min(trained, losses.length));
  const beyond = losses.length > trained ? perByte(losses, bytes, trained, losses.length) : null;
  return { ...means, bytes: { within, beyond } };
}
