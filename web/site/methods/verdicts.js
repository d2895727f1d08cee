/**
 * What speaks for a method and what against it, from the engine's facts: heads of 128 channels, trained on L = 4,096 tokens, read
 * at N = 8 L. No verdict is written by hand.
 */
import { pointOf } from '../../figures/cost.js';

/**
 * @typedef {import('../../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../../lib/types.js').Explanation} Explanation
 * @typedef {{ say: string, good: boolean, [argument: string]: any }} Verdict
 */

const rope = { head_dim: 128, original_max_position_embeddings: 4096 };
const times = 8;
const [heads, layers] = [32, 32]; // as in Llama 2 7B
export const geometry = { ...rope, length: times * rope.original_max_position_embeddings };

const alike = 0.005; // shares that are the same when they are written

/**
 * A method with its defaults, stretched as far as the text asks for.
 * @param {MethodInfo} info
 * @returns {import('../../lib/types.js').MethodSpec}
 */
function stretched({ id, params }) {
  const ratio = params.find(({ role }) => role === 'extension_ratio');
  return { id, params: ratio ? { [ratio.key]: times } : {} };
}

/**
 * @param {import('../../lib/types.js').Engine} engine
 * @param {MethodInfo} info
 * @param {string} plain  id of the method that others are compared with
 * @returns {Promise<{ verdicts: Verdict[], elsewhere: Explanation['methods'][number]['elsewhere'] }>}  elsewhere: what other
 *   software does under its name
 */
export async function judge(engine, info, plain) {
  const at = (/** @type {import('../../lib/types.js').MethodSpec} */ spec, /** @type {number} */ seqLen) =>
    engine.explain(spec, { rope, seqLen, heads, layers });
  const spec = stretched(info);
  const { original_max_position_embeddings: trained, length } = geometry;
  const [now, within, base] = await Promise.all([at(spec, length), at(spec, trained), at({ id: plain }, length)]);
  const verdicts = [
    trainingOf(info, plain),
    ...anglesOf(now),
    ...(info.trainedAs === plain && info.id !== plain ? [paceOf(now), withinOf(within, trained)] : []),
    ...seenOf(now, length),
    { say: 'cache', good: now.cache.need === 'rotated_keys', ...now.cache },
    costOf(now, base, length),
  ].flat();
  return { verdicts, elsewhere: now.methods[0]?.elsewhere ?? [] };
}

/**
 * What the registry alone tells.
 * @param {MethodInfo} info
 * @param {string} plain
 * @returns {Verdict}
 */
export const trainingOf = ({ trainedAs }, plain) =>
  trainedAs === plain ? { say: 'runsOnPlain', good: true } : { say: 'needsItsOwn', good: false };

/** @param {Explanation} explanation @returns {Verdict[]} */
function anglesOf({ pairs }) {
  const turning = pairs.filter(({ inv_freq }) => inv_freq > 0).length;
  if (turning === 0) return [{ say: 'turnsNothing', good: true }];
  const leaves = pairs.filter((pair) => pair.leaves).length;
  return [{ say: leaves === 0 ? 'anglesMet' : 'anglesNew', good: leaves === 0, leaves, pairs: pairs.length }];
}

/** Whether neighbours stay as far apart as in training. @param {Explanation} explanation @returns {Verdict[]} */
function paceOf({ pairs }) {
  const [fastest] = pairs;
  if (!fastest) return [];
  const kept = pairs.filter(({ ratio }) => Math.abs(ratio - 1) < alike).length;
  if (kept === pairs.length) return [];
  const { ratio } = fastest;
  const good = ratio > 1 - alike;
  return [{ say: good ? 'keepsFast' : 'slowsFast', good, ratio, kept, pairs: pairs.length }];
}

/**
 * Whether short texts are read as they were before.
 * @param {Explanation} explanation  at the trained length
 * @param {number} trained
 * @returns {Verdict[]}
 */
function withinOf({ pairs, sharpness, cost }, trained) {
  const same =
    pairs.every(({ ratio }) => Math.abs(ratio - 1) < 1e-9) &&
    sharpness.mean === 1 &&
    cost.branches === 1 &&
    cost.biasedScores === 0 &&
    cost.keysSeen === trained;
  return [{ say: same ? 'sameWithin' : 'changesWithin', good: same, trained }];
}

/** @param {Explanation} explanation  @param {number} length @returns {Verdict[]} */
const seenOf = ({ cost: { keysSeen } }, length) =>
  keysSeen < length ? [{ say: 'seesPart', good: false, keys: keysSeen, length }] : [];

/**
 * @param {Explanation} now
 * @param {Explanation} base  of plain RoPE
 * @param {number} length
 * @returns {Verdict}
 */
function costOf(now, base, length) {
  const ratio = pointOf(now, rope, length).exact / pointOf(base, rope, length).rotated;
  const say = ratio < 1 - alike ? 'cheaper' : ratio > 1 + alike ? 'dearer' : 'costsTheSame';
  return { say, good: ratio < 1 + alike, times: ratio };
}
