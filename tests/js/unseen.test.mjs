// What planted faults showed that no test saw: limits that belong to their range, maps that are not square, runs that are remembered.
import { describe, expect, test } from '@jest/globals';
import { maxPool } from '../../web/charts/pool.js';
import { integer } from '../../web/lib/check.js';
import { createCodec, mostMethods, scopeTable } from '../../web/scope/query.js';
import { Runner } from '../../web/scope/runner.js';

test('the least and the largest number of a range are in it', () => {
  expect([integer('n', 2, 2, 5), integer('n', 5, 2, 5)]).toEqual([2, 5]);
  for (const given of [1, 6]) expect(() => integer('n', given, 2, 5)).toThrow(/from 2 to 5/);
});

test('a link has as many methods as fit side by side, and is told of one more', () => {
  const defaults = { model: 'first', methods: [{ id: 'rope', params: {} }] };
  const { model } = scopeTable(['first']);
  const read = (count) => createCodec({ model }, defaults).fromHash(`#${Array(count).fill('m=rope').join('&')}`);
  expect(read(mostMethods)).toMatchObject({ problems: [], query: { methods: { length: mostMethods } } });
  expect(read(mostMethods + 1)).toMatchObject({
    problems: [{ code: 'tooManyMethods' }],
    query: { methods: { length: mostMethods } },
  });
});

test('a map of which only one side is too long is pooled along that side', () => {
  const grid = { rows: 4, cols: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const { rows, cols, values } = maxPool(grid, 3);
  expect({ rows, cols, values: [...values] }).toEqual({ rows: 3, cols: 2, values: [3, 4, 5, 6, 7, 8] });
});

describe('a column that is shown again', () => {
  const asked = [];
  const map = (request, layer = 0) => ({ request, layer, head: 0, rows: 1, cols: 1, values: Float32Array.of(1) });
  const model = {
    forward: async (_, { losses, capture, onMaps }) => {
      asked.push({ losses, captures: capture.length });
      onMaps(capture.map((_each, i) => map(i)));
      return { losses: Float32Array.of(1) };
    },
  };
  const listener = { onMap() {}, onView() {}, onError() {}, onProgress() {} };

  test('in another layer needs that layer only; in the same one nothing', async () => {
    const runner = new Runner(Promise.resolve(model));
    const jobs = [{ slot: 0, method: 'rope', force: false }];
    for (const layer of [0, 1, 0]) await runner.run(jobs, { input: 'abc', layer, head: 0 }, listener);
    expect(asked).toEqual([
      { losses: true, captures: 2 },
      { losses: false, captures: 1 },
    ]);
  });
});
