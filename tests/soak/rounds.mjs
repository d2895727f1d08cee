// Rounds of work over the bare module of the engine, whose heap can be seen: what is made and disposed of, what fails, what is aborted.
import { readFileSync } from 'node:fs';
import { createContext } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';

const binary = new URL('../../dist/ropescope.wasm', import.meta.url);
const folder = new URL('../golden/llama-tiny-default/', import.meta.url);
const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const corpus = Int32Array.from({ length: 64 }, (_, i) => i % 64);
const floats = () => new Float32Array(24).fill(0.5);

/** A small model's files. */
export const files = {
  config: readFileSync(new URL('config.json', folder), 'utf8'),
  weights: [readFileSync(new URL('model.safetensors', folder))],
};

/** The engine's own operations over a module whose heap can be seen. */
export async function openRuntime() {
  const module = await instantiate(glue, await compile({ address: '', wasmBinary: readFileSync(binary) }));
  const run = createRuntime(module, operations);
  return { module, run: (op, args, context = createContext(() => {}).context) => run(op, args, context) };
}

const header = 8; // of a block of dlmalloc, bytes

/** What the heap holds: its size less the small blocks that still fit before it grows. */
export function usedBytes(module) {
  const block = 1024;
  const { length } = module.HEAPU8;
  const blocks = [];
  while (module.HEAPU8.length === length) blocks.push(module._malloc(block - header));
  for (const address of blocks) module._free(address);
  return length - block * blocks.length;
}

/** A context whose call is aborted at its so many-th step. */
function abortedAt(step) {
  const { context, abort } = createContext(() => {});
  let left = step;
  return {
    ...context,
    checkpoint: () => {
      if (left-- <= 0) abort();
      return context.checkpoint();
    },
  };
}

/** Bytes of the weights, one of them changed, or cut: another place each round. */
function spoiled(round) {
  const weights = Uint8Array.from(files.weights[0]);
  const at = (round * 7919) % weights.length;
  if (round % 2 === 0) return weights.subarray(0, at);
  weights[at % 600] ^= 1 << (round % 8); // in the header
  return weights;
}

/** @type {Record<string, (run: Function, round: number) => Promise<unknown>>} one round each */
export const rounds = {
  async 'made and disposed of'(run) {
    const { model } = await run('loadModel', files);
    await run('forward', { model, input: [1, 2, 3, 4], method: 'yarn', pass: { capture: { layers: 'all' } } });
    await run('forward', { model, input: [64], pass: {} }).catch(() => {}); // errors must not leak either
    await run('evaluateCell', {
      model,
      text: { id: 1, content: corpus },
      samples: 1,
      cell: { task: 'text', length: 8 },
    });
    const [q, k, v] = [floats(), floats(), floats()];
    await run('attention', { q, k, v, options: { shape: { seqLen: 3, heads: 1, head_dim: 8 }, rope } });
    const region = await run('makeTensor', { x: floats() });
    await run('rotateTensor', { region, options: { shape: [3, 1, 8], rope } });
    await run('rotateTensor', { region, options: {} }).catch(() => {});
    await run('disposeTensor', { region });
    await run('rotate', { x: floats(), options: { shape: [3, 1, 8], rope } });
    await run('disposeModel', { model });
  },
  async 'failed loads'(run, round) {
    const loaded = await run('loadModel', { ...files, weights: [spoiled(round)] }).catch(() => null);
    if (loaded) await run('disposeModel', loaded); // a changed letter of metadata is no fault
  },
  async 'aborted passes'(run, round) {
    const { model } = await run('loadModel', files);
    const input = Array.from({ length: 64 }, (_, i) => i % 64);
    const aborted = abortedAt(round % 3);
    await run('forward', { model, input, pass: { capture: { layers: 'all' } } }, aborted).catch(() => {});
    await run('generate', { model, input: [1], maxNewTokens: 8, sampling: {} }, abortedAt(round % 5)).catch(() => {});
    await run('disposeModel', { model });
  },
};

/**
 * By how many bytes the heap grows in so many rounds.
 * @param {string} kind
 * @param {number} count
 * @returns {Promise<{ grown: number, length: number, before: number }>}  length, before: of the memory, bytes
 */
export async function growth(kind, count) {
  const { module, run } = await openRuntime();
  for (let i = 0; i < 20; i++) await rounds[kind](run, i);
  const [used, before] = [usedBytes(module), module.HEAPU8.length];
  for (let i = 0; i < count; i++) await rounds[kind](run, i);
  return { before, length: module.HEAPU8.length, grown: usedBytes(module) - used };
}
