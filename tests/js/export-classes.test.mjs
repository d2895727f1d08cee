// What other runtimes are told of checkpoints whose classes do not run here: every published config, read back or refused.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const { models } = JSON.parse(readFileSync(new URL('../../web/site/published-configs.json', import.meta.url), 'utf8'));
const doubled = { method: 'yarn', params: { factor: 2 } };

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

/** Why no dictionary says it, by model. */
const layers = 'turns_by_layer';
const axes = 'turns_by_axes';
const scores = 'has_no_rope_type_in_class';
const refused = {
  'deepseek-ai/DeepSeek-V3': scores,
  'deepseek-ai/DeepSeek-V3.2': scores,
  'deepseek-ai/DeepSeek-V4-Flash': layers,
  'google/gemma-4-26B-A4B': layers,
  'moonshotai/Kimi-K2-Instruct': scores,
  'moonshotai/Kimi-K2.5': scores,
  'Qwen/Qwen3-VL-8B-Instruct': axes,
  'Qwen/Qwen3.5-27B': axes,
  'XiaomiMiMo/MiMo-V2-Flash': layers,
};
const still = ['moonshotai/Kimi-K3', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16']; // whose classes rotate nothing

const written = models.filter(({ name }) => !(name in refused) && !still.includes(name));
test.each(written.map(({ name, config }) => [name, config]))('%s is told and reads as asked', async (_, given) => {
  const before = await engine.inspect(given);
  const { config } = await engine.exportFor(given, { to: 'hf', ...doubled });
  const after = await engine.inspect(config);
  expect(after).toMatchObject({ method: 'yarn', params: { factor: 2 } });
  const { original_max_position_embeddings: trained } = before.rope;
  expect(after.rope).toEqual({ ...before.rope, max_position_embeddings: 2 * trained });
  const kinds = ({ layers }) => layers.map((run) => [run.layers, run.type, run.window, run.chunk, run.rotates]);
  expect(kinds(after)).toEqual(kinds(before));
  const { args } = await engine.exportFor(given, { to: 'vllm', ...doubled });
  const told = JSON.parse(args[1]);
  const [inner, file] = [told, JSON.parse(config)].map((each) => each.text_config ?? each);
  expect(inner.rope_parameters).toEqual(file.rope_parameters);
});

test.each(Object.entries(refused))('%s is refused: %s', async (name, why) => {
  const { config } = models.find((model) => model.name === name);
  for (const to of ['hf', 'vllm']) {
    const refusal = { code: 'unsupported_model', args: expect.objectContaining({ why }) };
    await expect(engine.exportFor(config, { to, ...doubled })).rejects.toMatchObject(refusal);
  }
});

test.each(still)('%s has nothing to tell', async (name) => {
  const { config } = models.find((model) => model.name === name);
  await expect(engine.exportFor(config, { to: 'vllm', ...doubled })).rejects.toMatchObject({ code: 'invalid_config' });
});
