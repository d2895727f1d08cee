// What the page of accuracy states: measured from the golden files, and never better than it is.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { measure, measureAll, references } from '../../web/site/accuracy/measure.js';

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

test('every config of the golden files is compared, within the rounding of single precision', async () => {
  const { measured, tested } = await measureAll(engine);
  expect(measured.length).toBeGreaterThan(5);
  expect(measured.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThan(700);
  for (const { id, cases, refused, numbers, frequency, factor } of measured) {
    expect([id, refused < cases / 4, numbers > cases]).toEqual([id, true, true]);
    expect([id, frequency < 5e-6, factor < 1e-6]).toEqual([id, true, true]); // transformers computes in single precision
  }
  expect(tested.length).toBeGreaterThan(10);
  expect(tested.filter(({ source, cases }) => !source || cases === 0)).toEqual([]);
});

test('a difference shows, in a frequency as in a factor, and so does a number that is missing', async () => {
  const [reference] = references().configs;
  const [first] = reference.cases;
  const measured = (change) => measure(engine, { ...reference, cases: [{ ...first, ...change }] });
  expect((await measured({ inv_freq: [1.01, ...first.inv_freq.slice(1)] })).frequency).toBeCloseTo(0.01 / 1.01, 6);
  expect((await measured({ attention_factor: 1.25 })).factor).toBeCloseTo(0.2, 6);
  expect((await measured({ inv_freq: [...first.inv_freq, 1] })).frequency).toBe(Number.NaN);
  expect(await measured({ head_dim: -1 })).toMatchObject({ cases: 1, refused: 1, numbers: 0 });
});
