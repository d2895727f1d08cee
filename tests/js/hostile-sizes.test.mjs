// Sizes whose product wraps in the 32 bits that WebAssembly counts with, or is far too large: all are refused with a
// typed error before anything is made, and the engine goes on.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel } from './helpers/golden.mjs';

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const none = new Float32Array(0);
const rope = { head_dim: 2, original_max_position_embeddings: 64 };
const config = {
  model_type: 'llama',
  vocab_size: 96,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  head_dim: 16,
  max_position_embeddings: 32,
  tie_word_embeddings: true,
};
const phase = { length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] };
const recipe = { steps: 4, phases: [phase], adamw: { learning_rate: 0.01 } };
const llama7b = {
  ...config,
  vocab_size: 32000,
  hidden_size: 4096,
  intermediate_size: 11008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  head_dim: 128,
};

const attention = (shape, capture) =>
  engine.attention({ q: none, k: none, v: none, shape, rope, ...(capture && { capture }) });
const train = (change) => engine.train({ config, recipe, ...change });
const withPhase = (change) => train({ recipe: { ...recipe, phases: [{ ...phase, ...change }] } });

const cases = [
  [
    'attention over 2^32 numbers',
    () => attention({ seqLen: 65536, heads: 32768, head_dim: 2 }),
    'invalid_argument',
    /4294967296 elements, got 0/,
  ],
  [
    'maps of all of two thousand million heads',
    () => attention({ seqLen: 1, heads: 2147483647, head_dim: 2 }, { heads: 'all', size: 1 }),
    'invalid_argument',
    /heads must be a whole number from 1 to 65536, got 2147483647/,
  ],
  [
    'a network of FIRE with 2^32 numbers',
    () => {
      const width = new Array(65536).fill(0);
      const params = { w1: width, b1: width, b2: width, w2: [] };
      return engine.plan({ id: 'fire', params }, { rope, seqLen: 4, heads: 65536 });
    },
    'invalid_argument',
    /fire\.w2 must have .*\(4294967296\) numbers, got 0/,
  ],
  [
    'a training whose embedding has 2^32 numbers',
    () => train({ config: { ...config, vocab_size: 65536, hidden_size: 65536 } }),
    'out_of_memory',
    /at most 16777216 parameters/,
  ],
  ['a training of Llama 2 7B', () => train({ config: llama7b }), 'out_of_memory', /at most 16777216 parameters/],
  [
    'a training on another vocabulary',
    () => train({ config: { ...config, vocab_size: 32 } }),
    'unsupported_model',
    /vocab_size must be 96 to train.*got 32/,
  ],
  ['a step of 2^31 - 1 rows', () => withPhase({ rows: 2147483647 }), 'invalid_config', /phases\[0\]\.rows/],
  ['rows of 2^31 - 1 tokens', () => withPhase({ length: 2147483647 }), 'invalid_config', /phases\[0\]\.length/],
  [
    'a Sandwich of many cosines',
    () => engine.plan({ id: 'sandwich', params: { dim: 4096 } }, { rope, seqLen: 1 << 20 }),
    'invalid_argument',
    /sandwich\.dim/,
  ],
  [
    'pretended positions that fill the memory',
    () => engine.plan('dual_chunk', { rope, seqLen: 1 << 24 }),
    'out_of_memory',
    /pretended positions of 16777216 tokens/,
  ],
];

describe('refused at once', () => {
  test.each(cases)('%s', async (_, call, code, message) => {
    const started = performance.now();
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(performance.now() - started).toBeLessThan(5000);
    expect((await engine.plan('rope', { rope, seqLen: 4 })).inv_freq).toHaveLength(1);
  });

  test('a text longer than a session, before it is copied', async () => {
    const model = await engine.loadModel(characterModel);
    const tokens = new Int32Array(2e7);
    await expect(model.forward(tokens)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringMatching(/at most 65536 tokens, got 20000000/),
    });
    await model.dispose();
  });

  test('a config of a hundred thousand keys is read in time that grows with their number', async () => {
    const keys = Object.fromEntries(Array.from({ length: 100000 }, (_, i) => [`key${i}`, i]));
    const { rope: read } = await engine.inspect({ ...config, ...keys });
    expect(read.head_dim).toBe(16);
  });
});
