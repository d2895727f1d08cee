// Numbers in texts and texts of numbers, which the modules leave to JavaScript: as the C++ library writes and reads them,
// tests/cpp/text_test.cpp.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../../web/lib/index.node.js';

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

/** How the engine writes a number that it refuses. @param {number} factor */
const written = (factor) =>
  engine
    .plan(
      { id: 'linear', params: { factor } },
      { rope: { head_dim: 8, original_max_position_embeddings: 8 }, seqLen: 8 },
    )
    .then(
      () => 'nothing',
      ({ message }) => message.split('got ')[1],
    );

test.each([
  [0, '0'],
  [-0, '-0'],
  [-2, '-2'],
  [0.5, '0.5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1e-6, '0.000001'],
  [1e-7, '1e-07'],
  [-1.5e-9, '-1.5e-09'],
  [999999999999999, '999999999999999'],
  [1e15, '1e+15'],
  [123456789012345680, '1.2345678901234568e+17'],
  [1e100, '1e+100'],
  [5e-324, '5e-324'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
  [NaN, 'NaN'],
])('%d is written as the library writes it', async (value, text) => {
  expect(await written(value)).toBe(text);
});

test('any number is written so that it reads back as itself', () =>
  fc.assert(
    fc.asyncProperty(fc.double({ max: 0.9 }), async (value) => {
      expect(Number(await written(value))).toBe(value);
    }),
  ));

const config = (theta) =>
  `{"model_type":"llama","hidden_size":64,"num_attention_heads":1,"max_position_embeddings":128,"rope_theta":${theta}}`;

test.each(['500000', '5e5', '5E+05', '10000.0000000000018189894035458565', '1000.125', '1.0000000000000002'])(
  'the number %s of a file is the nearest double',
  async (text) => {
    expect((await engine.inspect(config(text))).rope.rope_theta).toBe(Number(text));
  },
);

test.each([
  ['1e400', "rope_theta: number overflow parsing '1e400'"],
  ['1e-400', 'got 0'],
  ['4.9e-324', 'got 5e-324'],
])('the number %s of a file is told for what it is', async (text, told) => {
  await expect(engine.inspect(config(text))).rejects.toThrow(told);
});
