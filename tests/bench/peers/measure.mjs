// Measures every part with everyone who takes part in it here, after each has shown that it does the same work.

import { openLoop } from './contenders/loop.mjs';
import { openOrt } from './contenders/ort.mjs';
import { openOurs } from './contenders/ours.mjs';
import { openTransformers } from './contenders/transformers.mjs';
import { openLimits } from './limits.mjs';
import { inRounds, summary } from './rounds.mjs';
import { longest, numbers, passWork, tasks, theta, tolerance } from './tasks.mjs';

/**
 * @typedef {object} Env  what differs between Node and Chromium
 * @property {'node' | 'chromium'} where
 * @property {(name: string) => Promise<Uint8Array>} read  a file that the bench has written
 * @property {typeof import('../../../web/lib/index.js').createEngine} createEngine
 * @property {URL} model       folder of the model
 * @property {(build: 'base' | 'relaxed') => URL} wasm
 * @property {() => Promise<any>} ort
 * @property {() => Promise<any>} transformers
 * @property {(env: Env, setting: { longest: number }) => Promise<any>} openThird  llama.cpp in Node, wllama in Chromium
 * @property {string} folder    of those files: an address in Chromium, a path in Node
 * @property {(name: string) => string} [path]  of such a file, in Node
 * @property {string} [wllamaWasm]  address of wllama's module, in Chromium
 * @property {string} text     at least as long as the longest pass
 * @property {Record<string, any>} config  of the model
 * @property {(setting: object, measure: typeof measureTask) => Promise<object[]>} [measureHeatmaps]  where there is a page
 * @property {(row: object) => void} say
 * @property {{ parts: string[], seconds: number }} asked
 */

/** Contenders that are ours: two builds of the engine, and the package's charts. */
export const builds = ['base', 'relaxed', 'charts'];

/** Opens what can be opened, and tells of the rest why not. */
async function openAll(openers, missing) {
  const opened = [];
  for (const [id, open] of Object.entries(openers))
    await open().then(
      (contender) => opened.push(contender),
      (error) => missing.push({ id, why: String(error?.message ?? error) }),
    );
  return opened;
}

const largestDifference = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

/** @param {ArrayLike<number>} logits */
function logProbabilities(logits) {
  const values = Array.from(logits);
  const top = Math.max(...values);
  const sum = values.reduce((total, value) => total + Math.exp(value - top), 0);
  return values.map((value) => value - top - Math.log(sum));
}

function sameOrThrow(id, difference, most) {
  if (!(difference <= most))
    throw new Error(`${id} differs by ${difference}, at most ${most} is taken for the same work`);
  return Number(difference.toPrecision(2));
}

/** Checks and measures one task. @param {{ task: object, contenders: object[], limit: () => void }} given @param {object} setting */
export async function measureTask({ task, contenders, limit, check }, { env, missing }) {
  const differences = {};
  const runs = [];
  for (const contender of contenders)
    try {
      differences[contender.id] = await check(contender);
      runs.push({ id: contender.id, run: async () => (await contender.run())?.ms });
    } catch (error) {
      missing.push({ id: contender.id, task, why: String(error?.message ?? error) });
    }
  if (limit) runs.push({ id: 'limit', run: async () => limit() });
  const { ours, others } = summary(await inRounds(runs, env.asked.seconds), builds);
  const row = {
    ...task,
    where: env.where,
    ours,
    others: others.map((each) => ({ ...each, difference: differences[each.id] })),
  };
  env.say(row);
  return row;
}

/** @param {'rotation' | 'attention'} kernel */
async function measureKernel(kernel, everyone, setting) {
  const rows = [];
  for (const task of tasks[kernel]) {
    const [tokens, heads, dim] = task.shape;
    const length = tokens * heads * dim;
    const work = { shape: task.shape, theta, q: numbers(length, 1) };
    if (kernel === 'attention') Object.assign(work, { k: numbers(length, 2), v: numbers(length, 3) });
    const able = everyone
      .filter((each) => each[kernel])
      .map((each) => ({ id: each.id, run: () => each[kernel](work) }));
    const graphs = await graphsOf(everyone, kernel, task.shape, work);
    const contenders = [...able, ...graphs];
    const expected = await contenders[0].run();
    const check = async ({ id, run }) => sameOrThrow(id, largestDifference(expected, await run()), tolerance[kernel]);
    const flops = 2 * heads * dim * tokens * tokens; // two products over half of the square
    const limit = kernel === 'rotation' ? setting.limits.touch : () => setting.limits.peak(flops);
    const willing = kernel === 'attention' && tokens > 512 ? contenders.filter(({ id }) => id !== 'loop') : contenders;
    rows.push(await measureTask({ task, contenders: willing, limit, check }, setting));
    for (const { close } of graphs) await close();
  }
  return rows;
}

/** What ONNX Runtime has for a kernel: sessions that are opened for one shape. */
async function graphsOf(everyone, kernel, shape, work) {
  const ort = everyone.find(({ id }) => id === 'ort');
  const found = [];
  for (const { id, name } of ort?.graphs(kernel, shape) ?? []) {
    const graph = await ort.openGraph(name);
    found.push({ id, run: () => graph.run(work), close: graph.close });
  }
  return found;
}

/** Whether another says the same of what comes next as ours: all numbers where it tells them, or else the best token. */
async function sameNext({ id, halves }, found, expected, read) {
  if (found.logits) {
    const [a, b] = [found.logits, expected.logits].map(logProbabilities);
    return sameOrThrow(id, largestDifference(a, b), halves ? tolerance.halves : tolerance.logits);
  }
  const best = expected.logits.indexOf(Math.max(...expected.logits));
  const same = found.text === undefined ? found.token === best : found.text === (await read([best]));
  if (!same) throw new Error(`${id} goes on with ${found.text ?? found.token}, ours with token ${best}`);
  return undefined;
}

const certain = 8; // tokens: later, rounding may decide between two that are alike

/** Greedy writing begins with the same text. */
async function sameTokens({ id }, { tokens, text }, expected, read) {
  const begins = expected.tokens.slice(0, certain);
  const [theirs, own] = [text ?? (await read(tokens)), await read(begins)];
  if (!theirs.startsWith(own)) throw new Error(`${id} writes ${theirs}, ours begins with ${own}`);
  return undefined;
}

async function measureModel(everyone, setting) {
  const { env, limits } = setting;
  const ours = everyone[0];
  const rows = [];
  for (const task of tasks.model) {
    const text = env.text.slice(0, task.tokens);
    const ids = await ours.encode(text);
    const writes = task.id === 'decode';
    const run = (each) => (writes ? each.decode(ids, task.written, text) : each.prefill(ids, text));
    const contenders = everyone.filter((each) => each[task.id]).map((each) => ({ ...each, run: () => run(each) }));
    const expected = await run(ours);
    const same = writes ? sameTokens : sameNext;
    const check = async (each) => same(each, await each.run(), expected, ours.read);
    const limit = writes ? undefined : () => limits.peak(passWork(env.config, task.tokens));
    rows.push(await measureTask({ task, contenders, limit, check }, setting));
  }
  return rows;
}

/** Whoever works on this model or its kernels here, ours first. @param {Env} env @param {boolean} fused */
function openersOf(env, fused) {
  const { num_attention_heads: heads, head_dim: dim } = env.config;
  const model = { heads, dim, longest };
  return {
    ...(fused && { relaxed: () => openOurs('relaxed', env) }),
    base: () => openOurs('base', env),
    loop: openLoop,
    ort: () => openOrt(env, model),
    ...(env.asked.parts.includes('model') && {
      'transformers.js': () => openTransformers(env),
      [env.where === 'node' ? 'llama.cpp' : 'wllama']: () => env.openThird(env, model),
    }),
  };
}

/** @param {Env} env @returns {Promise<{ rows: object[], missing: object[] }>} */
export async function measure(env) {
  const missing = [];
  const limits = await openLimits();
  const engines = env.asked.parts.some((part) => part !== 'heatmap');
  const everyone = engines ? await openAll(openersOf(env, limits.fused), missing) : [];
  const setting = { env, limits, missing };
  const rows = [];
  for (const part of env.asked.parts)
    if (part === 'model') rows.push(...(await measureModel(everyone, setting)));
    else if (part !== 'heatmap') rows.push(...(await measureKernel(part, everyone, setting)));
    else if (env.measureHeatmaps) rows.push(...(await env.measureHeatmaps(setting, measureTask)));
  for (const each of everyone) await each.close();
  return { rows, missing };
}
