// What JavaScript gets to know of a plan: pretended positions as arrays, against the closed forms of METHODS.md section 4.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pretendedDistances } from '../../web/figures/distances.js';
import { createEngine } from '../../web/lib/index.node.js';
import { readGolden } from './helpers/golden.mjs';

const rope = { head_dim: 8, original_max_position_embeddings: 64 };
const seqLen = 200;
const { floor, min, max } = Math;

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const plan = (id, params) => engine.plan({ id, params }, { rope, seqLen });

/** P(m, n) of every pair of a query and a key, from a formula. */
const formulas = [
  ['rerope', { window: 16 }, 16, (m, n) => min(m - n, 16)],
  ['leaky_rerope', { window: 16, slope: 4 }, 61.75, (m, n) => (m - n < 16 ? m - n : 16 + (m - n - 16) / 4)],
  [
    'self_extend',
    { window: 18, group: 4 },
    63,
    (m, n) => (m - n < 18 ? m - n : floor(m / 4) - floor(n / 4) + 18 - floor(18 / 4)),
  ],
];

describe('pretended positions', () => {
  test.each(formulas)('%s meets every key where its formula says', async (id, params, _most, formula) => {
    const made = await plan(id, params);
    for (const query of [0, 15, 16, 17, 100, seqLen - 1]) {
      const distances = pretendedDistances(made, query);
      expect(distances).toHaveLength(query + 1);
      distances.forEach((pretended, distance) => {
        expect(pretended).toBeCloseTo(formula(query, query - distance), 12);
      });
    }
  });

  test('the branches hold every key of a query once, as arrays that JavaScript owns', async () => {
    const { branches } = await plan('dual_chunk', { chunk: 48, local: 8 });
    expect(branches).toHaveLength(3);
    for (const { q_position, k_position, first, end } of branches) {
      for (const positions of [q_position, k_position]) expect(positions).toBeInstanceOf(Float64Array);
      for (const keys of [first, end]) expect(keys).toBeInstanceOf(Int32Array);
      for (const each of [q_position, k_position, first, end]) {
        expect(each).toHaveLength(seqLen);
        expect(each.buffer.byteLength).toBe(each.byteLength);
      }
    }
    for (let query = 0; query < seqLen; query++) {
      const met = branches.flatMap(({ first, end }) =>
        Array.from({ length: max(0, end[query] - first[query]) }, (_, i) => first[query] + i),
      );
      expect(met.sort((a, b) => a - b)).toEqual(Array.from({ length: query + 1 }, (_, key) => key));
    }
  });

  test("dual chunks zigzag as in their authors' maps", async () => {
    const { N, cases } = readGolden('dca_maps.json');
    const made = await engine.plan(
      { id: 'dual_chunk', params: { chunk: 12, local: 2 } },
      { rope: { ...rope, original_max_position_embeddings: 16 }, seqLen: N },
    );
    cases.chunk12_local2.relative_position.forEach((row, query) => {
      expect(Array.from(pretendedDistances(made, query)).reverse()).toEqual(row);
    });
  });

  test('plain positions have no branches, and hidden keys no distance', async () => {
    expect((await plan('rope', {})).branches).toEqual([]);
    const distances = pretendedDistances(await plan('sinks', { sinks: 2, window: 10, positions: 'cache' }));
    expect(Array.from(distances.subarray(0, 10))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Array.from(distances.subarray(10, 198)).every(Number.isNaN)).toBe(true);
    expect(Array.from(distances.subarray(198))).toEqual([10, 11]); // keys 1 and 0 in a cache of 12
  });
});
