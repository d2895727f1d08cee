/**
 * How fast the engine is here and now: kernels against plain loops, passes of a model, methods against RoPE. What is compared
 * runs in turns, so that whatever else the machine does meets all alike.
 */
import { methodsAtLength } from '../../lib/length-rules.js';
import recipe from '../../models/evaluation-recipe.json' with { type: 'json' };

/**
 * @typedef {import('../../lib/types.js').Engine} Engine
 * @typedef {import('../../lib/types.js').Model} Model
 * @typedef {import('./loops.js').Work} Work
 * @typedef {{ median: number, least: number, most: number }} Times  ms of one run
 * @typedef {{ id: string, shape: number[], ours: Times, loop: Times, ratio: number, difference: number }} KernelRow  ratio:
 *   median of the loop's time over ours, round by round; difference: the largest between two numbers of the results
 * @typedef {{ tokens: number, times: Times }} PassRow
 * @typedef {{ id: string, name: string, times: Times, ratio: number }} MethodRow  ratio: median of its time over that of RoPE
 * @typedef {{ kernels: KernelRow[], passes: PassRow[], token: Times, methods: MethodRow[] }} Speed  token: of one more, written
 *   after `promptTokens`
 *
 * @typedef {object} Setting
 * @property {Engine} engine
 * @property {Model} model
 * @property {string} text                  at least as long as the longest pass
 * @property {(kernel: string, work: Work) => Promise<Float32Array>} runLoop
 * @property {AbortSignal} signal           ends it; the call then fails
 * @property {(done: number) => void} [onProgress]  0..1
 * @property {number} [rounds]              default 5
 */

export const kernelShapes = /** @type {{ id: string, shape: [number, number, number] }[]} */ ([
  { id: 'rotate', shape: [4096, 8, 64] },
  { id: 'attention', shape: [512, 4, 32] },
]);
export const passLengths = [128, 256, 512, 1024, 2048];
export const methodLength = 512;
export const promptTokens = 256;
const newTokens = 32;
const kernelWork = 256; // about as long as a pass over so many tokens

/** @param {number[]} values */
const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
};

/** @param {number[]} values @returns {Times} */
const timesOf = (values) => ({ median: median(values), least: Math.min(...values), most: Math.max(...values) });

/** Round by round. @param {number[]} over @param {number[]} under */
const ratioOf = (over, under) => median(over.map((time, round) => time / (under[round] ?? Number.NaN)));

/**
 * @typedef {{ run: () => Promise<unknown>, work: number }} Task  work: about how much, in tokens of a pass
 * @typedef {{ rounds: number, signal: AbortSignal, step: (work: number) => void }} Pace  step: called after every run
 */

/**
 * Runs all in turns, once without a clock and then in rounds.
 * @param {Task[]} tasks
 * @param {Pace} pace
 * @returns {Promise<number[][]>} [tasks, rounds], ms
 */
async function inTurns(tasks, { rounds, signal, step }) {
  /** @type {number[][]} */
  const times = tasks.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [place, { run, work }] of tasks.entries()) {
      signal.throwIfAborted();
      const began = performance.now();
      await run();
      if (round >= 0) times[place]?.push(performance.now() - began);
      step(work);
    }
  }
  return times;
}

/** Numbers from -1 to 1, the same every time. @param {number} length @param {number} seed */
const numbers = (length, seed) => Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898 + seed * 78.233));

/** @param {[number, number, number]} shape @returns {Work} */
export function workOf(shape) {
  const length = shape[0] * shape[1] * shape[2];
  return { q: numbers(length, 1), k: numbers(length, 2), v: numbers(length, 3), shape, theta: 10_000 };
}

/** @param {Work} work */
const ropeOf = ({ shape: [seqLen, , head_dim], theta }) => ({
  head_dim,
  rope_theta: theta,
  original_max_position_embeddings: seqLen,
});

/** What the engine does of each kernel. @type {Record<string, (engine: Engine, work: Work) => Promise<Float32Array>>} */
export const ours = {
  rotate: (engine, work) => engine.rotate(work.q, { shape: work.shape, rope: ropeOf(work) }),
  attention: async (engine, work) => {
    const { q, k, v } = work;
    const [seqLen, heads, head_dim] = work.shape;
    return (await engine.attention({ q, k, v, shape: { seqLen, heads, head_dim }, rope: ropeOf(work) })).out;
  },
};

/** @param {Float32Array} a @param {Float32Array} b */
const largestDifference = (a, b) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);

/** @param {Setting} setting @param {Pace} pace */
async function measureKernels({ engine, runLoop }, pace) {
  const rows = [];
  for (const { id, shape } of kernelShapes) {
    const work = workOf(shape);
    const mine = () => /** @type {any} */ (ours[id])(engine, work);
    const loop = () => runLoop(id, work);
    const difference = largestDifference(await mine(), await loop());
    const times = await inTurns(
      [mine, loop].map((run) => ({ run, work: kernelWork })),
      pace,
    );
    const [fast = [], slow = []] = times;
    rows.push({ id, shape, ours: timesOf(fast), loop: timesOf(slow), ratio: ratioOf(slow, fast), difference });
  }
  return rows;
}

/** @param {Setting} setting @param {Pace} pace */
async function measurePasses({ model, text, signal }, pace) {
  const ids = await model.encode(text.slice(0, Math.max(...passLengths)));
  const passes = passLengths.map((tokens) => ({
    run: () => model.forward(ids.slice(0, tokens), { logits: 'last', signal }),
    work: tokens,
  }));
  const writes = [1, 1 + newTokens].map((maxNewTokens) => ({
    run: () => model.generate(ids.slice(0, promptTokens), { maxNewTokens, signal }),
    work: promptTokens + maxNewTokens,
  }));
  const times = await inTurns([...passes, ...writes], pace);
  const [first = [], all = []] = times.splice(passes.length);
  return {
    passes: passLengths.map((tokens, place) => ({ tokens, times: timesOf(times[place] ?? []) })),
    token: timesOf(all.map((time, round) => (time - (first[round] ?? Number.NaN)) / newTokens)),
  };
}

/**
 * All methods that run on these weights with the numbers that a rule or they themselves have; RoPE, their measure, is the first.
 * @param {Setting} setting
 */
export async function methodsToMeasure({ engine, model }) {
  const { trainedAs, rope } = model.info;
  const lengths = { length: methodLength, trained: rope.original_max_position_embeddings };
  const able = (await engine.methods()).filter((info) => trainedAs.includes(info.trainedAs));
  const choices = able.map(({ id, name }) => ({
    ...{ id, name },
    method: methodsAtLength([{ id }], /** @type {any} */ (recipe.rules), lengths),
  }));
  const runs = await Promise.all(
    choices.map(({ method }) =>
      model.plan(method, { seqLen: methodLength }).then(
        () => true,
        () => false, // it has no numbers of its own
      ),
    ),
  );
  return choices.filter((_, place) => runs[place]);
}

/** @param {Setting} setting @param {Pace} pace @returns {Promise<MethodRow[]>} */
async function measureMethods(setting, pace) {
  const { model, text, signal } = setting;
  const ids = await model.encode(text.slice(0, methodLength));
  const methods = await methodsToMeasure(setting);
  const tasks = methods.map(({ method }) => ({
    run: () => model.forward(ids, { method, logits: 'last', signal }),
    work: methodLength,
  }));
  const times = await inTurns(tasks, pace);
  return methods.map(({ id, name }, place) => {
    const mine = times[place] ?? [];
    return { id, name, times: timesOf(mine), ratio: ratioOf(mine, times[0] ?? []) };
  });
}

/**
 * @param {Setting} setting
 * @returns {Promise<Speed>}
 */
export async function measureSpeed(setting) {
  const { rounds = 5, signal } = setting;
  const round =
    2 * kernelShapes.length * kernelWork +
    passLengths.reduce((sum, tokens) => sum + tokens, 0) +
    (2 * promptTokens + newTokens + 2) +
    (await methodsToMeasure(setting)).length * methodLength;
  let done = 0;
  const step = (/** @type {number} */ work) => {
    done += work;
    setting.onProgress?.(done / (round * (rounds + 1)));
  };
  const pace = { rounds, signal, step };
  const kernels = await measureKernels(setting, pace);
  const { passes, token } = await measurePasses(setting, pace);
  return { kernels, passes, token, methods: await measureMethods(setting, pace) };
}
