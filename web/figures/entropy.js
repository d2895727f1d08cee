/** How evenly one head spreads its attention, by query: the entropy of its weights, measured, against that of even weights. */
import { mean, runningMean } from './means.js';
import { comparedSlot, trainedMark } from './planned.js';

const meanWidth = 32; // queries of the running mean
const ends = 32; // queries, of the means in the sentence

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {import('./types.js').CurvesData | null}
 */
export function ask(scope, { slot: only } = {}) {
  const columns = scope.names.value.flatMap((name, slot) =>
    (only ?? slot) === slot ? [{ name, slot, ...entropyOf(scope, slot) }] : [],
  );
  const runs = columns.flatMap(({ name, slot, value }) => (value ? [{ name, slot, entropy: value }] : []));
  const failures = columns.flatMap(({ name, slot, error }) => (error ? [{ name, slot, failure: error }] : []));
  const figure = curvesOf(runs, scope.trained.value, scope.focus.value);
  if (failures.length === 0) return figure;
  return { ...(figure ?? { x: [], curves: [], marks: [], summary: [] }), failures };
}

/**
 * @param {{ name: string, slot: number, entropy: ArrayLike<number> }[]} runs  entropy: [tokens], nats
 * @param {number} trained  tokens
 * @param {{ layer: number, head: number }} focus
 * @returns {import('./types.js').CurvesData | null}
 */
export function curvesOf(runs, trained, { layer, head }) {
  const count = Math.max(0, ...runs.map(({ entropy }) => entropy.length));
  if (count === 0) return null;
  const x = Array.from({ length: count }, (_, i) => i);
  const lines = runs.map((run) => ({ ...run, means: Array.from(runningMean(run.entropy, meanWidth)) }));
  return {
    x,
    curves: [
      ...lines.map(({ name, slot, entropy, means }) => ({
        label: name,
        slot,
        values: x.map((i) => means[i] ?? null),
        detail: x.map((i) => entropy[i] ?? null),
      })),
      { label: '', suffix: 'evenWeights', slot: comparedSlot, values: x.map((i) => Math.log(i + 1)) },
    ],
    marks: trained < count ? [trainedMark(trained, 'x')] : [],
    xTicks: { tokens: count, most: 10 },
    summary: [
      { say: 'entropyLines', layer, head, width: meanWidth },
      ...runs.map(({ name, entropy }) => spreadOf(name, entropy, trained)),
    ],
  };
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 */
function entropyOf(scope, slot) {
  const method = scope.specs.value[slot];
  const force = scope.methods.value[slot]?.force === true;
  const input = scope.input.value;
  const { layer, head } = scope.focus.value;
  return scope.answerOf(['entropy', method, force, input, layer, head], async ({ model }) => {
    const capture = { layers: [layer], heads: [head], kind: /** @type {const} */ ('entropy') };
    const { attentions } = await (await model).forward(input, { method: method ?? [], force, logits: 'none', capture });
    return attentions[0]?.values ?? new Float32Array();
  });
}

/**
 * @param {string} name
 * @param {ArrayLike<number>} entropy  [tokens], nats
 * @param {number} trained             tokens
 * @returns {import('./types.js').Said}
 */
function spreadOf(name, entropy, trained) {
  const until = (/** @type {number} */ end) => mean(entropy, Math.max(0, end - ends), end);
  const length = entropy.length;
  return {
    say: 'spread',
    name,
    trained: Math.min(trained, length),
    within: until(Math.min(trained, length)),
    length,
    last: until(length),
  };
}
