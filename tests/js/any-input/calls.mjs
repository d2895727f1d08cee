// The public functions, each with an example of its arguments.
import { readFileSync } from 'node:fs';
import * as config from '../../../web/lib/config.node.js';
import * as library from '../../../web/lib/index.node.js';
import * as bare from '../../../web/lib/kernels.node.js';
import { goldenModel } from '../helpers/golden.mjs';

const { folder } = goldenModel('llama-tiny-default');
const files = {
  config: JSON.parse(readFileSync(new URL('config.json', folder), 'utf8')),
  weights: new Uint8Array(readFileSync(new URL('model.safetensors', folder))),
};
const words = new URL('../../../web/models/words-l512/', import.meta.url);
const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const floats = (length) => new Float32Array(length).fill(0.5);
const method = { id: 'yarn', params: { factor: 4, beta_fast: 32 } };
const shape = { seqLen: 3, heads: 1, head_dim: 8 };
const text = 'It was the whiteness of the whale that above all things appalled me. '.repeat(4);
const cell = { task: 'text', length: 16, samples: 1, text, seed: 1, method };
const model = {
  model_type: 'llama',
  vocab_size: 96,
  hidden_size: 8,
  intermediate_size: 8,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  head_dim: 8,
  max_position_embeddings: 8,
  tie_word_embeddings: true,
};
const phase = { length: 8, rows: 2, mix: { letter_repeat: 1 }, random_period: [2, 4] };
const recipe = { steps: 2, phases: [phase], adamw: { learning_rate: 0.01 } };

/** What the functions are called on. */
export async function objectsOf() {
  const engine = await library.createEngine({ workers: 0 });
  const [plain, read] = [await engine.loadModel(folder), await engine.loadModel(words)];
  const training = await engine.train({ config: model, recipe });
  const tensor = await engine.tensor(floats(24), [3, 1, 8]);
  const kernels = await bare.createKernels();
  const inside = kernels.floats(24);
  const own = { engine, model: plain, words: read, tokenizer: read.tokenizer, training, tensor };
  return { library, config, bare, ...own, kernels, inside };
}

/** The engine, evaluating a model of its own. */
const withModel = ({ engine, model: own }) => ({ evaluate: (_, ...others) => engine.evaluate(own, ...others) });

/** All functions of these objects, but classes. @param {Record<string, object>} objects */
export const functionsOf = (objects) =>
  Object.entries(objects)
    .flatMap(([name, object]) =>
      Object.entries(object)
        .filter(([key, value]) => typeof value === 'function' && !/^[A-Z]/.test(key))
        .map(([key]) => `${name}.${key}`),
    )
    .sort();

const onModel = (name, tokens) => ({
  [`${name}.encode`]: { args: ['text'] },
  [`${name}.decode`]: { args: [tokens] },
  [`${name}.forward`]: {
    args: [
      tokens,
      {
        method,
        prefill: 2,
        logits: 'last',
        losses: true,
        capture: [{ layers: [0], heads: 'all', kind: 'map', size: 0 }],
      },
    ],
  },
  [`${name}.generate`]: {
    args: [tokens, { method, maxNewTokens: 2, temperature: 1, topK: 4, topP: 0.9, seed: 1, onToken: () => {} }],
  },
  [`${name}.plan`]: { args: [method, { seqLen: 8, layer: 0 }] },
  [`${name}.evaluate`]: { args: [cell], rounds: 30 },
  [`${name}.dispose`]: { of: ({ engine }) => engine.loadModel(files), args: [], rounds: 2 },
});
const ask = { seqLen: 512, assumeOriginalLength: true, layer: 0 };

/** @type {Record<string, { args: unknown[], rounds?: number, of?: (on: any) => any }>} of: another object, where the call ends it */
export const examples = {
  'library.createEngine': { args: [{ workers: 0 }], rounds: 30 },
  'bare.createKernels': { args: [{}], rounds: 30 },
  'config.inspect': { args: [files.config, ask] },
  'config.exportFor': { args: [files.config, { to: 'llama.cpp', method: 'yarn', params: { factor: 4 }, seqLen: 512 }] },
  'engine.methods': { args: [] },
  'engine.tasks': { args: [] },
  'engine.inspect': { args: [files.config, ask] },
  'engine.modelConfig': { args: [files.config] },
  'engine.plan': {
    args: [[method, { id: 'log_n' }], { rope, seqLen: 64, heads: 2, layer: 1, layers: 2 }],
    rounds: 200,
  },
  'engine.explain': { args: [method, { rope, seqLen: 64, heads: 2 }], rounds: 200 },
  'engine.rotate': {
    args: [floats(24), { shape: [3, 1, 8], rope, positions: [0, 1, 2], method, layout: 'interleaved' }],
  },
  'engine.tensor': { args: [floats(24), [3, 1, 8]] },
  'engine.attention': {
    args: [
      {
        q: floats(24),
        k: floats(24),
        v: floats(24),
        shape,
        rope,
        method,
        capture: { heads: [0], kind: 'map', size: 2 },
      },
    ],
  },
  'engine.mapRank': { args: [{ values: floats(16), rows: 4, cols: 4 }] },
  'engine.exportFor': { args: [files.config, { to: 'vllm', method: 'yarn', params: { factor: 4 }, seqLen: 512 }] },
  'engine.loadModel': { args: [files, { onProgress: () => {} }] },
  'engine.evaluate': {
    args: [null, { lines: [{ name: 'own', methods: [] }], lengths: [16], tasks: ['text'], text, samples: 1, seed: 1 }],
    of: withModel,
  },
  'engine.train': { args: [{ config: model, recipe, seed: 1, text: '' }] },
  'engine.fork': { args: [{ workers: 0 }], rounds: 20 },
  'engine.dispose': { of: ({ library: { createEngine } }) => createEngine({ workers: 0 }), args: [], rounds: 2 },
  ...onModel('model', [1, 2, 3]),
  ...onModel('words', Int32Array.of(1, 2, 3)),
  'tokenizer.encode': { args: ['text', { special: true }] },
  'tokenizer.decode': { args: [[1, 2, 3]] },
  'tokenizer.pieces': { args: [[1, 2, 3]] },
  'tokenizer.bytes': { args: [[1, 2, 3]] },
  'tensor.rotate': { args: [{ rope, positions: [0, 1, 2], method, layout: 'interleaved' }] },
  'tensor.read': { args: [], rounds: 2 },
  'tensor.dispose': { of: ({ engine }) => engine.tensor(floats(24), [3, 1, 8]), args: [], rounds: 2 },
  'kernels.floats': { args: [floats(24)] },
  'kernels.rotate': {
    args: [
      floats(24),
      { shape: [3, 1, 8], inv_freq: [1], positions: [0, 1, 2], attention_factor: 1, layout: 'interleaved' },
    ],
  },
  'kernels.softmax': { args: [floats(24), 8] },
  'kernels.rmsNorm': { args: [floats(24), floats(8), 1e-5] },
  'kernels.multiply': { args: [floats(24), floats(24), { depth: 8, transposed: true, out: floats(9) }] },
  'inside.dispose': { of: ({ kernels }) => kernels.floats(1), args: [], rounds: 2 },
  'training.run': { args: [{ steps: 1 }] },
  'training.pause': { args: [] },
  'training.report': { args: [], rounds: 2 },
  'training.save': { args: [], rounds: 2 },
  'training.load': { args: [new Uint8Array(64)] },
  'training.model': { args: [], rounds: 2 },
  'training.exportModel': { args: [{ dtype: 'f16' }] },
  'training.dispose': { of: ({ engine }) => engine.train({ config: model, recipe }), args: [], rounds: 2 },
};
