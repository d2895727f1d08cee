// What classes of decoders do when a config says other than the checkpoints of hf-models.test.mjs: forms that are the
// same numbers in another order, and keys that are refused.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { largestDifference } from './helpers/golden.mjs';
import { joined, parts } from './helpers/weights.mjs';

const root = new URL('../golden/hf-models/', import.meta.url);
const read = (name, file) => readFileSync(new URL(`${name}/${file}`, root));
const configOf = (name) => JSON.parse(read(name, 'config.json').toString());
const tensorsOf = (name) => new Map(parts(read(name, 'model.safetensors')).entries.map((entry) => [entry.name, entry]));
const expectedOf = (name) => JSON.parse(read(name, 'expected.json').toString());

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

async function logitsOf(config, tensors, tokens) {
  const model = await engine.loadModel({ config, weights: joined([...tensors.values()]) });
  const { logits } = await model.forward(tokens);
  await model.dispose();
  return logits;
}

/** The rows of a tensor, [rows][bytes]. */
function rowsOf({ data, shape: [rows] }) {
  const width = data.length / rows;
  return Array.from({ length: rows }, (_, row) => data.subarray(row * width, (row + 1) * width));
}
const ofRows = (name, entry, rows) => ({
  ...entry,
  name,
  shape: [rows.length, ...entry.shape.slice(1)],
  data: Buffer.concat(rows),
});
const layers = [0, 1];

/** What `change(tensors, layer)` makes of the tensors of a checkpoint. */
function changed(name, change) {
  const tensors = tensorsOf(name);
  for (const layer of layers) change(tensors, layer);
  return tensors;
}

function rename(tensors, from, ...to) {
  const entry = tensors.get(from);
  tensors.delete(from);
  for (const name of to) tensors.set(name, { ...entry, name });
}

describe('the same numbers in another form', () => {
  test('are those of Llama where Phi-3 holds projections in one tensor', async () => {
    const tensors = changed('llama-bias-no-flag', (all, layer) => {
      const [attention, mlp] = [`model.layers.${layer}.self_attn`, `model.layers.${layer}.mlp`];
      const fuse = (name, parts) => {
        const entries = parts.map((part) => all.get(`${part}.weight`));
        for (const { name: old } of entries) all.delete(old);
        all.set(name, ofRows(`${name}.weight`, entries[0], entries.flatMap(rowsOf)));
      };
      fuse(`${attention}.qkv_proj`, [`${attention}.q_proj`, `${attention}.k_proj`, `${attention}.v_proj`]);
      fuse(`${mlp}.gate_up_proj`, [`${mlp}.gate_proj`, `${mlp}.up_proj`]);
    });
    const { tokens } = expectedOf('llama-bias-no-flag');
    const llama = await logitsOf(configOf('llama-bias-no-flag'), tensorsOf('llama-bias-no-flag'), tokens);
    const { head_dim: _, ...config } = configOf('llama-bias-no-flag');
    expect(await logitsOf({ ...config, model_type: 'phi3' }, tensors, tokens)).toEqual(llama);
  });

  const falcon = { ...configOf('falcon-rotary'), new_decoder_architecture: true };
  const input = (layer) => `transformer.h.${layer}.input_layernorm`;
  const { tokens, logits } = expectedOf('falcon-rotary');

  test('are those of Falcon with one head of keys where it has groups of heads: one of them, one norm', async () => {
    const config = { ...falcon, num_kv_heads: 1, num_ln_in_parallel_attn: 1 };
    expect(largestDifference(await logitsOf(config, tensorsOf('falcon-rotary'), tokens), logits.flat())).toBeLessThan(
      2e-4,
    );
  });

  test('are the same where two groups have the same keys and two norms the same weights', async () => {
    const tensors = changed('falcon-rotary', (all, layer) => {
      const name = `transformer.h.${layer}.self_attention.query_key_value.weight`;
      const rows = rowsOf(all.get(name));
      const [queries, keysAndValues] = [rows.slice(0, 32), rows.slice(32)];
      const groups = [...queries.slice(0, 16), ...keysAndValues, ...queries.slice(16), ...keysAndValues];
      all.set(name, ofRows(name, all.get(name), groups));
      for (const of of ['weight', 'bias']) {
        const place = `transformer.h.${layer}`;
        rename(all, `${input(layer)}.${of}`, `${place}.ln_attn.${of}`, `${place}.ln_mlp.${of}`);
      }
    });
    const found = await logitsOf({ ...falcon, num_kv_heads: 2 }, tensors, tokens);
    expect(largestDifference(found, logits.flat())).toBeLessThan(2e-4);
  });

  test('are the same where every head of Falcon has keys of its own, and the same ones', async () => {
    const tensors = changed('falcon-rotary', (all, layer) => {
      const name = `transformer.h.${layer}.self_attention.query_key_value.weight`;
      const rows = rowsOf(all.get(name));
      const heads = [0, 1, 2, 3].flatMap((head) => [...rows.slice(8 * head, 8 * head + 8), ...rows.slice(32)]);
      all.set(name, ofRows(name, all.get(name), heads));
    });
    const found = await logitsOf({ ...configOf('falcon-rotary'), multi_query: false }, tensors, tokens);
    expect(largestDifference(found, logits.flat())).toBeLessThan(2e-4);
  });

  test('are the same in a file of the base class alone, without its prefix', async () => {
    const tensors = new Map();
    for (const [name, entry] of tensorsOf('bloom')) {
      const short = name.replace('transformer.', '');
      tensors.set(short, { ...entry, name: short });
    }
    const bloom = expectedOf('bloom');
    const found = await logitsOf(configOf('bloom'), tensors, bloom.tokens);
    expect(largestDifference(found, bloom.logits.flat())).toBeLessThan(2e-4);
  });

  test('are the same under the key by which a class called a size before', async () => {
    const { hidden_size: n_embed, n_layer: num_hidden_layers, n_head, ...rest } = configOf('bloom');
    const config = { ...rest, n_embed, num_hidden_layers, num_attention_heads: n_head };
    const bloom = expectedOf('bloom');
    const found = await logitsOf(config, tensorsOf('bloom'), bloom.tokens);
    expect(largestDifference(found, bloom.logits.flat())).toBeLessThan(2e-4);
  });
});

describe('norms of queries and keys in Cohere, for each head', () => {
  const floats = (count, of) => Buffer.from(Float32Array.from({ length: count }, (_, i) => of(i)).buffer);
  const scaled = ({ data }, factor) => {
    const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
    return Buffer.from(values.map((value) => value * factor).buffer);
  };
  const withNorms = (factor, weight) =>
    changed('cohere', (all, layer) => {
      for (const [which, heads] of [
        ['q', 4],
        ['k', 2],
      ]) {
        const place = `model.layers.${layer}.self_attn.${which}`;
        const projection = all.get(`${place}_proj.weight`);
        all.set(projection.name, { ...projection, data: scaled(projection, factor) });
        const name = `${place}_norm.weight`;
        all.set(name, { name, dtype: 'F32', shape: [heads, 8], data: floats(8 * heads, weight) });
      }
    });
  const config = { ...configOf('cohere'), use_qk_norm: true, layer_norm_eps: 0 };
  const { tokens, logits } = expectedOf('cohere');

  test('take the lengths of both away, and weigh each channel of each head', async () => {
    const plain = await logitsOf(
      config,
      withNorms(1, () => 1),
      tokens,
    );
    expect(largestDifference(plain, logits.flat())).toBeGreaterThan(1e-3);
    const longer = await logitsOf(
      config,
      withNorms(7, () => 1),
      tokens,
    );
    expect(largestDifference(longer, plain)).toBeLessThan(2e-5);
    const first = await logitsOf(
      config,
      withNorms(1, (i) => (i < 8 ? 3 : 1)),
      tokens,
    );
    const other = await logitsOf(
      config,
      withNorms(1, (i) => (i % 8 < 2 ? 3 : 1)),
      tokens,
    ); // one pair of each head
    for (const weighed of [first, other]) expect(largestDifference(weighed, plain)).toBeGreaterThan(1e-4);
  });
});

describe('a part that reads what attention adds, or does not', () => {
  const without = (all, name) => all.set(name, { ...all.get(name), data: Buffer.alloc(all.get(name).data.length) });

  test.each([
    ['gpt-neox', 'gpt_neox.layers', 'attention.dense', { use_parallel_residual: false }],
    ['stablelm', 'model.layers', 'self_attn.o_proj', { use_parallel_residual: true }],
  ])('is the same in %s only where attention adds nothing', async (name, place, dense, change) => {
    const { tokens } = expectedOf(name);
    const config = configOf(name);
    const sameNorms = (all, layer) => {
      for (const of of ['weight', 'bias']) {
        const norm = (which) => `${place}.${layer}.${which}_layernorm.${of}`;
        all.set(norm('post_attention'), { ...all.get(norm('input')), name: norm('post_attention') });
      }
    };
    const silent = changed(name, (all, layer) => {
      sameNorms(all, layer);
      without(all, `${place}.${layer}.${dense}.weight`);
      if (all.has(`${place}.${layer}.${dense}.bias`)) without(all, `${place}.${layer}.${dense}.bias`);
    });
    const loud = changed(name, sameNorms);
    const both = (tensors) =>
      Promise.all([config, { ...config, ...change }].map((each) => logitsOf(each, tensors, tokens)));
    const [still, moved] = await both(silent);
    expect(largestDifference(still, moved)).toBeLessThan(1e-6);
    const [one, other] = await both(loud);
    expect(largestDifference(one, other)).toBeGreaterThan(1e-3);
  });
});

describe('layers that differ', () => {
  test('have plans of their own: bases in Gemma 3, no rotation in SmolLM3', async () => {
    const gemma = { ...configOf('gemma3'), layer_types: ['sliding_attention', 'full_attention'] };
    const model = await engine.loadModel({ config: gemma, weights: read('gemma3', 'model.safetensors') });
    const [local, full] = await Promise.all(layers.map((layer) => model.plan([], { seqLen: 64, layer })));
    expect(local.inv_freq[1]).toBeCloseTo(10000 ** -0.25, 6);
    expect(full.inv_freq[1]).toBeCloseTo(1e6 ** -0.25, 6);
    expect([local.window, full.window]).toEqual([16, 0]);
    const scaled = { id: 'linear', params: { factor: 4 } };
    const [stays, follows] = await Promise.all(layers.map((layer) => model.plan(scaled, { seqLen: 64, layer })));
    expect(stays.inv_freq).toEqual(local.inv_freq);
    expect(follows.inv_freq[0]).toBeCloseTo(0.25, 6);
    await model.dispose();

    const smol = await engine.loadModel({ config: configOf('smollm3'), weights: read('smollm3', 'model.safetensors') });
    const [turns, stands] = await Promise.all(layers.map((layer) => smol.plan([], { seqLen: 64, layer })));
    expect([turns.inv_freq.length, stands.inv_freq.length]).toEqual([4, 0]);
    await smol.dispose();
  });
});

test('layers that a config counts twice, and not alike, are refused', async () => {
  const asked = engine.modelConfig({ ...configOf('gptj'), num_hidden_layers: 1 });
  await expect(asked).rejects.toMatchObject({ code: 'invalid_config', path: 'num_hidden_layers' });
});

describe('a key that asks for something else', () => {
  test.each([
    ['bloom', { apply_residual_connection_post_layernorm: true }, 'apply_residual_connection_post_layernorm'],
    ['mpt', { no_bias: false }, 'no_bias'],
    ['mpt', { attn_config: { alibi: false } }, 'attn_config.alibi'],
    ['mpt', { attn_config: { qk_ln: true } }, 'attn_config.qk_ln'],
    ['mpt', { attn_config: { clip_qkv: 6 } }, 'attn_config.clip_qkv'],
    ['mpt', { attn_config: { alibi_bias_max: 16 } }, 'attn_config.alibi_bias_max'],
    ['gemma3', { use_bidirectional_attention: true }, 'use_bidirectional_attention'],
    ['stablelm', { qk_layernorm: true }, 'qk_layernorm'],
    ['phi', { qk_layernorm: true }, 'qk_layernorm'],
  ])('is refused by its name: %s %j', async (name, change, path) => {
    const loading = engine.loadModel({
      config: { ...configOf(name), ...change },
      weights: read(name, 'model.safetensors'),
    });
    await expect(loading).rejects.toMatchObject({ code: 'unsupported_model', reason: 'key_not_run', path });
  });

  test.each([
    ['gemma2', { attn_logit_softcapping: 0.001 }],
    ['gemma2', { attn_logit_softcapping: null, query_pre_attn_scalar: 0.01 }],
    ['gemma2', { final_logit_softcapping: 0.1 }],
    ['gemma2', { query_pre_attn_scalar: 0.01 }],
    ['nanochat', { final_logit_softcapping: 0.01 }],
    ['granite', { attention_multiplier: 30 }],
    ['granite', { residual_multiplier: 2 }],
    ['granite', { embedding_multiplier: 0.1 }],
    ['granite', { logits_scaling: 1 }],
    ['cohere', { logit_scale: 1 }],
    ['mpt', { attn_config: { softmax_scale: 30 } }],
    ['phi3', { sliding_window: 2 }],
  ])('changes what comes out: %s %j', async (name, change) => {
    const { tokens, logits } = expectedOf(name);
    const found = await logitsOf({ ...configOf(name), ...change }, tensorsOf(name), tokens);
    expect(largestDifference(found, logits.flat())).toBeGreaterThan(2e-4);
  });
});

describe('what a config asks for', () => {
  test.each(['bloom', 'gemma3', 'phi3', 'smollm3'])('is told before the weights of %s are there', async (name) => {
    const asked = await engine.modelConfig(configOf(name));
    const model = await engine.loadModel({ config: configOf(name), weights: read(name, 'model.safetensors') });
    const { parameters, unused_tensors, tokenizer, ...same } = model.info;
    expect(parameters).toBeGreaterThan(0);
    expect(unused_tensors).toEqual([]);
    expect(asked).toMatchObject(same);
    await model.dispose();
  });

  test('holds what the class says where the file is silent', async () => {
    const { tie_word_embeddings: _, ...silent } = configOf('gemma');
    expect(await engine.modelConfig(silent)).toMatchObject({ tie_word_embeddings: true });
    const bloom = await engine.modelConfig({ ...configOf('bloom'), seq_length: 512 });
    expect(bloom.methods.map(({ id }) => id)).toEqual(['alibi']);
    expect(bloom.rope).toMatchObject({ head_dim: 8, max_position_embeddings: 512 });
  });

  test('is refused as loadModel refuses it', async () => {
    await expect(engine.modelConfig(configOf('mixtral'))).rejects.toMatchObject({ code: 'unsupported_model' });
    await expect(engine.modelConfig('{')).rejects.toMatchObject({ code: 'invalid_json' });
    await expect(engine.modelConfig(7)).rejects.toMatchObject({ code: 'invalid_argument', path: 'config' });
  });
});
