// What GGUF files say of their models, as a config.json: how positions turn, which layers have windows, and what is refused.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { asGguf } from './helpers/as-gguf.mjs';
import { modelOf } from './helpers/read-gguf.mjs';

const saved = JSON.parse(readFileSync(new URL('../golden/hf-models/llama-bias-no-flag/config.json', import.meta.url)));

describe('what a file says of its positions', () => {
  const config = async (architecture, keys, tensors = []) => {
    const file = asGguf(architecture, saved, [], { keys: { vocab_size: 44, ...keys }, tensors });
    return JSON.parse((await modelOf(file)).config);
  };
  const factors = (name, values) => ({
    ...{ name, shape: [values.length], type: 0 },
    bytes: Buffer.from(Float32Array.from(values).buffer),
  });

  test('in short and in long texts is LongRoPE', async () => {
    const keys = {
      'rope.scaling.original_context_length': 32,
      'rope.scaling.attn_factor': 1.25,
      'attention.sliding_window': 0,
    };
    const short = factors('rope_factors_short.weight', [1, 1.5, 2, 2.5]);
    const long = factors('rope_factors_long.weight', [1, 4, 8, 16]);
    expect(await config('phi3', { ...keys, 'rope.dimension_count': 6 }, [short, long])).toMatchObject({
      sliding_window: null,
      rope_parameters: {
        ...{ rope_type: 'longrope', original_max_position_embeddings: 32, attention_factor: 1.25 },
        ...{ short_factor: [1, 1.5, 2, 2.5], long_factor: [1, 4, 8, 16], partial_rotary_factor: 0.75 },
      },
    });
  });

  test('with YaRN keeps what it says of it', async () => {
    const yarn = {
      ...{ 'rope.scaling.type': 'yarn', 'rope.scaling.factor': 4, 'rope.scaling.original_context_length': 32 },
      ...{ 'rope.scaling.yarn_beta_fast': 16, 'rope.scaling.yarn_attn_factor': 1.125 },
    };
    expect((await config('qwen3', yarn)).rope_parameters).toMatchObject({
      ...{ rope_type: 'yarn', factor: 4, original_max_position_embeddings: 32 },
      ...{ attention_factor: 1.125, beta_fast: 16, beta_slow: 1 },
    });
  });

  test('of Gemma 3 is another base in windows, 10000 where it says none', async () => {
    const keys = {
      ...{ 'rope.freq_base': 1e6, 'attention.sliding_window': 16, block_count: 7 },
      ...{ 'rope.scaling.type': 'linear', 'rope.scaling.factor': 8 },
    };
    const { rope_parameters: rope, layer_types: types } = await config('gemma3', keys);
    expect(rope).toEqual({
      full_attention: { rope_type: 'linear', rope_theta: 1e6, factor: 8 },
      sliding_attention: { rope_type: 'default', rope_theta: 10000 },
    });
    expect(types.map((type) => type[0]).join('')).toBe('sssssfs');
  });

  test('of the largest Gemma divides scores by the root of its width a head', async () => {
    const keys = (layers) => ({ block_count: layers, 'attention.head_count': 2, 'attention.head_count_kv': 2 });
    expect((await config('gemma2', keys(46))).query_pre_attn_scalar).toBe(16);
    expect((await config('gemma2', keys(45))).query_pre_attn_scalar).toBe(8);
  });

  test('is in decimals what a config.json said', async () => {
    const { rms_norm_eps, rope_parameters } = await config('llama', {
      'attention.layer_norm_rms_epsilon': 1.5625e-7,
      'rope.freq_base': 500000.5,
    });
    expect([rms_norm_eps, rope_parameters.rope_theta]).toEqual([1.5625e-7, 500000.5]);
  });

  const refusals = [
    ['gptj', {}, 'gguf_architecture', 'gptj'],
    ['granite', { 'rope.scaling.finetuned': false, logit_scale: 1 }, 'gguf_key', false],
    ['qwen2', { 'rope.freq_base_swa': 5000 }, 'gguf_key', 5000],
    ['qwen3', { 'rope.scaling.type': 'yarn', 'rope.scaling.factor': 4 }, 'gguf_misses', undefined],
    ['llama', { 'attention.head_count_kv': [2, 4] }, 'gguf_key', [2, 4]],
    ['exaone4', { 'attention.sliding_window': 4, 'attention.sliding_window_pattern': [true] }, 'gguf_key', [true]],
    ['llama', { 'attention.causal': false }, 'gguf_key', false],
    ['gemma2', { block_count: 2 ** 31 }, 'gguf_key', 2 ** 31],
    ['command-r', {}, 'gguf_misses', undefined],
  ];
  test.each(refusals)('of %s with %j is refused: %s', async (architecture, keys, reason, given) => {
    await expect(config(architecture, keys)).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_weights', reason, path: 'x.gguf' }),
    );
    const error = await config(architecture, keys).catch((refusal) => refusal);
    expect(error.args.given).toEqual(given);
  });

  const tensor = (name, type = 0, rows = 32) => ({ name, shape: [rows], type, bytes: Buffer.alloc(4 * rows) });
  test.each([
    ['llama', tensor('blk.0.attn_sinks.weight'), 'gguf_place'],
    ['llama', tensor('position_embd.weight'), 'gguf_place'],
    ['llama', tensor('blk.0.output.weight'), 'gguf_place'],
    ['llama', tensor('attn_q.weight'), 'gguf_place'],
    ['llama', tensor('blk.0.ffn_down.scale'), 'gguf_place'],
    ['gemma', tensor('output_norm.weight', 1), 'gguf_norm'],
    ['gptneox', tensor('blk.0.attn_qkv.bias', 0, 90), 'gguf_rows'],
  ])('of %s, a tensor without a place here is refused', async (architecture, more, reason) => {
    const keys = { use_parallel_residual: true, 'attention.layer_norm_epsilon': 1e-6 };
    await expect(config(architecture, architecture === 'gptneox' ? keys : {}, [more])).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_weights', reason, path: 'x.gguf' }),
    );
  });
});
