// A visitor's own model: what is stated of it before it is loaded, what is refused and why, and how it is loaded.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { droppedFiles } from '../../web/scope/dropped-files.js';
import { openPool } from '../../web/scope/evaluation-run.js';
import { mostBytes, readPicked, workIn } from '../../web/scope/picked-model.js';
import { worthNarrow } from '../../web/scope/picked-size.js';
import { openWeights } from '../../web/scope/weights.js';
import { explorerCodec } from '../../web/site/explorer-query.js';
import { brought, withKept } from '../../web/site/kept.js';
import { randomLlama } from './helpers/random-llama.mjs';
import { joined, parts, sharded } from './helpers/weights.mjs';

const words = new URL('../../web/models/words-l512/', import.meta.url);
const golden = new URL('../golden/hf-models/', import.meta.url);
const contentsOf = (folder, names = readdirSync(folder)) =>
  Object.fromEntries(
    names
      .filter((name) => existsSync(new URL(name, folder)))
      .map((name) => [name, readFileSync(new URL(name, folder))]),
  );
const filesFrom = (contents) => Object.entries(contents).map(([name, content]) => new File([content], name));
const wordFiles = contentsOf(words, ['config.json', 'model.safetensors', 'tokenizer.json']);
const { entries: wordTensors } = parts(wordFiles['model.safetensors']);
const embedding = wordTensors.find(({ name }) => name === 'model.embed_tokens.weight');
const withHead = joined([...wordTensors, { ...embedding, name: 'lm_head.weight' }]);
const characterFiles = contentsOf(new URL('../rope-l128/', words), ['config.json', 'model.safetensors']);

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const read = (contents) => readPicked(filesFrom(contents), engine);

describe('what is stated before a model is loaded', () => {
  test('is what its config, its tokenizer and the headers of its weights say', async () => {
    const { facts, tokenizer } = await read(wordFiles);
    expect(facts).toMatchObject({
      ...{ architecture: 'LlamaForCausalLM', layers: 4, heads: 6, headDim: 32, vocabulary: 1024 },
      ...{ trained: 512, characters: false },
    });
    expect(facts.methods.map(({ id }) => id)).toEqual(['rope']);
    expect(facts.disk).toBe(Object.values(wordFiles).reduce((sum, { length }) => sum + length, 0));
    expect(JSON.parse(tokenizer).model.type).toBe('BPE');
  });

  test.each([
    ['words', () => wordFiles],
    ['characters', () => characterFiles],
    ['words with a head that is the embedding', () => ({ ...wordFiles, 'model.safetensors': withHead })],
    [
      'words in shards',
      () => ({ ...wordFiles, 'model.safetensors': undefined, ...sharded(wordFiles['model.safetensors'], 3) }),
    ],
  ])('counts parameters as the engine does once it has loaded them: %s', async (_, contents) => {
    const given = Object.fromEntries(Object.entries(contents()).filter(([, content]) => content !== undefined));
    const picked = await read(given);
    const progress = [];
    const model = await picked.load(engine, { onProgress: (done) => progress.push(done) });
    expect(picked.facts.parameters).toBe(model.info.parameters);
    expect(model.info.unused_tensors).toEqual([]);
    expect(progress.at(-2)).toBeCloseTo(0.95, 12); // the last part is unpacking
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    await model.dispose();
  });

  test('a model whose tokens are characters needs no tokenizer; one of words needs its own', async () => {
    expect((await read(characterFiles)).tokenizer).toBeUndefined();
    const { 'tokenizer.json': _, ...without } = wordFiles;
    await expect(read(without)).rejects.toMatchObject({ reason: 'file_not_picked', path: 'tokenizer.json' });
  });

  test('numbers that Python alone writes into a config are no obstacle', async () => {
    const config = wordFiles['config.json']
      .toString()
      .replace('"attention_bias"', '"rope_note": Infinity, "attention_bias"');
    expect((await read({ ...wordFiles, 'config.json': config })).facts.architecture).toBe('LlamaForCausalLM');
  });

  test('memory is that of the engine: its numbers, as floats where they are few, and the largest tensor on its way', async () => {
    const { facts } = await read(wordFiles);
    const numbers = wordTensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
    expect(facts.memory).toEqual({ loading: 4 * (numbers + 1024 * 192), kept: 4 * numbers });
    const cpp = readFileSync(new URL('../../cpp/model/model.hpp', import.meta.url), 'utf8');
    expect(Number(cpp.match(/max_memory_bytes = ([\d.e]+);/)[1])).toBe(mostBytes);
  });

  test('many numbers of 16 bits take two bytes each', async () => {
    const size = { hidden: 512, inner: 1536, layers: 4, heads: 8, kvHeads: 4, vocab: 4000 };
    const { config, weights } = randomLlama(size, 'F16');
    const contents = { ...wordFiles, 'config.json': JSON.stringify(config), 'model.safetensors': weights };
    const { facts } = await read(contents);
    const numbers = facts.parameters;
    expect(2 * numbers).toBeGreaterThan(worthNarrow);
    expect(facts.memory).toEqual({ loading: 2 * numbers + 2 * 4000 * 512, kept: 2 * numbers });
  });

  test('work of a pass is counted from the geometry', async () => {
    // by hand: a layer has four matrices of 192 x 192 and three of 192 x 512; the head is the embedding, 192 x 1,024; each of
    // 4 x 6 heads of 32 channels scores and sums n (n + 1) / 2 keys
    const matrices = 4 * (4 * 192 * 192 + 3 * 192 * 512) + 192 * 1024;
    const { work } = await read(wordFiles);
    for (const n of [1, 512]) expect(work(n)).toBe(n * matrices + 4 * 6 * 32 * n * (n + 1));
    const shape = { layers: 4, heads: 6, headDim: 32 };
    expect((await workIn(wordFiles['model.safetensors'], shape))(512)).toBe(work(512));
    expect((await workIn(withHead, shape))(512)).toBe(work(512)); // the embedding is looked up, the head multiplies
  });

  test('losses are those of the model as the library loads it from a folder', async () => {
    const tokens = Array.from({ length: 64 }, (_, i) => (37 * i) % 1024);
    const lossesOf = async (model) => (await model.forward(tokens, { losses: true, logits: 'none' })).losses;
    const picked = await read(wordFiles);
    const mine = await lossesOf(await picked.load(engine, {}));
    const { config, weights } = {
      config: wordFiles['config.json'].toString(),
      weights: new Uint8Array(wordFiles['model.safetensors']),
    };
    expect(mine).toEqual(await lossesOf(await engine.loadModel({ config, weights })));
  });
});

describe('what is refused, before anything is loaded, by its own name', () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4400000\n';
  const without = (contents, name) => Object.fromEntries(Object.entries(contents).filter(([each]) => each !== name));
  const shards = { ...without(wordFiles, 'model.safetensors'), ...sharded(wordFiles['model.safetensors'], 2) };

  test.each([
    ['no config', () => without(wordFiles, 'config.json'), /the files must hold config\.json/],
    ['no weights', () => without(wordFiles, 'model.safetensors'), /must hold model\.safetensors/],
    [
      'weights of another format',
      () => ({ ...without(wordFiles, 'model.safetensors'), 'model.gguf': 'GGUF' }),
      /got model\.gguf/,
    ],
    ['a Git LFS pointer', () => ({ ...wordFiles, 'model.safetensors': pointer }), /Git LFS pointer.*4400000 bytes/],
    ['a page instead of weights', () => ({ ...wordFiles, 'model.safetensors': '<!doctype html>' }), /HTML|page/],
    [
      'a shard that is missing',
      () => without(shards, 'model-00002-of-00002.safetensors'),
      /hold model-00002-of-00002\.safetensors/,
    ],
    ['a config that is no JSON', () => ({ ...wordFiles, 'config.json': '{' }), /syntax error/],
    [
      'a quantized model',
      () => ({
        ...wordFiles,
        'config.json': JSON.stringify({
          ...JSON.parse(wordFiles['config.json']),
          quantization_config: { quant_method: 'awq' },
        }),
      }),
      /awq/,
    ],
    [
      'a tokenizer of another model',
      () => ({
        ...wordFiles,
        'config.json': JSON.stringify({ ...JSON.parse(wordFiles['config.json']), vocab_size: 1000 }),
      }),
      /below vocab_size 1000, got 1023/,
    ],
  ])('%s', async (_, contents, message) => {
    await expect(read(contents())).rejects.toThrow(message);
  });

  const folders = readdirSync(golden, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  test.each(folders.map(({ name }) => name))(
    '%s: a class that the engine does not run, or no tokenizer',
    async (name) => {
      const contents = contentsOf(new URL(`${name}/`, golden));
      const runs = existsSync(new URL(`${name}/expected.json`, golden));
      const { model_type, alibi } = JSON.parse(contents['config.json']);
      await expect(read(contents)).rejects.toMatchObject(
        runs
          ? { code: 'load_failed', path: 'tokenizer.json' }
          : alibi
            ? { code: 'invalid_config', path: 'alibi', args: { model_type } }
            : { code: 'unsupported_model', path: 'model_type', args: { given: `"${model_type}"` } },
      );
    },
  );
});

describe('loading', () => {
  test('ends at once when it is cancelled: nothing more is read of the files', async () => {
    const files = filesFrom(wordFiles);
    const picked = await readPicked(files, engine);
    const stop = new AbortController();
    let pieces = 0;
    const pull = (controller) => {
      pieces += 1;
      if (pieces === 2) stop.abort();
      controller.enqueue(new Uint8Array(1024));
    };
    const large = files.find(({ name }) => name === 'model.safetensors');
    large.stream = () => new ReadableStream({ pull }, { highWaterMark: 0 });
    await expect(picked.load(engine, { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(pieces).toBe(2);
  });

  test('runs in an engine of its own, which ends with the signal', async () => {
    const picked = await read(characterFiles);
    const stop = new AbortController();
    const home = await picked.home(engine, stop.signal);
    const model = await picked.load(home, { signal: stop.signal });
    stop.abort();
    await expect(model.forward('Call me')).rejects.toMatchObject({
      code: expect.stringMatching(/aborted|invalid_handle/),
    });
    expect((await engine.methods()).length).toBeGreaterThan(20);
  });

  test('of a file that changed since it was picked fails by its name', async () => {
    const files = filesFrom(wordFiles);
    const picked = await readPicked(files, engine);
    const gone = files.find(({ name }) => name === 'model.safetensors');
    gone.stream = () => new ReadableStream({ pull: (controller) => controller.error(new Error('NotReadableError')) });
    await expect(picked.load(engine, {})).rejects.toMatchObject({
      code: 'load_failed',
      reason: 'file_unreadable',
      args: { address: 'model.safetensors' },
    });
  });
});

describe('a scope over it', () => {
  const source = async (contents) => ({ config: '', weights: '', picked: await read(contents) });
  const { fetch } = globalThis;
  beforeAll(() => {
    globalThis.fetch = () => Promise.reject(new Error('nothing may be asked for'));
  });
  afterAll(() => {
    globalThis.fetch = fetch;
  });

  test('has its geometry, its length and its tokens, and asks the network for nothing', async () => {
    const weights = await openWeights(engine, await source(wordFiles), {});
    expect(weights).toMatchObject({ seen: 512, shape: { layers: 4, heads: 6 }, rope: { head_dim: 32 } });
    expect(weights.reader.read([1, 2]).pieces).toHaveLength(2);
    const model = await weights.model;
    expect(model.info.vocab_size).toBe(1024);
    await model.dispose();
  });

  test('reads characters where it has no tokenizer', async () => {
    const weights = await openWeights(engine, await source(characterFiles), { later: true });
    expect(weights).toMatchObject({ seen: 128, reader: null });
  });

  test('evaluates it in workers that read the same files', async () => {
    const pool = await openPool({ engine, source: await source(characterFiles) });
    expect(pool.model.info.method).toBe('rope');
    await pool.dispose();
  });
});

test('a dropped folder gives the files that lie in it, beside files that were dropped themselves', async () => {
  const fileEntry = (file) => ({ isFile: true, isDirectory: false, file: (resolve) => resolve(file) });
  const batches = [
    [fileEntry(new File(['{}'], 'config.json')), { isFile: false, isDirectory: true }],
    [fileEntry(new File([''], 'model.safetensors'))],
  ];
  const folder = {
    isDirectory: true,
    createReader: () => ({ readEntries: (resolve) => resolve(batches.shift() ?? []) }),
  };
  const items = [
    { kind: 'string', getAsFile: () => null },
    { kind: 'file', getAsFile: () => null, webkitGetAsEntry: () => folder },
    { kind: 'file', getAsFile: () => new File([''], 'tokenizer.json'), webkitGetAsEntry: () => null },
  ];
  const files = await droppedFiles({ items });
  expect(files.map(({ name }) => name)).toEqual(['config.json', 'model.safetensors', 'tokenizer.json']);
});

describe('a link that names a model of one’s own', () => {
  const codec = withKept(explorerCodec(['rope-l128', 'own']));

  test('leads to it while the page has it', async () => {
    brought.value = await read(characterFiles);
    expect(codec.fromHash('model=own&method=yarn')).toMatchObject({
      query: { model: 'own' },
      problems: [],
      leavesMethods: false,
    });
    brought.value = null;
  });

  test('falls back elsewhere, says so, and leaves the methods to the page', () => {
    expect(codec.fromHash('model=own&len=64&method=alibi')).toMatchObject({
      query: { model: 'rope-l128', length: 64 },
      problems: [{ code: 'ownModelElsewhere', path: 'model' }],
      leavesMethods: true,
    });
  });
});
