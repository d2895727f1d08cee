import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine, RopescopeError } from '../../web/lib/index.node.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const llama = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, max_position_embeddings: 256 };
const q = new Float32Array(24); // [3, 1, 8]
const shape = { seqLen: 3, heads: 1, head_dim: 8 };

let engine;
let model;
let wordless;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel(characterModel);
  wordless = await engine.loadModel(goldenModel('llama-tiny-default').folder);
});
afterAll(() => engine.dispose());

test('the codes that JavaScript knows are those of C++', () => {
  const names = (text) => [...text.matchAll(/['"]([a-z_]+)['"]/g)].map(([, name]) => name);
  const cpp = read('cpp/core/error_codes.hpp').match(/error_code_names\{([^}]*)\}/)[1];
  const js = read('web/lib/errors.js').match(/@typedef \{([^}]*)\} ErrorCode/)[1];
  expect(names(js).length).toBeGreaterThan(10);
  expect(names(js)).toEqual(names(cpp));
});

const yarn = (params) => () => engine.plan({ id: 'yarn', params }, { rope, seqLen: 8 });
const plan = (change) => () => engine.plan('rope', { rope, seqLen: 8, ...change });
const ropeWith = (change) => plan({ rope: { ...rope, ...change } });
const scaled = (rope_scaling) => () => engine.inspect({ ...llama, rope_scaling });
const rotate =
  (change, x = q) =>
  () =>
    engine.rotate(x, { shape: [3, 1, 8], rope, ...change });
const attend = (change) => () => engine.attention({ q, k: q, v: q, shape, rope, ...change });
const forward = (input, options) => () => model.forward(input, options);
const generate = (options) => () => model.generate('a', options);

/** What is given, how it fails, what the message must say. */
const cases = [
  [
    'a method that does not exist',
    () => engine.plan('yarm', { rope, seqLen: 8 }),
    'unknown_method',
    /"yarm".*did you mean "yarn"/,
  ],
  ['a number as a method', () => engine.plan(7, { rope, seqLen: 8 }), 'invalid_argument', /method must be .*, got 7$/],
  ['an empty list of methods', () => engine.plan([], { rope, seqLen: 8 }), 'invalid_argument', /got an empty list$/],
  [
    'two methods for one slot',
    () => engine.plan(['yarn', 'linear'], { rope, seqLen: 8 }),
    'slot_conflict',
    /yarn.*linear/,
  ],
  ['a parameter that does not exist', yarn({ factr: 2 }), 'unknown_param', /"factr".*did you mean "factor"/],
  [
    'NaN as a parameter',
    yarn({ factor: Number.NaN }),
    'invalid_argument',
    /yarn\.factor must be a number from 1 to .*, got NaN$/,
  ],
  ['true as a number', yarn({ factor: true }), 'invalid_argument', /yarn\.factor must be a number.*, got true$/],
  ['a text as a number', yarn({ factor: '4' }), 'invalid_argument', /yarn\.factor must be a number.*, got "4"$/],
  ['an object as a parameter', yarn({ factor: {} }), 'invalid_argument', /yarn\.factor must be .*, got an object$/],
  [
    'a list with a hole',
    yarn({ factor: [1, undefined] }),
    'invalid_argument',
    /yarn\.factor\[1\] must be a number.*, got nothing$/,
  ],
  ['a length of 0', plan({ seqLen: 0 }), 'invalid_argument', /seqLen must be a whole number from 1 to .*, got 0$/],
  ['a fraction as a length', plan({ seqLen: 1.5 }), 'invalid_argument', /seqLen must be a whole number.*, got 1\.5$/],
  [
    'a length of 2^33',
    plan({ seqLen: 2 ** 33 }),
    'invalid_argument',
    /seqLen must be a whole number.*, got 8589934592$/,
  ],
  ['no length', plan({ seqLen: undefined }), 'invalid_argument', /seqLen must be a whole number.*, got nothing$/],
  ['a bigint as a length', plan({ seqLen: 8n }), 'invalid_argument', /seqLen must be a whole number.*, got a bigint$/],
  ['a misspelt option', plan({ seqlen: 8 }), 'invalid_argument', /no property but .*, got seqlen$/],
  ['an odd rotary_dim', ropeWith({ rotary_dim: 7 }), 'invalid_argument', /rotary_dim must be even.*, got 7$/],
  [
    'an infinite base',
    ropeWith({ rope_theta: Number.POSITIVE_INFINITY }),
    'invalid_argument',
    /rope_theta must be .*, got Infinity$/,
  ],
  ['no geometry', plan({ rope: null }), 'invalid_argument', /rope must be an object.*, got null$/],
  ['a function in the options', plan({ seqLen: () => 8 }), 'invalid_argument', /seqLen must be plain data/],

  ['text that is not JSON', () => engine.inspect('{'), 'invalid_json', /line 1/],
  ['a config with a key twice', () => engine.inspect('{"a": 1, "a": 2}'), 'invalid_json', /"?a"?/],
  [
    'a config that is a number',
    () => engine.inspect(3),
    'invalid_argument',
    /config must be JSON text or an object, got 3$/,
  ],
  [
    'NaN deep in a config',
    scaled({ rope_type: 'linear', factor: Number.NaN }),
    'invalid_argument',
    /config\.rope_scaling\.factor must be a finite number.*, got NaN$/,
  ],
  [
    'undefined in a config',
    scaled({ rope_type: undefined }),
    'invalid_argument',
    /config\.rope_scaling\.rope_type .*got nothing$/,
  ],
  ['a function in a config', scaled([() => 1]), 'invalid_argument', /config\.rope_scaling\[0\] .*got a function$/],
  [
    'a cycle in a config',
    () => engine.inspect(((c) => Object.assign(c, { c }))({})),
    'invalid_json',
    /more than 64 deep/,
  ],
  ['an unknown rope_type', scaled({ rope_type: 'spiral' }), 'invalid_config', /spiral/],
  [
    'a factor given as text',
    scaled({ rope_type: 'linear', factor: '4' }),
    'invalid_config',
    /factor must be .*, got "4"$/,
  ],

  ['a plain array as q', rotate({}, [1, 2]), 'invalid_argument', /x must be a Float32Array, got an array$/],
  ['a Float64Array as q', rotate({}, new Float64Array(24)), 'invalid_argument', /x must be a Float32Array/],
  ['a shape of another size', rotate({ shape: [4, 1, 8] }), 'invalid_argument', /x must hold .* = 32 numbers, got 24$/],
  ['a shape whose product overflows', rotate({ shape: [65536, 65536, 65536] }), 'invalid_argument', /x must hold/],
  ['a shape of two sides', rotate({ shape: [3, 8] }), 'invalid_argument', /shape must be \[seq_len, heads, head_dim\]/],
  [
    'a negative position',
    rotate({ positions: [0, 1, -1] }),
    'invalid_argument',
    /positions\[2\] must be a number from 0 to .*, got -1$/,
  ],
  [
    'too few positions',
    rotate({ positions: [0, 1] }),
    'invalid_argument',
    /positions must hold seq_len = 3 numbers, got 2$/,
  ],
  [
    'an unknown layout',
    rotate({ layout: 'split' }),
    'invalid_argument',
    /layout must be one of half_split, interleaved, got "split"$/,
  ],
  [
    'another head_dim than the shape has',
    rotate({ rope: { ...rope, head_dim: 16 } }),
    'invalid_argument',
    /rope\.head_dim must be .* 8, got 16$/,
  ],
  ['keys of another length', attend({ k: new Float32Array(16) }), 'invalid_argument', /k|keys/],
  [
    'a head to capture that is not there',
    attend({ capture: { heads: [1] } }),
    'invalid_argument',
    /capture\.heads\[0\] must be a whole number from 0 to 0, got 1$/,
  ],

  ['a token outside the vocabulary', forward([96]), 'invalid_argument', /96/],
  ['a negative token', forward([-1]), 'invalid_argument', /tokens\[0\] must be .*, got -1$/],
  ['a fraction as a token', forward([1.5]), 'invalid_argument', /tokens\[0\] must be .*, got 1\.5$/],
  ['a text as a token', forward(['7']), 'invalid_argument', /tokens\[0\] must be .*, got "7"$/],
  ['a number as the input', forward(42), 'invalid_argument', /tokens must be a list of numbers, got 42$/],
  ['no tokens', forward([]), 'invalid_argument', /token/],
  ['a character outside the vocabulary', forward('caf\u00e9'), 'unsupported_text', /\u00e9/],
  ['text for a model without a tokenizer', () => wordless.forward('a'), 'unsupported_text', /vocab_size 64/],
  [
    'a layer that is not there',
    forward('a', { capture: { layers: [4] } }),
    'invalid_argument',
    /capture\.layers\[0\] .* 0 to 3, got 4$/,
  ],
  [
    'a layer that is not there in a list of captures',
    forward('a', { capture: [{ layers: 'all' }, { layers: [4] }] }),
    'invalid_argument',
    /capture\[1\]\.layers\[0\] .* 0 to 3, got 4$/,
  ],
  [
    'a smaller entropy',
    forward('a', { capture: { layers: 'all', kind: 'entropy', size: 8 } }),
    'invalid_argument',
    /capture\.size must be 0 or left out for kind entropy, .*, got 8$/,
  ],
  [
    'an unknown wish for logits',
    forward('a', { logits: 'some' }),
    'invalid_argument',
    /logits must be one of .*, got "some"$/,
  ],
  ['1 as a switch', forward('a', { losses: 1 }), 'invalid_argument', /losses must be true or false, got 1$/],
  [
    'a misspelt option of forward',
    forward('a', { metod: 'rope' }),
    'invalid_argument',
    /forward has no option "metod"$/,
  ],
  [
    'maps that do not fit',
    forward(new Uint8Array(8192), { capture: { layers: 'all' } }),
    'out_of_memory',
    /capture\.size/,
  ],
  [
    'a negative temperature',
    generate({ temperature: -1 }),
    'invalid_argument',
    /temperature must be a number from 0 to .*, got -1$/,
  ],
  ['a probability of 2', generate({ topP: 2 }), 'invalid_argument', /topP must be .*, got 2$/],
  [
    'no new tokens',
    generate({ maxNewTokens: 0 }),
    'invalid_argument',
    /maxNewTokens must be a whole number from 1 to .*, got 0$/,
  ],

  [
    'weights that are none',
    () => engine.loadModel({ config: read('web/models/rope-l128/config.json'), weights: new Uint8Array(7) }),
    'invalid_weights',
    /./,
  ],
  [
    'an architecture of another kind',
    () => engine.loadModel({ config: { ...llama, model_type: 'mamba' }, weights: new Uint8Array(8) }),
    'unsupported_model',
    /mamba/,
  ],
  [
    'a list of weights that holds a number',
    () => engine.loadModel({ config: {}, weights: [1] }),
    'invalid_argument',
    /weights\[0\] must be an ArrayBuffer or a Uint8Array, got 1$/,
  ],
  [
    'a folder that is not there',
    () => engine.loadModel('no/such/folder'),
    'load_failed',
    /no\/such\/folder\/config\.json could not be read/,
  ],
  ['no source', () => engine.loadModel(), 'invalid_argument', /model source must be .*, got nothing$/],
  [
    'a fraction of a worker',
    () => createEngine({ workers: 0.5 }),
    'invalid_argument',
    /workers must be a whole number from 0 to 64, got 0\.5$/,
  ],
  [
    'a misspelt engine option',
    () => createEngine({ worker: 1 }),
    'invalid_argument',
    /createEngine has no option "worker"$/,
  ],
];

test.each(cases)('%s is refused', async (_, call, code, message) => {
  const error = await call().then(
    () => 'no error',
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(RopescopeError);
  expect(error).toMatchObject({ name: 'RopescopeError', code, message: expect.stringMatching(message) });
  expect(error.reason).toMatch(/^[a-z]\w+$/);
});

test('after all these errors the engine still works', async () => {
  expect((await model.forward('still here')).rows).toBe(10);
});
