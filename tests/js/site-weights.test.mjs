// What follows from a choice of weights: the columns beside them, and the numbers that their methods learned.
import { expect, test } from '@jest/globals';
import { columnsFor, ownBeside, ownColumn } from '../../web/scope/fit.js';
import { learnedParams } from '../../web/scope/learned.js';

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

/** A safetensors file of these tensors, each a list of 16-bit words. */
function fileOf(tensors) {
  let end = 0;
  const header = Object.entries(tensors).map(([name, { dtype, words }]) => {
    const start = end;
    end += 2 * words.length;
    return [name, { dtype, shape: [words.length], data_offsets: [start, end] }];
  });
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: {}, ...Object.fromEntries(header) }));
  const words = Object.values(tensors).flatMap((tensor) => tensor.words);
  const file = new Uint8Array(8 + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  for (const [i, word] of words.entries()) new DataView(file.buffer).setUint16(8 + text.length + 2 * i, word, true);
  return file;
}

test('learned numbers are those of the method and of the layer, in either precision', () => {
  const file = fileOf({
    'model.layers.0.self_attn.position.kerple_log.r1': { dtype: 'F16', words: [0x3c00, 0xc000, 0x0001, 0x7bff] },
    'model.layers.0.self_attn.position.kerple_log.r2': { dtype: 'F32', words: [0x0000, 0x3fc0] },
    'model.layers.1.self_attn.position.kerple_log.r1': { dtype: 'F16', words: [0x3800] },
    'model.layers.0.self_attn.q_proj.weight': { dtype: 'F16', words: [0] },
  });
  expect(learnedParams(file, 'kerple_log', 0)).toEqual({ r1: [1, -2, 2 ** -24, 65504], r2: [1.5] });
  expect(learnedParams(file, 'kerple_log', 1)).toEqual({ r1: [0.5] });
  expect(learnedParams(file, 'kerple', 0)).toEqual({});
});
