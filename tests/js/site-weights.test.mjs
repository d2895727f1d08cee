// What follows from a choice of weights: the columns beside them, and the numbers that their methods learned.
import { expect, test } from '@jest/globals';
import { columnsFor, ownBeside, ownColumn } from '../../web/scope/fitting.js';

const column = (id, params = {}) => ({ id, params });
const [rope, yarn, alibi] = [column('rope'), column('yarn'), column('alibi')];
const fallback = [alibi, column('fallback')];
const on = (ids, { own, before = rope }) => ({
  own,
  before,
  runs: async ({ id }) => ids.includes(id),
  otherwise: async () => fallback,
});

test('columns that run on the weights stay', async () => {
  expect(await columnsFor([rope, yarn], on(['rope', 'yarn'], { own: rope }))).toEqual([rope, yarn]);
});

test("columns that do not run become the weights' own, once", async () => {
  const columns = [alibi, yarn, column('kerple_log'), column('rerope')];
  expect(await columnsFor(columns, on(['yarn', 'rerope'], { own: rope, before: alibi }))).toEqual([
    rope,
    yarn,
    column('rerope'),
  ]);
});

test("the last weights' own method makes way for the new ones' own even where it runs", async () => {
  const own = column('yarn', { factor: 8 });
  expect(await columnsFor([rope, yarn], on(['rope', 'yarn'], { own }))).toEqual([own, yarn]);
  expect(await columnsFor([own, yarn], on(['rope', 'yarn'], { own: rope, before: own }))).toEqual([rope, yarn]);
});

test('where nothing is left to compare with, something else is put there', async () => {
  expect(await columnsFor([rope, yarn], on(['alibi'], { own: alibi }))).toEqual(fallback);
});

test('a column that was forced onto the last weights is not forced onto these', async () => {
  const columns = [rope, { ...alibi, force: true }];
  expect(await columnsFor(columns, on(['rope'], { own: rope }))).toEqual(fallback);
  expect(await columnsFor(columns, on(['rope', 'alibi'], { own: rope }))).toEqual([rope, alibi]);
});

test("the weights' own column names what the page would take otherwise, and nothing else", () => {
  const left = (id) => (id === 'yarn' ? { factor: undefined, beta_fast: 8, list: [1, 2] } : { factor: 4 });
  const own = [
    { id: 'yarn', params: { factor: 8, beta_fast: 8, list: [1, 2] } },
    { id: 'log_n', params: {} },
  ];
  expect(ownColumn(own, left)).toEqual({ ...column('yarn', { factor: 8 }), also: [column('log_n')] });
});

test('beside the own method stands what joins it, if that runs', async () => {
  expect(await ownBeside(alibi, 'window', async () => true)).toEqual([alibi, { ...alibi, also: [column('window')] }]);
  expect(await ownBeside(alibi, 'window', async () => false)).toEqual([alibi]);
});
