// The runs in numbers: what they lose on the text, and where a head looks, beside what the engine itself measures.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, entropyOf, lossesOf } from '../../web/figures/run-numbers.js';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel } from './helpers/golden.mjs';

const only = (value) => ({ value });
const grid = (rows) => ({ values: Float32Array.from(rows.flat()), rows: rows.length, cols: rows.length });

describe('losses', () => {
  test('are parted at the trained length, with the share of tokens that got more than half of the probability', () => {
    const losses = [0.1, 2, 0.5, 3, 1];
    expect(lossesOf(losses, 2)).toEqual({ within: 1.05, beyond: 1.5, sureWithin: 0.5, sureBeyond: 1 / 3 });
  });

  test('past the trained length are unknown where the text ends before, and all of them before a run', () => {
    expect(lossesOf([1, 2], 2)).toEqual({ within: 1.5, beyond: null, sureWithin: 0, sureBeyond: null });
    expect(lossesOf([], 2)).toEqual({ within: null, beyond: null, sureWithin: null, sureBeyond: null });
  });
});

describe('the runs', () => {
  const one = grid([
    [1, 0],
    [0.5, 0.5],
  ]);
  const other = grid([
    [1, 0],
    [0, 1],
  ]);
  const scopeOf = (maps, more = {}) => ({
    readings: only(maps.map((map, slot) => ({ name: 'abc'[slot], slot, map }))),
    losses: only([[1, 3], [1, 2], []]),
    trained: only(1),
    length: only(2),
    reference: only(0),
    focus: only({ layer: 1, head: 2 }),
    ...more,
  });

  test('have a row each, and weight that moved from the column that they are compared with', () => {
    const { rows } = ask(scopeOf([one, other, null]));
    expect(rows.map(({ numbers }) => numbers.moved)).toEqual([null, 0.5, null]);
    expect(rows.map(({ numbers }) => numbers.previous)).toEqual([0.5, 0, null]);
    const [a, b] = ask(scopeOf([one, other], { reference: only(1) })).rows;
    expect([a.numbers.moved, b.numbers.moved]).toEqual([0.5, null]);
  });

  test('say which loses least past the trained length', () => {
    const [said] = ask(scopeOf([one, other, null])).summary;
    expect(said).toMatchObject({ say: 'losesLeast', past: true, trained: 1, least: { name: 'b', loss: 2 } });
    expect(said.most).toEqual({ name: 'a', loss: 3 });
    expect(said.times).toBeCloseTo(Math.E, 12);
    expect(ask(scopeOf([one])).summary).toEqual([]);
  });

  test('have nothing read off a map that is pooled', () => {
    const [{ numbers }] = ask(scopeOf([one, other], { length: only(4) })).rows;
    expect([numbers.previous, numbers.distance, numbers.entropy, numbers.moved]).toEqual([null, null, null, null]);
    expect(numbers.beyond).toBe(3);
  });
});

describe('entropy', () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
  });
  afterAll(() => engine.dispose());

  test('is that of the last half of the queries, and agrees with what the engine measures', async () => {
    expect(entropyOf(grid([[1]]))).toBe(0);
    const model = await engine.loadModel(characterModel);
    const text = 'The Constitution provides that Congress shall assemble annually.';
    const kinds = [
      { layers: [0], heads: [0] },
      { layers: [0], heads: [0], kind: 'entropy' },
    ];
    const [map, entropy] = (await model.forward(text, { method: 'yarn', capture: kinds })).attentions;
    const measured = entropy.values.slice(Math.floor(text.length / 2));
    const mean = measured.reduce((sum, each) => sum + each, 0) / measured.length;
    expect(mean).toBeGreaterThan(0.1);
    expect(entropyOf(map)).toBeCloseTo(mean, 4); // weights are single precision
  });
});
