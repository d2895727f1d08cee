// Ranks of maps through the API: matrices whose singular values are known, a model's map, and what is refused.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const map = (rows, cols, value) => ({
  rows,
  cols,
  values: Float32Array.from({ length: rows * cols }, (_, i) => value(Math.floor(i / cols), i % cols)),
});

test('each query looking at itself alone makes as many patterns as there are queries', async () => {
  const { singularValues, numericalRank, effectiveRank } = await engine.mapRank(map(16, 16, (q, k) => +(q === k)));
  expect(singularValues).toBeInstanceOf(Float64Array);
  for (const value of singularValues) expect(value).toBeCloseTo(1, 12);
  expect([singularValues.length, numericalRank]).toEqual([16, 16]);
  expect(effectiveRank).toBeCloseTo(16, 10);
});

test('all queries weighing keys alike make one', async () => {
  const { singularValues, numericalRank, effectiveRank } = await engine.mapRank(map(12, 8, () => 1 / 8));
  expect(singularValues[0]).toBeCloseTo(Math.sqrt(12 * 8) / 8, 12); // the only one: the norm of the map
  expect(numericalRank).toBe(1);
  expect(effectiveRank).toBeCloseTo(1, 6);
});

test('a causal uniform map has the singular values of running means', async () => {
  // rows 1; 1/2 1/2: of M M^T = [[1, 1/2], [1/2, 1/2]], the roots of t^2 - 3/2 t + 1/4
  const { singularValues } = await engine.mapRank(map(2, 2, (q, k) => (k <= q ? 1 / (q + 1) : 0)));
  const roots = [1, -1].map((sign) => Math.sqrt(0.75 + (sign * Math.sqrt(1.25)) / 2));
  roots.forEach((root, i) => {
    expect(singularValues[i]).toBeCloseTo(root, 12);
  });
});

test.each([
  ['a number that is not finite', map(2, 2, () => Number.NaN), /map must hold finite numbers/],
  ['too few values', { ...map(2, 2, () => 1), rows: 3 }, /map must have rows x cols = 6 numbers, got 4/],
  [
    'a side too long',
    { ...map(1, 1, () => 1), rows: 1025 },
    /map\.rows must be a whole number from 1 to 1024, got 1025/,
  ],
  ['values of another type', { ...map(1, 1, () => 1), values: [1] }, /map\.values must be a Float32Array/],
])('%s is refused', async (_, wrong, message) => {
  await expect(engine.mapRank(wrong)).rejects.toMatchObject({
    code: 'invalid_argument',
    message: expect.stringMatching(message),
  });
});
