// The table of stored results on the page.
import { describe, expect, test } from '@jest/globals';
import { measuresAt } from '../../web/site/results.js';
import { pageWith } from '../../web/studies/evaluation-table.js';
import { comparisonsOf, pooled, rowsOf } from '../../web/studies/findings.js';
import { en } from '../../web/words/en.js';

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

describe('the tables of docs/results.md', () => {
  const marks = '<!-- made by npm run evaluate -->\n<!-- end -->';
  const loss = (line, length, mean) =>
    cell('m', line, 0, { task: 'text', params: {}, length, metrics: { loss: { mean, spread: 0 } } });
  const tableOf = (...cells) => {
    const models = [{ name: 'm', family: 'm', sha256: '' }];
    const evaluation = { models, cells, titles: { families: {}, lines: {} } };
    return pageWith(marks, evaluation, { tables: [], expectations: [] }, en).split('\n');
  };

  test('have no column of which nothing is measured', () => {
    expect(tableOf(loss('own', 128, 1))[1]).toBe('| weights | method | loss at 128 |');
  });

  test('say of an empty cell that it was not measured', () => {
    const lines = tableOf(loss('own', 128, 1), loss('own', 4096, 2), loss('linear', 128, 3));
    expect(lines.slice(1, 5)).toEqual([
      '| weights | method | loss at 128 | loss at 4096 |',
      '|---|---|---:|---:|',
      '| m | own | 1.00 | 2.00 |',
      '|  | linear | 3.00 | not measured |',
    ]);
  });
});

test('a published table is ranked in its own sense, with the rows that are measured here', () => {
  const families = ['a', 'b', 'c', 'd'];
  const models = families.slice(0, 3).map((family) => ({ name: family, family, sha256: '' }));
  const [first, second, third] = [3, 2, 1]; // losses
  const cells = [first, second, third].map((mean, i) =>
    cell(families[i], 'own', 0, { task: 'text', params: {}, metrics: { loss: { mean, spread: 0 } } }),
  );
  const ours = { task: 'text', metric: 'loss', length: 1024 };
  const rows = [90, 40, 30, 10].map((value, i) => ({ name: families[i], family: families[i], line: 'own', value }));
  const rhoOf = (better, list) => comparisonsOf({ models, cells }, [{ id: '', better, ours, rows: list }])[0].rho;
  expect(rhoOf('down', rows)).toBeCloseTo(1, 12); // perplexities beside losses
  expect(rhoOf('up', rows)).toBeCloseTo(-1, 12); // accuracies beside losses: the one with most has the greatest loss
  expect(rhoOf('down', [...rows.slice(1), { ...rows[0], value: 35 }])).toBeCloseTo(0.5, 12); // 1 - 6 * 2 / (3 * 8)
  expect(rhoOf('down', rows.slice(0, 2))).toBe(null); // two rows are always in order or not
});
