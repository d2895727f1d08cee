// GGUF files: what we export comes back as it was, blocks of 8 and 4 bits become their numbers, tokenizers keep their tokens.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readGgufModel } from '../../web/lib/formats/gguf-model.js';
import { createEngine } from '../../web/lib/index.node.js';
import { memoryOf } from '../../web/lib/read.js';
import { openTokenizer } from '../../web/lib/tokenizer.js';
import { readPicked } from '../../web/scope/picked-model.js';
import { gguf } from './helpers/gguf.mjs';
import { half } from './helpers/llama2c.mjs';
import { firstTensor, headerOf, modelOf } from './helpers/read-gguf.mjs';
import { floatsIn } from './helpers/runs.mjs';
import { parts } from './helpers/weights.mjs';

const read = (folder, name) => readFileSync(new URL(`../../web/models/${folder}/${name}`, import.meta.url));
const config = read('rope-l128', 'config.json').toString();
const weights = read('rope-l128', 'model.safetensors');
const text = 'Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse';

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const fileOf = (content) => [new File([content], 'model.gguf')];
async function lastLogits(source, method) {
  const model = await engine.loadModel(source);
  try {
    return (await model.forward(text, { logits: 'last', ...(method && { method }) })).logits;
  } finally {
    await model.dispose();
  }
}
const exported = async (method, params) => {
  const { files } = await engine.exportFor(config, { to: 'llama.cpp', weights, ...(method && { method, params }) });
  return files['model.gguf'];
};

describe('what is exported for llama.cpp', () => {
  test.each([
    ['rope', undefined],
    ['linear', { factor: 4 }],
    ['yarn', { factor: 4 }],
    ['llama3', { factor: 4, low_freq_factor: 1, high_freq_factor: 4 }],
  ])('with %s is read as it was meant', async (method, params) => {
    const expected = await lastLogits({ config, weights }, { id: method, params });
    const found = await lastLogits(fileOf(await exported(method === 'rope' ? undefined : method, params)));
    // theta, factors and divisors are single precision in the file
    const largest = found.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
    expect(largest).toBeLessThan(method === 'rope' ? 1e-30 : 2e-5);
  });

  test('keeps its characters', async () => {
    const model = await engine.loadModel(fileOf(await exported()));
    const own = await engine.loadModel({ config, weights });
    expect(await model.encode(text)).toEqual(await own.encode(text));
    expect(await model.decode(await own.encode(text))).toBe(text);
    await model.dispose();
    await own.dispose();
  });

  test('is stated before it is loaded', async () => {
    const file = await exported('yarn', { factor: 4 });
    const { facts } = await readPicked(fileOf(file), engine);
    expect(facts.disk).toBe(file.length);
    expect(facts).toMatchObject({ layers: 4, heads: 4, headDim: 32, vocabulary: 96, parameters: 803968 });
    expect(facts.methods).toMatchObject([{ id: 'yarn', params: { factor: 4 } }]);
  });
});

describe('blocks', () => {
  const scaleOf = (value) => {
    // powers of two are exact
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE((Math.log2(value) + 15) << 10);
    return bytes;
  };
  const row = (type, shape, bytes) => firstTensor(gguf({}, [{ name: 'a', shape, type, bytes }]));
  const floats = ({ dtype, bytes }) => Array.from(floatsIn(dtype, bytes));

  test('of 8 bits are a scale and 32 whole numbers', async () => {
    const numbers = Array.from({ length: 64 }, (_, i) => ((i * 37) % 255) - 127);
    const bytes = Buffer.concat([
      ...[scaleOf(0.5), Buffer.from(Int8Array.from(numbers.slice(0, 32)).buffer)],
      ...[scaleOf(2), Buffer.from(Int8Array.from(numbers.slice(32)).buffer)],
    ]);
    const tensor = await row(8, [2, 32], bytes);
    expect([tensor.dtype, tensor.shape]).toEqual(['I8/32', [2, 32]]);
    expect(floats(tensor)).toEqual(numbers.map((x, i) => x * (i < 32 ? 0.5 : 2)));
  });

  test('of 4 bits have the first 16 numbers in the low halves of their bytes', async () => {
    const numbers = Array.from({ length: 32 }, (_, i) => ((i * 5) % 16) - 8);
    const pairs = Array.from({ length: 16 }, (_, i) => (numbers[i] + 8) | ((numbers[i + 16] + 8) << 4));
    expect(floats(await row(2, [32], Buffer.concat([scaleOf(0.25), Buffer.from(pairs)])))).toEqual(
      numbers.map((x) => 0.25 * x),
    );
  });

  test('of a whole model run: words, rounded to 8 bits, lose as much as rounding loses', async () => {
    const wordConfig = JSON.parse(read('words-l512', 'config.json'));
    const words = read('words-l512', 'model.safetensors');
    const file = gguf(metadataOf(wordConfig), parts(words).entries.map(rounded));
    const tokens = Array.from({ length: 200 }, (_, i) => (i * 37) % 1000);
    const lossOf = async (source) => {
      const model = await engine.loadModel(source);
      const { losses } = await model.forward(tokens, { logits: 'none', losses: true });
      await model.dispose();
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    };
    const whole = await lossOf({ config: wordConfig, weights: words });
    expect(Math.abs((await lossOf(fileOf(file))) - whole)).toBeLessThan(0.02 * whole);
  });
});

const namesThere = {
  'model.embed_tokens': 'token_embd',
  'model.norm': 'output_norm',
  input_layernorm: 'attn_norm',
  'self_attn.q_proj': 'attn_q',
  'self_attn.k_proj': 'attn_k',
  'self_attn.v_proj': 'attn_v',
  'self_attn.o_proj': 'attn_output',
  post_attention_layernorm: 'ffn_norm',
  'mlp.gate_proj': 'ffn_gate',
  'mlp.up_proj': 'ffn_up',
  'mlp.down_proj': 'ffn_down',
};

function metadataOf(of) {
  return {
    'general.architecture': 'llama',
    'llama.block_count': of.num_hidden_layers,
    'llama.context_length': of.max_position_embeddings,
    'llama.embedding_length': of.hidden_size,
    'llama.feed_forward_length': of.intermediate_size,
    'llama.attention.head_count': of.num_attention_heads,
    'llama.attention.layer_norm_rms_epsilon': of.rms_norm_eps,
    'llama.rope.freq_base': of.rope_theta,
    'llama.vocab_size': of.vocab_size,
  };
}

/** A tensor of words-l512 (heads of 32 channels) as llama.cpp has it, matrices in blocks of 8 bits with scales of powers of two. */
function rounded({ name, shape, data }) {
  const [, layer, place] = /^(?:model[.]layers[.](\d+)[.])?(.+)[.]weight$/.exec(name);
  const there = `${layer === undefined ? '' : `blk.${layer}.`}${namesThere[place]}.weight`;
  const values = Float32Array.from({ length: data.length / 2 }, (_, i) => half(data.readUInt16LE(2 * i)));
  if (shape.length === 1) return { name: there, shape, type: 0, bytes: new Uint8Array(values.buffer) };
  const width = shape[1];
  const source = (row) =>
    /[qk]_proj/.test(name) ? row - (row % 32) + (row % 2) * 16 + Math.floor((row % 32) / 2) : row;
  const blocks = [];
  for (let row = 0; row < shape[0]; ++row) {
    for (let at = 0; at < width; at += 32) {
      const block = values.subarray(source(row) * width + at, source(row) * width + at + 32);
      const exponent = Math.max(-14, Math.ceil(Math.log2(Math.max(...block.map(Math.abs), 2 ** -14) / 127)));
      const scale = Buffer.alloc(2);
      scale.writeUInt16LE((exponent + 15) << 10);
      blocks.push(scale, Buffer.from(Int8Array.from(block, (x) => Math.round(x / 2 ** exponent)).buffer));
    }
  }
  return { name: there, shape, type: 8, bytes: Buffer.concat(blocks) };
}

describe('a tokenizer', () => {
  const { model } = JSON.parse(read('words-l512', 'tokenizer.json'));
  const tokens = Object.entries(model.vocab)
    .sort(([, a], [, b]) => a - b)
    .map(([token]) => token);
  const merges = model.merges.map((pair) => (Array.isArray(pair) ? pair.join(' ') : pair));
  const withTokens = (more) =>
    gguf(
      {
        ...metadataOf(JSON.parse(read('words-l512', 'config.json'))),
        'tokenizer.ggml.model': 'gpt2',
        'tokenizer.ggml.pre': 'smollm',
        'tokenizer.ggml.tokens': tokens,
        'tokenizer.ggml.merges': merges,
        ...more,
      },
      [],
    );

  test('of bytes gives the tokens of the same tokenizer.json', async () => {
    const own = await openTokenizer(read('words-l512', 'tokenizer.json').toString());
    const { tokenizer } = await modelOf(withTokens({}));
    const there = await openTokenizer(tokenizer);
    for (const sample of [text, 'In 1851, 42 whales.\n\n  Two  spaces', "don't — é 你好 🙂"]) {
      expect(there.encode(sample)).toEqual(own.encode(sample));
      expect(there.decode(own.encode(sample))).toBe(sample);
    }
  });
});

describe('a file that lies somewhere else', () => {
  /** The file, and which parts of it were asked for. */
  function watched(bytes) {
    const asked = [];
    const slice = async (begin, end) => {
      asked.push([begin, end]);
      return bytes.subarray(begin, end);
    };
    return { size: bytes.length, slice, asked };
  }
  const numbers = (count) => Buffer.from(Float32Array.from({ length: count }, (_, i) => i).buffer);
  const tensors = [
    { name: 'token_embd.weight', shape: [32, 32], type: 0, bytes: numbers(1024) },
    { name: 'output_norm.weight', shape: [32], type: 0, bytes: numbers(32) },
  ];
  const plain = { ...metadataOf(JSON.parse(config)), 'llama.vocab_size': 32, 'llama.embedding_length': 32 };

  test('is asked for its header, then for one tensor after the other', async () => {
    const bytes = Buffer.concat([gguf(plain, tensors), Buffer.alloc(2 ** 23)]);
    const file = watched(bytes);
    const model = await readGgufModel('x.gguf', file);
    expect(file.asked).toEqual([[0, 2 ** 22]]);
    const progress = [];
    const weights = await model.weights(memoryOf(model.size), (done) => progress.push(done));
    expect(file.asked.slice(1).map(([begin, end]) => end - begin)).toEqual([4096, 128]);
    expect(progress.at(-1)).toBe(1);
    expect(weights).toEqual((await modelOf(bytes)).weights);
  });

  test('is read further where its header is longer', async () => {
    const long = { ...plain, 'general.description': 'x'.repeat(2 ** 23) };
    const file = watched(gguf(long, tensors));
    expect((await readGgufModel('x.gguf', file)).config).toBe((await modelOf(gguf(plain, tensors))).config);
    expect(file.asked).toEqual([
      [0, 2 ** 22],
      [0, file.size],
    ]);
  });

  test('is left between two tensors when that is asked for', async () => {
    const file = watched(gguf(plain, tensors));
    const model = await readGgufModel('x.gguf', file);
    const leave = new AbortController();
    const weights = model.weights(memoryOf(model.size), () => leave.abort(), leave.signal);
    await expect(weights).rejects.toThrow(expect.objectContaining({ code: 'aborted' }));
    expect(file.asked).toHaveLength(2);
  });

  test('is the same model by its path, in memory and as a File', async () => {
    const bytes = await exported('yarn', { factor: 4 });
    const path = join(mkdtempSync(join(tmpdir(), 'ropescope-')), 'model.gguf');
    writeFileSync(path, bytes);
    expect(await lastLogits(path)).toEqual(await lastLogits(fileOf(bytes)));
  });
});

describe('what is not read is refused by name', () => {
  const plain = metadataOf(JSON.parse(config));
  test.each([
    ['another architecture', { ...plain, 'general.architecture': 'mamba' }, 'gguf_architecture'],
    ['experts', { ...plain, 'llama.expert_count': 8 }, 'gguf_key'],
    ['a key that nothing here reads', { ...plain, 'llama.attention.sliding_window': 64 }, 'gguf_key'],
    ['another scaling', { ...plain, 'llama.rope.scaling.type': 'longrope' }, 'gguf_key'],
    ['rotation of a part of a head', { ...plain, 'llama.rope.dimension_count': 8 }, 'gguf_key'],
    ['no width', { ...plain, 'llama.embedding_length': undefined }, 'gguf_misses'],
    ['a width that is no number', { ...plain, 'llama.embedding_length': 'wide' }, 'gguf_key'],
  ])('%s', async (_, metadata, reason) => {
    await expect(modelOf(gguf(metadata, []))).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_weights', reason, path: 'x.gguf' }),
    );
  });

  test.each([
    ['no bytes', Buffer.alloc(0), 'gguf_ends'],
    ['a page', Buffer.from('<!doctype html><title>'.padEnd(64)), 'gguf_unknown'],
    ['version 1', gguf({}, [], { version: 1 }), 'gguf_unknown'],
  ])('%s', async (_, bytes, reason) => {
    await expect(headerOf(bytes)).rejects.toThrow(expect.objectContaining({ reason, path: 'x.gguf' }));
  });

  test('whatever bytes a file has, and wherever it ends, within a moment', async () => {
    const whole = Buffer.from((await exported()).subarray(0, 8192));
    let state = 11;
    const next = (count) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 5) % count;
    };
    const start = performance.now();
    for (let round = 0; round < 1500; ++round) {
      const copy = Buffer.from(whole.subarray(0, next(whole.length)));
      for (let i = 0; i < 4 && copy.length > 0; ++i) copy[next(copy.length)] = next(256);
      await expect(modelOf(copy)).rejects.toThrow(expect.objectContaining({ code: 'invalid_weights' }));
    }
    expect(performance.now() - start).toBeLessThan(60_000); // none of them hangs
  });
});
