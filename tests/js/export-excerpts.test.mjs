// What other runtimes are told of the configs that a visitor may choose: excerpts, which leave out sizes of the weights.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answersOf, commonFailure } from '../../web/elements/runtime-answers.js';
import { createEngine } from '../../web/lib/index.node.js';

const { models } = JSON.parse(readFileSync(new URL('../../web/site/published-configs.json', import.meta.url), 'utf8'));
const textOf = (name) => JSON.stringify(models.find((model) => model.name === name).config, null, 2);
const excerpt = textOf('Qwen/Qwen3-8B, YaRN × 4');
const sizes = { vocab_size: 151936, intermediate_size: 12288, num_hidden_layers: 36 };

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const answers = async (name, options = {}) => {
  const text = textOf(name);
  return answersOf(engine, text, await engine.inspect(text), options);
};

describe('an excerpt of a config', () => {
  test.each(['vllm', 'sglang', 'llama.cpp'])('tells %s what the whole file tells it', async (to) => {
    const whole = JSON.stringify({ ...JSON.parse(excerpt), ...sizes });
    expect(Object.keys(JSON.parse(excerpt))).not.toContain('vocab_size');
    expect(await engine.exportFor(excerpt, { to })).toEqual(await engine.exportFor(whole, { to }));
  });

  test('is written with what it says, and gets no sizes that nobody gave', async () => {
    const { config } = await engine.exportFor(excerpt, { to: 'hf', method: 'linear', params: { factor: 2 } });
    const { rope_scaling, ...kept } = JSON.parse(excerpt);
    const read = JSON.parse(config);
    expect(read).toMatchObject({ ...kept, max_position_embeddings: 65536 });
    expect(read.rope_parameters).toMatchObject({ rope_type: 'linear', factor: 2 });
    expect(Object.keys(sizes).filter((key) => key in read)).toEqual([]);
  });

  test('has to say how many layers there are where the settings list them', async () => {
    const plain = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 128 };
    const nope = { to: 'hf', method: 'nope' };
    const given = { ...plain, position_method: 'nope' };
    await expect(engine.exportFor(given, nope)).rejects.toMatchObject({ code: 'invalid_config' });
    const { settings } = await engine.exportFor({ ...given, ...sizes, num_hidden_layers: 3 }, nope);
    expect(settings.find(({ key }) => key === 'no_rope_layers').value).toEqual([0, 0, 0]);
  });

  test.each(['[]', '[{}]', '{}', '7', '{"a": 1,,}'])('that is none is refused as it stands: %s', async (text) => {
    const [given, inspected] = await Promise.all(
      [engine.exportFor(text, { to: 'vllm' }), engine.inspect(text)].map((call) => call.catch((error) => error)),
    );
    expect(given.code).toMatch(/^(invalid_json|invalid_config|unsupported_model)$/);
    if (given.code === 'invalid_json') expect(given.message).toBe(inspected.message);
  });
});

describe('the answers of all runtimes', () => {
  test('come with what a runtime does otherwise under the same name', async () => {
    const all = await answers('Qwen/Qwen3-8B, YaRN × 4');
    expect(all.map(({ name, failure }) => [name, failure])).toEqual(
      ['transformers', 'vLLM', 'SGLang', 'llama.cpp', 'mlx-lm', 'TensorRT-LLM'].map((name) => [name, undefined]),
    );
    expect(all.find(({ to }) => to === 'llama.cpp').elsewhere).toEqual([
      { method: 'yarn', engine: 'llama.cpp', text: expect.stringMatching(/^Always truncates/) },
    ]);
    expect(commonFailure(all)).toBe(null);
  });

  test('name the runtime where one has no form of a method, and are one where the file is what is refused', async () => {
    const all = await answers('meta-llama/Llama-3.2-1B', { method: { id: 'yarn', params: { factor: 2 } } });
    expect(all.flatMap(({ name, failure }) => (failure ? [name] : []))).toEqual(['llama.cpp']);
    expect(commonFailure(all)).toBe(null);
    const otherwise = await answers('Qwen/Qwen3-8B', { method: { id: 'alibi', params: {} } });
    expect(commonFailure(otherwise)).toMatchObject({ code: 'wrong_weights' });
  });

  test('say the same of a parameter that is out of range', async () => {
    const all = await answers('Qwen/Qwen3-8B', { method: { id: 'yarn', params: { factor: -1 } } });
    expect(commonFailure(all)).toMatchObject({ path: 'yarn.factor' });
  });
});
