// The configs that a visitor may choose: each is answered, and those that the field talks about with what is known of them.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const { models } = JSON.parse(readFileSync(new URL('../../web/site/published-configs.json', import.meta.url), 'utf8'));
/** Their files say that nothing rotates. */
const unrotated = ['moonshotai/Kimi-K3', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'];

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const inspect = (name) => engine.inspect(JSON.stringify(models.find((model) => model.name === name).config));

test('each has a name of its own and says where its values were found', () => {
  expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
  expect(models.length).toBeGreaterThanOrEqual(25);
  expect(models.filter(({ source }) => !source)).toEqual([]);
});

test('each is read, but for those that have no rotation to read', async () => {
  for (const { name, config } of models) {
    const answer = engine.inspect(JSON.stringify(config));
    if (unrotated.includes(name)) await expect(answer).rejects.toMatchObject({ code: 'invalid_config' });
    else expect((await answer).inv_freq.length).toBeGreaterThan(0);
  }
});

test.each([
  ['meta-llama/Meta-Llama-3.1-8B', 'llama3', 8, 8192, 1],
  ['openai/gpt-oss-20b', 'yarn', 32, 4096, 2],
  ['deepseek-ai/DeepSeek-V3', 'yarn', 40, 4096, 1],
  ['lmsys/longchat-7b-v1.5-32k', 'linear', 8, 4096, 0],
  ['microsoft/Phi-3.5-mini-instruct', 'longrope', 32, 4096, 0],
  ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 'ntk_by_parts', 16, 8192, 2],
])(
  '%s: %s, factor %d of %d tokens, %d kinds of layers (0: their number is not in the values found)',
  async (name, method, factor, trained, kinds) => {
    const { params, rope, layers, ...answer } = await inspect(name);
    expect([answer.method, params.factor, rope.original_max_position_embeddings]).toEqual([method, factor, trained]);
    expect(layers.length).toBe(kinds);
  },
);
