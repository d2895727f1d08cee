// The table of stored results on the page.
import { expect, test } from '@jest/globals';
import { measuresAt } from '../../web/site/results.js';
import { pooled, rowsOf } from '../../web/studies/findings.js';

const cell = (model, line, mean, more = {}) => ({
  model,
  line,
  methods: [],
  task: 'passkey',
  params: { depth: 0 },
  length: 1024,
  samples: 2,
  metrics: { exact_match: { mean, spread: 0 } },
  ...more,
});
const measure = { task: 'passkey', metric: 'exact_match', length: 1024, title: 'passkey, 8x' };

test('takes the mean over depths, then over seeds, with the spread over seeds', () => {
  const cells = [
    cell('m', 'own', 1),
    cell('m', 'own', 0.5, { params: { depth: 1 } }),
    cell('m, seed 1', 'own', 0.25),
    cell('m, seed 1', 'own', 0.75, { length: 128 }),
  ];
  const { mean, spread, samples, seeds } = pooled(cells, measure);
  expect([mean, samples, seeds]).toEqual([0.5, 6, 2]);
  expect(spread).toBeCloseTo(Math.sqrt(0.125), 12); // of 0.75 and 0.25
});

test('takes the spread over all samples of one seed: within cells and between them', () => {
  // samples 1 1 and 0 1: mean 0.75, sum of squares 0.75
  const cells = [
    cell('m', 'own', 1),
    cell('m', 'own', 0.5, { metrics: { exact_match: { mean: 0.5, spread: Math.SQRT1_2 } } }),
  ];
  expect(pooled(cells, measure)).toMatchObject({ mean: 0.75, samples: 4, seeds: 1 });
  expect(pooled(cells, measure).spread).toBeCloseTo(0.5, 12);
  expect(pooled([], measure)).toBe(null);
});

test('has a row for each family and line, and asks for copies from as far as they can be', () => {
  const models = [
    { name: 'm', family: 'm', sha256: '' },
    { name: 'm, seed 1', family: 'm', sha256: '' },
    { name: 'n', family: 'n', sha256: '' },
  ];
  const cells = [cell('m', 'own', 1), cell('m, seed 1', 'own', 0), cell('m', 'yarn', 1), cell('n', 'own', 1)];
  const rows = rowsOf({ models, cells }, [measure]);
  expect(rows.map(({ family, line, values }) => [family, line, values[0].seeds])).toEqual([
    ['m', 'own', 2],
    ['m', 'yarn', 1],
    ['n', 'own', 1],
  ]);
  const repeats = measuresAt(128).filter(({ task }) => task === 'repeat');
  expect(repeats.map(({ length, params }) => [length, params.period])).toEqual([
    [128, 64],
    [1024, 128],
  ]);
});
