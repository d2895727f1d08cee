// Checkpoints of transformers as GGUF files, written as llama.cpp's converter writes them, give the logits of transformers.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { architectures } from '../../web/lib/formats/gguf-architectures.js';
import { createEngine } from '../../web/lib/index.node.js';
import { asGguf, permuted } from './helpers/as-gguf.mjs';
import { largestDifference } from './helpers/golden.mjs';
import { modelOf } from './helpers/read-gguf.mjs';
import { joined, parts } from './helpers/weights.mjs';

const root = new URL('../golden/hf-models/', import.meta.url);
const read = (name, file) => readFileSync(new URL(`${name}/${file}`, root));
const configOf = (name) => JSON.parse(read(name, 'config.json'));
const entriesOf = (name) => parts(read(name, 'model.safetensors')).entries;
const expectedOf = (name) => JSON.parse(read(name, 'expected.json'));
const floats = ({ data }) => new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
const scaled = (entry, factor) => ({ ...entry, data: Buffer.from(floats(entry).map((x) => x * factor).buffer) });

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

async function logitsOf(source, tokens) {
  const model = await engine.loadModel(source);
  try {
    expect(model.info.unused_tensors).toEqual([]);
    return (await model.forward(tokens)).logits;
  } finally {
    await model.dispose();
  }
}
const fileOf = (content) => [new File([content], 'model.gguf')];
const sliding = ({ layer_types }) => layer_types.map((type) => type === 'sliding_attention');

/** The file does not say by what scores are divided, and it is not what these were: their queries' weights take it. */
const byHeadDim =
  (weight) =>
  (entries, { query_pre_attn_scalar: scalar, head_dim: headDim }) =>
    entries.map((entry) => (weight.test(entry.name) ? scaled(entry, Math.sqrt(headDim / scalar)) : entry));
/** The same of norms of queries, which multiply by one more than they hold. */
const normByHeadDim = (entries, { query_pre_attn_scalar: scalar, head_dim: headDim }) => {
  const factor = Math.sqrt(headDim / scalar);
  const change = (entry) => Buffer.from(floats(entry).map((weight) => (1 + weight) * factor - 1).buffer);
  return entries.map((entry) => (/q_norm/.test(entry.name) ? { ...entry, data: change(entry) } : entry));
};
const noBiases = (entries) => entries.filter(({ name }) => !name.endsWith('.bias'));
const scaling = { 'rope.scaling.type': 'none' };

/** By the checkpoint: its architecture there, the keys that its converter writes besides, and what is changed before. */
const checkpoints = {
  'llama-bias-no-flag': ['llama', (c) => ({ vocab_size: c.vocab_size, 'rope.dimension_count': 8 }), noBiases],
  'seed-oss': ['seed_oss'],
  arcee: ['arcee', (c) => ({ vocab_size: c.vocab_size, 'rope.dimension_count': 8 })],
  granite: [
    'granite',
    (c) => ({
      ...{ vocab_size: c.vocab_size, 'rope.dimension_count': 8, 'attention.scale': c.attention_multiplier },
      ...{ embedding_scale: c.embedding_multiplier, residual_scale: c.residual_multiplier },
      logit_scale: c.logits_scaling,
    }),
  ],
  gemma: ['gemma', () => ({ 'rope.freq_base': undefined })],
  gemma2: [
    'gemma2',
    (c) => ({
      ...{ 'rope.freq_base': undefined, 'attention.sliding_window': c.sliding_window },
      attn_logit_softcapping: c.attn_logit_softcapping,
      final_logit_softcapping: c.final_logit_softcapping,
    }),
    byHeadDim(/q_proj/),
  ],
  gemma3: ['gemma3', (c) => ({ 'attention.sliding_window': c.sliding_window }), normByHeadDim],
  phi: ['phi2', () => ({ feed_forward_length: 48, 'rope.freq_base': undefined, 'rope.dimension_count': 4 })],
  phi3: [
    'phi3',
    (c) => ({
      ...{ 'rope.scaling.original_context_length': 4096, 'rope.dimension_count': 8 },
      'attention.sliding_window': c.sliding_window,
    }),
  ],
  olmo2: ['olmo2'],
  olmo3: [
    'olmo2',
    (c) => ({ 'attention.sliding_window': c.sliding_window, 'attention.sliding_window_pattern': sliding(c) }),
  ],
  exaone4: [
    'exaone4',
    (c) => ({
      ...{ vocab_size: c.vocab_size, 'attention.sliding_window': c.sliding_window },
      'attention.sliding_window_pattern': sliding(c),
    }),
  ],
  glm4: ['glm4', () => ({ 'rope.dimension_count': 4 })],
  nemotron: ['nemotron', (c) => ({ vocab_size: c.vocab_size, 'rope.dimension_count': 4, ...scaling })],
  cohere: ['command-r', (c) => ({ logit_scale: c.logit_scale, ...scaling })],
  cohere2: [
    'cohere2',
    (c) => ({
      ...{ logit_scale: c.logit_scale, 'attention.sliding_window': c.sliding_window, vocab_size: c.vocab_size },
      ...{ 'rope.dimension_count': 8, ...scaling },
    }),
  ],
  starcoder2: ['starcoder2'],
  stablelm: [
    'stablelm',
    () => ({ 'rope.freq_base': undefined, 'rope.dimension_count': 2, use_parallel_residual: true }),
  ],
  'gpt-neox': [
    'gptneox',
    () => ({
      ...{ 'rope.freq_base': undefined, 'rope.dimension_count': 2, use_parallel_residual: true },
      'attention.head_count_kv': undefined, // its class has none, whatever the config says
    }),
  ],
  'falcon-rotary': [
    'falcon',
    (c) => ({
      ...{ 'rope.freq_base': undefined, 'attention.head_count_kv': 1, tensor_data_layout: 'jploski' },
      feed_forward_length: 4 * c.hidden_size,
    }),
  ],
  bloom: ['bloom', () => ({ 'attention.head_count_kv': 4 })],
  mpt: ['mpt', () => ({ 'attention.max_alibi_bias': 8 })],
};

describe('a GGUF file', () => {
  test.each(Object.entries(checkpoints))('of %s gives its logits', async (name, [architecture, keys, change]) => {
    const config = configOf(name);
    const entries = change ? change(entriesOf(name), config) : entriesOf(name);
    const file = asGguf(architecture, config, entries, { keys: keys?.(config) });
    const { tokens, logits } = expectedOf(name);
    expect(largestDifference(await logitsOf(fileOf(file), tokens), logits.flat())).toBeLessThan(2e-4);
  });

  const llama = { ...configOf('llama-bias-no-flag'), mlp_bias: false };
  const plain = noBiases(entriesOf('llama-bias-no-flag'));
  const asLlama = (keys, tensors) => asGguf('llama', llama, plain, { keys, tensors });
  const { tokens } = expectedOf('llama-bias-no-flag');

  test('of the architecture of Mistral 3 is one of Mistral without windows', async () => {
    const found = await logitsOf(fileOf(asGguf('mistral3', llama, plain)), tokens);
    expect(found).toEqual(await logitsOf(fileOf(asLlama()), tokens));
    const tempered = asGguf('mistral3', llama, plain, { keys: { 'attention.temperature_scale': 0.1 } });
    await expect(modelOf(tempered)).rejects.toThrow(/mistral3[.]attention[.]temperature_scale = 0[.]1/);
  });

  test('of Qwen 2 has biases of queries, keys and values', async () => {
    const { attention_out_bias: _, ...config } = configOf('seed-oss');
    const entries = entriesOf('seed-oss');
    const saved = { config: { ...config, model_type: 'qwen2' }, weights: joined(entries) };
    const file = fileOf(asGguf('qwen2', config, entries));
    expect(await logitsOf(file, tokens)).toEqual(await logitsOf(saved, tokens));
  });

  test('of SmolLM 3 has no rotation in each fourth layer', async () => {
    const { no_rope_layers: _, layer_types: __, ...config } = configOf('smollm3');
    const four = { ...config, num_hidden_layers: 4 };
    const again = entriesOf('smollm3').filter(({ name }) => name.includes('.layers.'));
    const later = again.map((entry) => ({
      ...entry,
      name: entry.name.replace(/layers[.](\d)/, (_, l) => `layers.${Number(l) + 2}`),
    }));
    const entries = [...entriesOf('smollm3'), ...later];
    const of = (no_rope_layers) => logitsOf({ config: { ...four, no_rope_layers }, weights: joined(entries) }, tokens);
    const found = await logitsOf(fileOf(asGguf('smollm3', four, entries)), tokens);
    expect(largestDifference(found, await of([1, 1, 1, 0]))).toBeLessThan(2e-4);
    expect(largestDifference(found, await of([1, 1, 1, 1]))).toBeGreaterThan(1e-3);
  });

  test('of Qwen 3 with YaRN gives its logits', async () => {
    const folder = new URL('../golden/qwen3-tiny-yarn/', import.meta.url);
    const config = JSON.parse(readFileSync(new URL('config.json', folder)));
    const weights = readFileSync(new URL('model.safetensors', folder));
    const expected = JSON.parse(readFileSync(new URL('expected_excerpt.json', folder)));
    const found = await logitsOf(fileOf(asGguf('qwen3', config, parts(weights).entries)), expected.input_ids);
    for (const [row, logits] of Object.entries(expected.logits_rows)) {
      const { vocab_size: count } = config;
      const some = found.slice(Number(row) * count, (Number(row) + 1) * count);
      expect(largestDifference(some, logits)).toBeLessThan(2e-4);
    }
  });

  test('with queries, keys and values in one tensor is the same', async () => {
    const one = plain.filter(({ name }) => !/[qkv]_proj/.test(name));
    const fused = [0, 1].map((layer) => {
      const of = (which) => plain.find(({ name }) => name === `model.layers.${layer}.self_attn.${which}_proj.weight`);
      const bytes = Buffer.concat([permuted(of('q'), 8), permuted(of('k'), 8), of('v').data]);
      return { name: `blk.${layer}.attn_qkv.weight`, shape: [64, 32], type: 0, bytes };
    });
    const file = asGguf('llama', llama, one, { tensors: fused });
    expect(await logitsOf(fileOf(file), tokens)).toEqual(await logitsOf(fileOf(asLlama()), tokens));
  });

  const falcon = { ...configOf('falcon-rotary'), new_decoder_architecture: true };
  const falconKeys = { 'rope.freq_base': undefined, feed_forward_length: 128 };
  test('of Falcon with groups of heads and two norms is what its class makes of them', async () => {
    const rows = ({ data }, first, count) => data.subarray(first * 128, (first + count) * 128); // 32 channels of 4 bytes
    const entries = entriesOf('falcon-rotary').flatMap((entry) => {
      if (entry.name.includes('input_layernorm')) {
        return ['ln_attn', 'ln_mlp'].map((norm, i) => ({
          ...{ ...entry, name: entry.name.replace('input_layernorm', norm) },
          data: Buffer.from(floats(entry).map((x) => x + i / 8).buffer),
        }));
      }
      if (!entry.name.includes('query_key_value')) return [entry];
      const [key, value] = [rows(entry, 32, 8), rows(entry, 40, 8)];
      const data = Buffer.concat([rows(entry, 0, 16), key, value, rows(entry, 16, 16), value, key]);
      return [{ ...entry, shape: [64, 32], data }];
    });
    const config = { ...falcon, num_kv_heads: 2, num_ln_in_parallel_attn: 2 };
    const keys = { ...falconKeys, 'attention.head_count_kv': 2 };
    const found = await logitsOf(fileOf(asGguf('falcon', config, entries, { keys })), tokens);
    expect(largestDifference(found, await logitsOf({ config, weights: joined(entries) }, tokens))).toBeLessThan(2e-4);
  });

  test('is read of every architecture that is named', () => {
    const seen = new Set(Object.values(checkpoints).map(([architecture]) => architecture));
    const others = ['mistral3', 'qwen2', 'qwen3', 'smollm3']; // below
    expect([...seen, ...others].sort()).toEqual(Object.keys(architectures).sort());
  });
});
