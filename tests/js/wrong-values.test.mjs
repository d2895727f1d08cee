// Every argument and option of every call, given everything that it is not: the call works or says what is wrong.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine, RopescopeError } from '../../web/lib/index.node.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const tiny = goldenModel('llama-tiny-default').folder;
const config = JSON.parse(readFileSync(new URL('config.json', tiny), 'utf8'));
const weights = readFileSync(new URL('model.safetensors', tiny));
const withTokenizer = new URL('../../web/models/words-l512/', import.meta.url);
const text = 'It was the whiteness of the whale that above all things appalled me. '.repeat(8);

const moved = new Float32Array(4);
structuredClone(moved, { transfer: [moved.buffer] });
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const fail = () => {
  throw new TypeError('a trap');
};
const withGetter = Object.defineProperty({}, 'signal', { enumerable: true, get: fail });

const values = {
  ...{
    undefined,
    null: null,
    true: true,
    false: false,
    zero: 0,
    negative: -1,
    fraction: 1.5,
    'not a number': Number.NaN,
  },
  ...{ infinity: Number.POSITIVE_INFINITY, huge: 2 ** 53, bigint: 5n, 'empty text': '', text: 'constructor' },
  ...{
    symbol: Symbol('s'),
    function: () => 1,
    'empty list': [],
    'list of null': [null],
    'list of nothing': [undefined],
  },
  ...{ 'nested list': [[]], 'list of symbols': [Symbol('s')], 'empty object': {}, 'foreign object': { toString: 1 } },
  ...{ 'object without prototype': Object.create(null), map: new Map(), date: new Date(0), pattern: /x/ },
  ...{
    promise: Promise.resolve(1),
    error: new TypeError('t'),
    instance: new (class Options {})(),
    'weak map': new WeakMap(),
  },
  ...{
    bytes: new Uint8Array(3),
    floats: new Float32Array(2),
    'moved floats': moved,
    view: new DataView(new ArrayBuffer(2)),
  },
  ...{ buffer: new ArrayBuffer(8), 'shared buffer': new SharedArrayBuffer(8), 'revoked proxy': revoked },
  ...{
    'throwing proxy': new Proxy({}, { get: fail, ownKeys: fail, getPrototypeOf: fail }),
    'throwing getter': withGetter,
  },
};

const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const x = new Float32Array(24);
const shape = { seqLen: 3, heads: 1, head_dim: 8 };
const attending = { q: x, k: x, v: x, shape, rope };
const lines = [{ name: 'own', methods: [] }];
const evaluation = { lines, lengths: [8], tasks: ['text'], text, samples: 1 };
const cell = { task: 'text', length: 8, samples: 1, text };
const trainable = {
  config: {
    ...{ model_type: 'llama', vocab_size: 96, hidden_size: 8, intermediate_size: 8, num_hidden_layers: 1 },
    ...{ num_attention_heads: 1, head_dim: 8, max_position_embeddings: 8, tie_word_embeddings: true },
  },
  recipe: {
    steps: 2,
    phases: [{ length: 8, rows: 2, mix: { letter_repeat: 1 }, random_period: [2, 4] }],
    adamw: { learning_rate: 0.01 },
  },
};

/** One call for each property of `base` and of `others`, which takes a value in its place. */
const each = (name, call, base, others = []) =>
  [...Object.keys(base), ...others].map((key) => [`${name} ${key}`, (given) => call({ ...base, [key]: given })]);

const run = ['signal', 'onProgress'];

/** What the calls of the table are made on. */
const callsOn = ({ engine, model, characters, words, training }) => [
  ['createEngine options', (given) => createEngine(given)],
  ...each('createEngine', createEngine, { workers: 0 }, ['wasmUrl', 'wasmBinary', 'wasmModule', 'signal']),
  ['inspect config', (given) => engine.inspect(given)],
  ['inspect options', (given) => engine.inspect(config, given)],
  ...each('inspect', (options) => engine.inspect(config, options), {}, ['seqLen', 'assumeOriginalLength']),
  ...['plan', 'explain'].flatMap((call) => [
    [`${call} method`, (given) => engine[call](given, { rope, seqLen: 8 })],
    [`${call} params`, (given) => engine[call]({ id: 'yarn', params: given }, { rope, seqLen: 8 })],
    [`${call} factor`, (given) => engine[call]({ id: 'yarn', params: { factor: given } }, { rope, seqLen: 8 })],
    [`${call} options`, (given) => engine[call]('rope', given)],
    ...each(call, (options) => engine[call]('alibi', options), { rope, seqLen: 8 }, [
      'heads',
      'params',
      'layer',
      'layers',
    ]),
  ]),
  ['rotate x', (given) => engine.rotate(given, { shape: [3, 1, 8], rope })],
  ['rotate options', (given) => engine.rotate(x, given)],
  ...each('rotate', (options) => engine.rotate(x, options), { shape: [3, 1, 8], rope }, [
    'positions',
    'method',
    'layout',
  ]),
  ['tensor x', (given) => engine.tensor(given, [3, 1, 8])],
  ['tensor shape', (given) => engine.tensor(x, given)],
  ['attention options', (given) => engine.attention(given)],
  ...each('attention', (options) => engine.attention(options), attending, ['method', 'layout', 'capture', ...run]),
  ['exportFor config', (given) => engine.exportFor(given, { to: 'hf' })],
  ['exportFor options', (given) => engine.exportFor(config, given)],
  ...each('exportFor', (options) => engine.exportFor(config, options), { to: 'llama.cpp' }, [
    'method',
    'params',
    'weights',
    'seqLen',
  ]),
  ['loadModel source', (given) => engine.loadModel(given)],
  ['loadModel options', (given) => engine.loadModel({ config, weights }, given)],
  ...each('loadModel source', (source) => engine.loadModel(source), { config, weights }),
  ...each('loadModel', (options) => engine.loadModel({ config, weights }, options), {}, run),
  ['evaluate model', (given) => engine.evaluate(given, evaluation)],
  ['evaluate options', (given) => engine.evaluate(characters, given)],
  ...each('evaluate', (options) => engine.evaluate(characters, options), evaluation, [
    'seed',
    'rules',
    'signal',
    'onCell',
  ]),
  ...each('evaluate line', (line) => engine.evaluate(characters, { ...evaluation, lines: [line] }), lines[0], [
    'force',
  ]),
  ...each(
    'evaluate task',
    (task) => engine.evaluate(characters, { ...evaluation, tasks: [task] }),
    { task: 'repeat', params: { period: [4] } },
    ['samples'],
  ),
  ['evaluate rule', (given) => engine.evaluate(characters, { ...evaluation, rules: { yarn: { factor: given } } })],
  ['train options', (given) => engine.train(given)],
  ...each('train', (options) => engine.train(options), trainable, ['seed', 'text', 'from', 'state', ...run]),
  ...['encode', 'decode', 'forward', 'generate'].map((call) => [`${call} input`, (given) => model[call](given)]),
  ...['encode', 'decode', 'forward'].map((call) => [`${call} input of words`, (given) => words[call](given)]),
  ...each('generate words', (options) => words.generate([1, 2], options), { maxNewTokens: 1 }, ['onToken']),
  ['cell of words', (given) => words.evaluate(given)],
  ...each('cell of words', (options) => words.evaluate(options), { ...cell, length: 16 }, ['onSample']),
  ['forward options', (given) => model.forward([1, 2], given)],
  ...each('forward', (options) => model.forward([1, 2], options), {}, [
    ...['method', 'force', 'cache', 'prefill', 'logits', 'losses', 'capture', 'onMaps', ...run],
  ]),
  ...each('capture', (capture) => model.forward([1, 2], { capture }), { layers: 'all' }, ['heads', 'kind', 'size']),
  ...each('capture of pairs', (capture) => model.forward([1, 2], { capture }), {
    ...{ layers: 'all', kind: 'pairs', query: 1 },
  }),
  ['generate options', (given) => model.generate([1, 2], given)],
  ...each('generate', (options) => model.generate([1, 2], options), { maxNewTokens: 1 }, [
    ...['method', 'force', 'cache', 'temperature', 'topK', 'topP', 'seed', 'onToken', ...run],
  ]),
  ['cell options', (given) => characters.evaluate(given)],
  ...each('cell', (options) => characters.evaluate(options), cell, [
    ...['method', 'force', 'seed', 'first', 'period', 'depth', 'signal', 'onSample'],
  ]),
  ['training run', (given) => training.run(given)],
  ['training steps', (given) => training.run({ steps: given })],
  ['training load', (given) => training.load(given)],
  ['exportModel options', (given) => training.exportModel(given)],
  ['exportModel dtype', (given) => training.exportModel({ dtype: given })],
];

describe.each([0, 1])('with workers: %i', (workers) => {
  let on;
  beforeAll(async () => {
    const engine = await createEngine({ workers });
    const [model, characters] = [await engine.loadModel(tiny), await engine.loadModel(characterModel)];
    const words = await engine.loadModel(withTokenizer);
    on = { engine, model, characters, words, training: await engine.train(trainable) };
  });
  afterAll(() => on.engine.dispose());

  test.each(callsOn({}).map(([name], i) => [name, i]))(
    '%s: a wrong value is refused by a RopescopeError',
    async (_, i) => {
      const [, call] = callsOn(on)[i];
      for (const [given, value] of Object.entries(values)) {
        let made;
        try {
          made = await call(value);
        } catch (error) {
          if (!(error instanceof RopescopeError) || error.code === 'internal')
            throw new Error(`${given}: ${error.stack}`);
          expect(error.message).not.toMatch(/\{\w+\}|undefined/);
        }
        await made?.dispose?.();
      }
    },
  );

  test('after all of them the engine still works', async () => {
    expect((await on.characters.forward('still here')).rows).toBe(10);
    expect((await on.training.report()).step).toBeLessThanOrEqual(2);
  });
});

describe('what used to be taken for something else', () => {
  let on;
  beforeAll(async () => {
    const engine = await createEngine({ workers: 0 });
    on = { engine, characters: await engine.loadModel(characterModel), words: await engine.loadModel(withTokenizer) };
  });
  afterAll(() => on.engine.dispose());

  const cases = {
    'a fraction as the seed of a generation': [
      () => on.characters.generate('a', { maxNewTokens: 1, seed: 1.5 }),
      'seed',
    ],
    'a fraction as the seed of a cell': [() => on.characters.evaluate({ ...cell, seed: 1.5 }), 'seed'],
    'a fraction as the seed of an evaluation': [
      () => on.engine.evaluate(on.characters, { ...evaluation, seed: 1.5 }),
      'seed',
    ],
    'a fraction as a period': [() => on.characters.evaluate({ ...cell, task: 'repeat', period: 1.5 }), 'period'],
    'a number as a capture': [() => on.engine.attention({ ...attending, capture: -1 }), 'capture'],
    'a symbol as a capture': [() => on.engine.attention({ ...attending, capture: Symbol('all') }), 'capture'],
    'true as the options of a pass': [() => on.characters.forward('a', true), 'options'],
    'a function as the options of a generation': [() => on.characters.generate('a', () => {}), 'options'],
    '5 as the options of a load': [() => on.engine.loadModel(tiny, 5), 'options'],
    'null as the options of an engine': [() => createEngine(null), 'options'],
    'a text as rules': [() => on.engine.evaluate(on.characters, { ...evaluation, rules: 'yarn' }), 'rules'],
    '0 as weights to start from': [() => on.engine.train({ ...trainable, from: 0 }), 'from'],
    'NaN as weights to start from': [() => on.engine.train({ ...trainable, from: Number.NaN }), 'from'],
    'an empty text as a saved training': [() => on.engine.train({ state: '' }), 'state'],
    'an object as a signal': [() => on.characters.forward('a', { signal: {} }), 'signal'],
    'a text as a listener': [() => on.characters.generate('a', { onToken: 'log' }), 'onToken'],
    'null as the options of a generation of words': [() => on.words.generate('a', null), 'options'],
    'a list as the options of a generation of words': [() => on.words.generate('a', []), 'options'],
    'a text as tokens of words': [() => on.words.decode('5'), 'tokens'],
    'an object as tokens of words': [() => on.words.decode({}), 'tokens'],
    'a number as tokens of words': [() => on.words.decode(5), 'tokens'],
  };

  test.each(Object.keys(cases))('%s is refused, and the error names it', async (name) => {
    const [call, path] = cases[name];
    const said = { name: 'RopescopeError', code: 'invalid_argument', path, reason: expect.stringMatching(/^must_be_/) };
    await expect(call()).rejects.toMatchObject({ ...said, args: { given: expect.any(String) } });
  });

  test('a text that no session can hold is refused before it is copied', async () => {
    const tokens = new Uint8Array(20_000_000);
    const began = performance.now();
    for (const input of [tokens, 'a'.repeat(20_000_000)]) {
      const refused = { code: 'invalid_argument', reason: 'too_many_tokens', path: 'input', args: { max: 65536 } };
      await expect(on.characters.forward(input)).rejects.toMatchObject(refused);
      await expect(on.characters.generate(input)).rejects.toMatchObject(refused);
    }
    expect(performance.now() - began).toBeLessThan(500);
  });
});
