// Checkpoints of many classes, as transformers saves them: each agrees with it, or is refused with a reason. Other numbers
// in silence would be the worst case.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { largestDifference } from './helpers/golden.mjs';
import { joined, parts } from './helpers/weights.mjs';

const root = new URL('../golden/hf-models/', import.meta.url);
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const fileOf = (name, file) => new URL(`${name}/${file}`, root);
const hasNumbers = (name) => existsSync(fileOf(name, 'expected.json'));
const configOf = (name) => JSON.parse(readFileSync(fileOf(name, 'config.json'), 'utf8'));
const weightsOf = (name) => readFileSync(fileOf(name, 'model.safetensors'));

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

/** What is refused, although its weights are here. */
const refused = { 'llama-tied-lmhead': ['invalid_weights', /lm_head\.weight must equal .* tie_word_embeddings/] };

describe('a checkpoint that transformers saved', () => {
  test('is of one of 36 kinds', () => {
    expect(names).toHaveLength(36);
    expect(names.filter(hasNumbers).length).toBeGreaterThanOrEqual(29);
  });

  test.each(names.filter((name) => hasNumbers(name) && !refused[name]))('of %s gives its logits', async (name) => {
    const { tokens, logits } = JSON.parse(readFileSync(fileOf(name, 'expected.json'), 'utf8'));
    const model = await engine.loadModel(fileURLToPath(new URL(`${name}/`, root)));
    const result = await model.forward(tokens);
    expect(largestDifference(result.logits, logits.flat())).toBeLessThan(2e-4);
    await model.dispose();
  });

  test.each(Object.entries(refused))('of %s is refused', async (name, [code, message]) => {
    const loading = engine.loadModel(fileURLToPath(new URL(`${name}/`, root)));
    await expect(loading).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test.each(names.filter((name) => !hasNumbers(name)))('of %s is refused, whatever its weights', async (name) => {
    const config = configOf(name);
    const loading = engine.loadModel({ config, weights: new Uint8Array() });
    if (config.alibi) {
      // two forms of attention in transformers disagree: one adds the biases once, the other twice
      await expect(loading).rejects.toMatchObject({ code: 'invalid_config', reason: 'type_has_method', path: 'alibi' });
    } else {
      await expect(loading).rejects.toMatchObject({ code: 'unsupported_model', path: 'model_type' });
      await expect(loading).rejects.toThrow(`got "${config.model_type}"`);
    }
  });
});

describe('tensors without a place', () => {
  const { entries } = parts(weightsOf('ministral'));
  const config = { ...configOf('ministral'), model_type: 'llama' };
  const load = (more) => engine.loadModel({ config, weights: joined([...entries, ...more]) });
  const zeros = (name, ...shape) => {
    return { name, dtype: 'F32', shape, data: Buffer.alloc(4 * shape.reduce((product, size) => product * size, 1)) };
  };

  test.each([
    ['norms that the class does not have', [zeros('model.layers.0.self_attn.q_norm.weight', 8)]],
    ['an adapter', [zeros('model.layers.0.self_attn.q_proj.lora_A.weight', 2, 32)]],
    ['a layer more than the config counts', [zeros('model.layers.2.input_layernorm.weight', 32)]],
    ['biases that the config denies', [zeros('model.layers.1.mlp.up_proj.bias', 48)]],
  ])('are told by name: %s', async (_, more) => {
    const model = await load(more);
    expect(model.info.unused_tensors).toEqual(more.map(({ name }) => name));
    await model.dispose();
  });
});

test('a config whose queries see what comes after them is refused', async () => {
  const config = { ...configOf('ministral'), is_causal: false };
  const loading = engine.loadModel({ config, weights: weightsOf('ministral') });
  await expect(loading).rejects.toMatchObject({ code: 'unsupported_model', path: 'is_causal' });
});

test('a share of rotated channels that a class ignores is refused', async () => {
  const config = { ...configOf('seed-oss'), partial_rotary_factor: 0.5 };
  const loading = engine.loadModel({ config, weights: weightsOf('seed-oss') });
  await expect(loading).rejects.toMatchObject({ code: 'invalid_config', reason: 'share_is_ignored' });
});

test('switches that a class does not read change nothing', async () => {
  const weights = weightsOf('ministral');
  const logitsOf = async (config) => {
    const model = await engine.loadModel({ config, weights });
    const { logits } = await model.forward([1, 2, 3]);
    await model.dispose();
    return logits;
  };
  const config = configOf('ministral');
  const switched = { ...config, attention_bias: true, attention_out_bias: true, mlp_bias: true };
  expect(await logitsOf(switched)).toEqual(await logitsOf(config));
});
