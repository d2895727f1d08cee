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

/** Why no dictionary says YaRN of twice the trained length, by model. */
const refused = {
  'deepseek-ai/DeepSeek-V4-Flash': 'turns_by_layer',
  'XiaomiMiMo/MiMo-V2-Flash': 'turns_by_layer',
};
const still = ['moonshotai/Kimi-K3', 'nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16']; // whose classes rotate nothing

const others = 'google/gemma-4-26B-A4B'; // whose weights keep a quarter of the pairs, which YaRN would turn all

const configOf = (name) => models.find((model) => model.name === name).config;
const argsOf = async (config, options) => {
  const { args } = await engine.exportFor(config, options);
  const told = args[0] === '--hf-overrides' ? JSON.parse(args[1]) : {};
  return told.text_config ?? told;
};
/** The same runs of layers, but for what turns them. */
const kinds = ({ layers }) => layers.map((run) => [run.layers, run.type, run.window, run.chunk, run.rotates]);

const written = models.filter(({ name }) => !(name in refused) && ![...still, others].includes(name));
test.each(written.map(({ name, config }) => [name, config]))('%s is told and reads as asked', async (_, given) => {
  const before = await engine.inspect(given);
  const { config } = await engine.exportFor(given, { to: 'hf', ...doubled });
  const after = await engine.inspect(config);
  expect(after).toMatchObject({ method: 'yarn', params: { factor: 2 } });
  const { original_max_position_embeddings: trained } = before.rope;
  expect(after.rope).toEqual({ ...before.rope, max_position_embeddings: 2 * trained });
  expect(kinds(after)).toEqual(kinds(before));
  const file = JSON.parse(config);
  expect((await argsOf(given, { to: 'vllm', ...doubled })).rope_parameters).toMatchObject(
    (file.text_config ?? file).rope_parameters,
  );
});

const nothingNew = models.filter(({ name }) => !still.includes(name));
test.each(nothingNew.map(({ name, config }) => [name, config]))(
  '%s stays as it is where nothing is asked',
  async (_, given) => {
    for (const to of ['hf', 'vllm']) {
      const { config = JSON.stringify(given), notes, settings } = await engine.exportFor(given, { to });
      const [before, after] = await Promise.all([given, config].map((each) => engine.inspect(each)));
      for (const key of ['method', 'params', 'rope', 'inv_freq', 'softmax_scale_factor', 'layers']) {
        expect([key, after[key]]).toEqual([key, before[key]]);
      }
      const leaves = notes.some(({ reason }) => reason === 'says_it_itself');
      expect(settings.some(({ key }) => key.endsWith('rope_type'))).toBe(!leaves);
    }
  },
);

test.each(Object.entries(refused))('%s is refused: %s', async (name, why) => {
  for (const to of ['hf', 'vllm']) {
    const refusal = { code: 'unsupported_model', args: expect.objectContaining({ why }) };
    await expect(engine.exportFor(configOf(name), { to, ...doubled })).rejects.toMatchObject(refusal);
  }
});

test('weights that turn otherwise are told of their own type, by a factor where one is read', async () => {
  const config = configOf(others);
  await expect(engine.exportFor(config, { to: 'hf', ...doubled })).rejects.toMatchObject({ code: 'wrong_weights' });
  const slower = { method: 'proportional', params: { partial_rotary_factor: 0.25, factor: 4 } };
  const { config: text } = await engine.exportFor(config, { to: 'hf', ...slower });
  const [before, after] = await Promise.all([config, text].map((each) => engine.inspect(each)));
  expect(after.inv_freq).toEqual(before.inv_freq.map((rate) => rate / 4));
  expect(after.layer_types.sliding_attention.inv_freq).toEqual(before.layer_types.sliding_attention.inv_freq);
  const { args } = await engine.exportFor(config, { to: 'llama.cpp', ...slower });
  expect(args.slice(0, 4)).toEqual(['--rope-scaling', 'linear', '--rope-scale', '4']);
});

test.each(still)('%s has nothing to tell', async (name) => {
  await expect(engine.exportFor(configOf(name), { to: 'vllm', ...doubled })).rejects.toMatchObject({
    code: 'invalid_config',
  });
});

// As transformers 4 and 5 read them.
test('layers of several types are told each by its own dictionary, for older versions those of full attention once more', async () => {
  const gemma = {
    model_type: 'gemma3_text',
    head_dim: 256,
    hidden_size: 1152,
    num_attention_heads: 4,
    num_hidden_layers: 6,
    max_position_embeddings: 32768,
    rope_theta: 1000000,
    rope_local_base_freq: 10000,
  };
  const { config } = await engine.exportFor(gemma, { to: 'hf', ...doubled });
  const full = { rope_type: 'yarn', rope_theta: 1e6, original_max_position_embeddings: 32768, factor: 2 };
  const sliding = { rope_type: 'default', rope_theta: 1e4 };
  expect(JSON.parse(config)).toMatchObject({
    rope_parameters: { full_attention: full, sliding_attention: sliding },
    rope_scaling: full,
    rope_theta: 1e6,
    rope_local_base_freq: 10000,
  });
  expect(config).toContain('"factor": 2.0');
  const after = await engine.inspect(config);
  expect(
    Object.entries(after.layer_types)
      .map(([type, { method }]) => [type, method])
      .sort(),
  ).toEqual([
    ['full_attention', 'yarn'],
    ['sliding_attention', 'rope'],
  ]);
  const told = await argsOf(gemma, { to: 'vllm', ...doubled });
  expect(told.rope_parameters).toEqual({ full_attention: full, sliding_attention: sliding });
  expect(told).not.toHaveProperty('rope_scaling'); // versions that read it know of one for all layers
});

test('positions on several axes keep their sections', async () => {
  const told = await argsOf(configOf('Qwen/Qwen3-VL-8B-Instruct'), { to: 'vllm', ...doubled });
  expect(told.rope_parameters).toMatchObject({
    rope_type: 'yarn',
    mrope_section: [24, 20, 20],
    mrope_interleaved: true,
  });
  const { config } = await engine.exportFor(configOf('Qwen/Qwen3.5-27B'), { to: 'mlx', ...doubled });
  const { rope_parameters: rope } = JSON.parse(config).text_config;
  expect(rope).toMatchObject({ rope_type: 'yarn', partial_rotary_factor: 0.25, mrope_section: [11, 11, 10] });
});

test("DeepSeek's scale of scores is told where it changes, and stands in the table of layers", async () => {
  const config = configOf('deepseek-ai/DeepSeek-V3');
  const { layers, softmax_scale_factor: scale } = await engine.inspect(config);
  expect(layers.map((kind) => [kind.attention_factor, kind.softmax_scale_factor])).toEqual([[1, scale]]);
  expect(scale).toBeCloseTo(1.8738542070926265, 12); // of DeepSeek's own model file
  const longer = { method: 'yarn', params: { factor: 80, mscale: 1, mscale_all_dim: 1 } };
  const { config: text, notes } = await engine.exportFor(config, { to: 'hf', ...longer });
  const after = (await engine.inspect(text)).softmax_scale_factor;
  expect(after).toBeCloseTo((0.1 * Math.log(80) + 1) ** 2, 12);
  expect(notes.find(({ reason }) => reason === 'scale_of_scores_changes').args).toEqual({ before: scale, after });
  const told = async (text) =>
    (await engine.exportFor(text, { to: 'hf', ...longer })).notes.map(({ reason }) => reason);
  const mistral = readFileSync(new URL('../reports/15-mistral4.json', import.meta.url), 'utf8');
  expect((await engine.inspect(mistral)).softmax_scale_factor).toBeCloseTo((0.1 * Math.log(128) + 1) ** 2, 12);
  expect(await told(mistral)).toContain('scale_missing_before');
  expect(await told(config)).not.toContain('scale_missing_before');
});
