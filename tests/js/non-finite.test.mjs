// Finite weights, queries and keys whose products overflow single precision: counted and said, never passed on as results.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

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
const recipe = {
  steps: 4,
  phases: [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }],
  adamw: { learning_rate: 0.01 },
};

let engine;
let whole;
let overflowing;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  const training = await engine.train({ config, recipe });
  const files = await training.exportModel({ dtype: 'f32' });
  whole = await engine.loadModel(files);
  const weights = Uint8Array.from(files.weights);
  const view = new DataView(weights.buffer);
  const header = 8 + view.getUint32(0, true);
  const { data_offsets } = JSON.parse(new TextDecoder().decode(weights.subarray(8, header)))[
    'model.layers.0.mlp.down_proj.weight'
  ];
  for (let at = data_offsets[0]; at < data_offsets[1]; at += 4) view.setFloat32(header + at, 3e38, true);
  overflowing = await engine.loadModel({ config: files.config, weights });
  await training.dispose();
});
afterAll(() => engine.dispose());

test('a pass says how many of its tokens are spoiled, also one token at a time', async () => {
  expect(await whole.forward('hello')).toMatchObject({ nonFinite: 0 });
  expect(await overflowing.forward('hello')).toMatchObject({ nonFinite: 5 });
  expect(await overflowing.forward('hello', { logits: 'none', losses: true })).toMatchObject({ nonFinite: 5 });
  expect(await overflowing.forward('hello', { prefill: 2 })).toMatchObject({ nonFinite: 5 });
});

test('a generation ends with an error instead of the first token for ever', async () => {
  await expect(overflowing.generate('hello')).rejects.toMatchObject({
    code: 'invalid_weights',
    message: expect.stringContaining('not all finite'),
  });
  expect((await whole.generate('hello', { maxNewTokens: 3 })).tokens).toHaveLength(3);
});

test('an evaluation ends with an error instead of a score', async () => {
  const cell = overflowing.evaluate({
    task: 'text',
    text: 'to be or not to be '.repeat(9),
    length: 32,
    samples: 1,
  });
  await expect(cell).rejects.toMatchObject({
    code: 'invalid_weights',
    message: expect.stringContaining('not all finite'),
  });
});

test('attention counts the numbers of its output that are not finite', async () => {
  const huge = new Float32Array(24).fill(1e38);
  const plain = new Float32Array(24).fill(1);
  const shape = { seqLen: 3, heads: 1, head_dim: 8 };
  const rope = { head_dim: 8, original_max_position_embeddings: 64 };
  expect((await engine.attention({ q: plain, k: plain, v: plain, shape, rope })).nonFinite).toBe(0);
  expect((await engine.attention({ q: huge, k: huge, v: plain, shape, rope })).nonFinite).toBeGreaterThan(0);
});
