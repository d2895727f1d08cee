// What other runtimes are told: whatever is written reads back as the same frequencies, or is refused with a reason.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { sharded } from './helpers/weights.mjs';

const shipped = new URL('../../web/models/rope-l128/', import.meta.url);

let engine;
let config;
let folder;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  config = await readFile(new URL('config.json', shipped), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'export-'));
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true });
});

const own = () => {
  const { head_dim } = JSON.parse(config);
  return { head_dim, rotary_dim: head_dim, rope_theta: 10000, original_max_position_embeddings: 128 };
};

describe('a config.json for transformers', () => {
  const written = [
    ['rope', {}],
    ['linear', { factor: 8 }],
    ['yarn', { factor: 8, beta_fast: 8 }],
    ['yarn', { factor: 8, attention_factor: 1, truncate: false }],
    ['yarn', { factor: 8, mscale: 1, mscale_all_dim: 0.5 }],
    ['dynamic_ntk', { factor: 2 }],
    ['llama3', { factor: 8 }],
    ['ntk_by_parts', { factor: 8, beta_fast: 8 }],
    ['ntk_aware', { alpha: 8 }],
    ['longrope', { factor: 8, short_factor: Array(16).fill(1), long_factor: Array(16).fill(8) }],
  ];
  test.each(written)('of %s with %j reads back as the same numbers', async (method, params) => {
    const { config: text } = await engine.exportFor(config, { to: 'hf', method, params });
    for (const seqLen of [64, 128, 129, 1024]) {
      const plan = await engine.plan({ id: method, params }, { rope: own(), seqLen });
      const read = await engine.inspect(text, { seqLen });
      expect(read.attention_factor).toBe(plan.attention_factor);
      expect(read.inv_freq).toHaveLength(plan.inv_freq.length);
      for (const [i, rate] of plan.inv_freq.entries()) expect(read.inv_freq[i] / rate).toBeCloseTo(1, 12); // a base
      // betas 32 and 1 keep no pair of a model of 128 tokens, which is told
      expect(read.warnings.filter(({ reason }) => reason !== 'betas_keep_nothing')).toEqual([]);
    }
  });

  test('keeps all else, and speaks to transformers 4 and 5 alike, with fractions where they expect them', async () => {
    const { config: text } = await engine.exportFor(config, { to: 'hf', method: 'yarn', params: { factor: 8 } });
    const { rope_parameters, rope_scaling, rope_theta, max_position_embeddings, ...others } = JSON.parse(text);
    expect(rope_parameters).toEqual({
      rope_type: 'yarn',
      rope_theta: 10000,
      original_max_position_embeddings: 128,
      factor: 8,
    });
    expect([rope_scaling, rope_theta, max_position_embeddings]).toEqual([rope_parameters, 10000, 1024]);
    expect(JSON.parse(config)).toMatchObject(others);
    expect(text).toMatch(/"factor": 8\.0,?\n/);
  });

  test('comes with the weights, and the folder loads', async () => {
    const args = ['export', '--model', 'rope-l128', '--method', 'yarn', '--factor', '8', '--to', 'hf', '-o', folder];
    const { status, stderr } = await ropescope(args);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^factor 8: Extension ratio\.$/m);
    const [there, here] = await Promise.all([engine.loadModel(folder), engine.loadModel(shipped)]);
    expect(there.info.methods).toMatchObject([{ id: 'yarn', params: { factor: 8 } }]);
    const tokens = [1, 2, 3, 4, 5, 6];
    const expected = await here.forward(tokens, { method: { id: 'yarn', params: { factor: 8 } } });
    expect((await there.forward(tokens)).logits).toEqual(expected.logits);
  });

  test('comes with the characters as a tokenizer', async () => {
    const { files } = await engine.exportFor(config, { to: 'hf' });
    const { vocab, merges } = JSON.parse(files['tokenizer.json']).model;
    const model = await engine.loadModel(shipped);
    const characters = Object.keys(vocab).join('');
    expect(Array.from(await model.encode(characters))).toEqual(Object.values(vocab));
    expect([characters.length, merges]).toEqual([96, []]);
    const others = { ...JSON.parse(config), vocab_size: 32000 };
    expect(Object.keys((await engine.exportFor(others, { to: 'hf' })).files)).toEqual(['config.json']);
  });
});

test('llama.cpp and vLLM get the arguments of their commands', async () => {
  const common = ['export', '--model', 'rope-l128', '--method', 'yarn', '--factor', '8', '--param', 'beta_fast=8'];
  const llama = await ropescope([...common, '--to', 'llama.cpp']);
  expect(llama.stdout).toBe(
    '--rope-scaling yarn --rope-freq-base 10000 --yarn-orig-ctx 128 --rope-scale 8 --yarn-beta-fast 8 --ctx-size 1024\n',
  );
  expect(llama.stderr).toMatch(/^note: Always truncates/m);
  const { args, settings } = JSON.parse((await ropescope([...common, '--to', 'vllm', '--json'])).stdout);
  expect(args).toEqual(['--hf-overrides', expect.any(String), '--max-model-len', '1024']);
  const { rope_parameters, rope_scaling, rope_theta } = JSON.parse(args[1]); // of versions before and after transformers 5
  expect(rope_parameters).toMatchObject({ rope_type: 'yarn', factor: 8, beta_fast: 8 });
  expect([rope_scaling, rope_theta]).toEqual([rope_parameters, 10000]);
  expect(settings.every(({ why }) => why.message.length > 0)).toBe(true);
  const sglang = JSON.parse((await ropescope([...common, '--to', 'sglang', '--json'])).stdout);
  expect(sglang.args).toEqual(['--json-model-override-args', args[1], '--context-length', '1024']);
});

// Of each type, the longest text that vLLM and SGLang derive from what they are told.
const derived = [
  ['llama3', { factor: 4 }, ({ stated }) => stated],
  ['linear', { factor: 4 }, ({ stated, rope }) => stated * rope.factor],
  ['ntk_aware', { alpha: 4 }, ({ stated }) => stated],
  ['yarn', { factor: 4 }, ({ rope }) => rope.original_max_position_embeddings * rope.factor],
];
test.each(derived)('a server takes the longer text under %s', async (method, params, lengthOf) => {
  for (const to of ['vllm', 'sglang']) {
    const { args } = await engine.exportFor(config, { to, method, params });
    const { max_position_embeddings: stated, rope_parameters: rope } = JSON.parse(args[1]);
    expect(Number(args[3])).toBe(512);
    expect(lengthOf({ stated, rope })).toBeGreaterThanOrEqual(512);
  }
});

test('what stands there says which versions it was read in, and where a length is only the trained one', async () => {
  const reasonsFor = async (options) => (await engine.exportFor(config, options)).notes.map(({ reason }) => reason);
  expect(await reasonsFor({ to: 'vllm', method: 'yarn', params: { factor: 4 } })).toContain('holds_for_vllm');
  const base = { to: 'sglang', method: 'ntk_aware', params: { base: 80000 } };
  expect(await reasonsFor(base)).toEqual(expect.arrayContaining(['holds_for_sglang', 'length_is_trained']));
  expect(await reasonsFor({ ...base, seqLen: 512 })).not.toContain('length_is_trained');
});

test('mlx-lm and TensorRT-LLM get a file that reads back, the longest text as an argument only where one is taken', async () => {
  const asked = { method: 'yarn', params: { factor: 8 }, seqLen: 1000 };
  const written = await Promise.all(['mlx', 'tensorrt-llm'].map((to) => engine.exportFor(config, { ...asked, to })));
  for (const { config: text, files } of written) {
    expect(files['config.json']).toBe(text);
    const { rope_scaling: rope, rope_theta: theta, max_position_embeddings: longest } = JSON.parse(text);
    expect(rope).toMatchObject({
      rope_type: 'yarn',
      factor: 8,
      original_max_position_embeddings: 128,
      rope_theta: theta,
    });
    expect(longest).toBe(1000);
    expect(await engine.inspect(text)).toMatchObject({ method: 'yarn', params: { factor: 8 } });
  }
  expect(written.map(({ args }) => args)).toEqual([undefined, ['--max_seq_len', '1000']]);
  const reasons = written.map(({ notes }) => notes.map(({ reason }) => reason));
  expect(reasons[0]).toContain('holds_for_mlx_lm');
  expect(reasons[1]).toContain('holds_for_tensorrt_llm');
});

test('a config with bare numbers is read, and only where a file is made of it refused by what JSON says', async () => {
  const loose = config.replace('{', '{"initializer_range": Infinity,');
  expect((await engine.inspect(loose)).method).toBe('rope');
  expect((await engine.exportFor(loose, { to: 'vllm' })).args).toContain('--hf-overrides');
  const refusal = { code: 'invalid_json', reason: 'must_be_strict_json', path: 'config' };
  await expect(engine.exportFor(loose, { to: 'hf' })).rejects.toMatchObject(refusal);
});

describe('a folder keeps', () => {
  const exportTo = (model, name) =>
    ropescope([
      'export',
      '--model',
      model,
      '--method',
      'linear',
      '--factor',
      '2',
      '--to',
      'hf',
      '-o',
      join(folder, name),
    ]);

  test("the model's own tokenizer and what else belongs to it, and nothing is overwritten", async () => {
    const own = join(folder, 'own');
    await cp(shipped, own, { recursive: true });
    const files = { 'tokenizer.json': '{"mine":1}', 'generation_config.json': '{}', 'merges.txt': 'a b' };
    for (const [name, content] of Object.entries(files)) await writeFile(join(own, name), content);
    expect((await exportTo(own, 'kept')).status).toBe(0);
    for (const [name, content] of Object.entries(files)) {
      expect(await readFile(join(folder, 'kept', name), 'utf8')).toBe(content);
    }
    expect(await readdir(join(folder, 'kept'))).not.toContain('tokenizer_config.json'); // ours is for characters
    expect((await exportTo(own, 'own')).stderr).toMatch(/--out must be a folder without .*nothing is overwritten/);
    expect(await readFile(join(own, 'tokenizer.json'), 'utf8')).toBe(files['tokenizer.json']);
  });

  test('shards and their index', async () => {
    const model = join(folder, 'shards');
    await cp(shipped, model, { recursive: true });
    const shards = sharded(await readFile(join(model, 'model.safetensors')), 2);
    for (const [name, content] of Object.entries(shards)) await writeFile(join(model, name), content);
    await rm(join(model, 'model.safetensors'));
    expect((await exportTo(model, 'resharded')).status).toBe(0);
    const loaded = await engine.loadModel(join(folder, 'resharded'));
    expect(loaded.info.methods).toMatchObject([{ id: 'linear', params: { factor: 2 } }]);
    const gguf = ['export', '--model', model, '--to', 'llama.cpp', '-o', join(folder, 'gguf-of-shards')];
    expect((await ropescope(gguf)).status).toBe(0);
    await rm(join(model, 'model-00002-of-00002.safetensors'));
    const lost = await exportTo(model, 'lost');
    expect(lost.stderr).toMatch(/load_failed: .*must hold model-00002-of-00002\.safetensors/);
  });
});

test('a window is exported as Mistral, no rotation as SmolLM3, ALiBi as a GGUF file of refact', async () => {
  const window = await engine.exportFor(config, { to: 'hf', method: 'window', params: { window: 32 } });
  expect(JSON.parse(window.config)).toMatchObject({
    model_type: 'mistral',
    architectures: ['MistralForCausalLM'],
    sliding_window: 32,
  });
  const stretched = [
    { id: 'yarn', params: { factor: 4 } },
    { id: 'window', params: { window: 32 } },
  ];
  const both = await engine.exportFor(config, { to: 'hf', method: stretched });
  expect(JSON.parse(both.config)).toMatchObject({ sliding_window: 32, rope_parameters: { rope_type: 'yarn' } });
  const read = await engine.loadModel({
    config: both.config,
    weights: await readFile(new URL('model.safetensors', shipped)),
  });
  const here = await engine.loadModel(shipped);
  const tokens = Array.from({ length: 80 }, (_, i) => i % 96);
  const [there, ours] = await Promise.all([read.forward(tokens), here.forward(tokens, { method: stretched })]);
  expect(there.logits).toEqual(ours.logits);
  const still = await ropescope(['export', '--model', 'nope-l128', '--to', 'hf']);
  expect(JSON.parse(still.stdout)).toMatchObject({
    model_type: 'smollm3',
    no_rope_layers: expect.arrayContaining([0]),
  });
  const alibi = ['export', '--model', 'alibi-l128', '--to', 'llama.cpp'];
  expect((await ropescope(alibi)).stderr).toMatch(/takes that from its model file alone.*write one/);
  expect((await ropescope([...alibi, '-o', join(folder, 'alibi')])).stderr).toMatch(/^general\.architecture "refact"/m);
});

test.each([['logits'], ['generate']])('%s takes the name of a model, too', async (command) => {
  const { status, stdout } = await ropescope([command, '--model', 'rope-l128', '--prompt', 'Call', '--json']);
  expect(status).toBe(0);
  expect(stdout.length).toBeGreaterThan(10);
});

describe('a GGUF file for llama.cpp', () => {
  test('holds weights and method, so that the command needs no flags', async () => {
    const args = ['export', '--model', 'rope-l128', '--method', 'llama3', '--seq-len', '512', '--to', 'llama.cpp'];
    const { status, stdout, stderr } = await ropescope([...args, '-o', folder]);
    expect(status).toBe(0);
    expect(stdout).toBe(`--model ${join(folder, 'model.gguf')} --ctx-size 512\n`);
    expect(stderr).toMatch(/^rope_freqs\.weight \[1,.*8\]: Divides the frequency of each pair\.$/m);
    const file = await readFile(join(folder, 'model.gguf'));
    expect(file.subarray(0, 4).toString()).toBe('GGUF');
    expect(file.readUInt32LE(4)).toBe(3);
    const weights = await readFile(new URL('model.safetensors', shipped));
    expect(file.length / weights.length).toBeCloseTo(1, 1); // halves stay halves
  });

  test('is made of bytes that a page has, and only for llama.cpp', async () => {
    const weights = new Uint8Array(await readFile(new URL('model.safetensors', shipped)));
    const { files, args } = await engine.exportFor(config, { to: 'llama.cpp', weights });
    expect(args).toEqual(['--model', 'model.gguf', '--ctx-size', '128']);
    expect(Object.keys(files)).toEqual(['model.gguf']);
    expect(files['model.gguf']).toBeInstanceOf(Uint8Array);
    await expect(engine.exportFor(config, { to: 'hf', weights })).rejects.toThrow(/^weights must be left out/);
    await expect(engine.exportFor(config, { to: 'llama.cpp', weights: weights.slice(0, 99) })).rejects.toMatchObject({
      code: 'invalid_weights',
    });
  });
});

const refused = [
  [
    ['--method', 'rerope', '--to', 'hf', '--seq-len', '512'],
    /unsupported_model: transformers has no form of rerope: .*the nearest .* yarn/,
  ],
  [['--method', 'yarn,log_n', '--to', 'vllm'], /unsupported_model: vLLM has no form of yarn, log_n/],
  [['--method', 'alibi', '--to', 'llama.cpp'], /wrong_weights: /],
  [['--method', 'llama3', '--to', 'llama.cpp'], /keeps these divisors in the model file/],
  [['--method', 'dynamic_ntk', '--to', 'llama.cpp', '-o', 'x'], /its frequencies change with the length of the text/],
  [['--to', 'llama.cpp', '-o', '/dev/null/x'], /--out must be a folder that can be written: /],
  [['--method', 'hwfa', '--to', 'hf'], /wrong_weights: |its layers differ/],
  [['--to', 'gguf'], /to must be one of hf, vllm, sglang, llama\.cpp, mlx, tensorrt-llm, got "gguf"/],
  [['--to', 'vllm', '-o', 'x'], /--out must be left out for vllm/],
];
test.each(refused)('%j is refused with a reason', async (args, message) => {
  const { status, stderr } = await ropescope(['export', '--model', 'rope-l128', ...args]);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});
