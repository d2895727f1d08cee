// What one method changes next to another: encodings and maps, number by number, and how they are painted.
import { describe, expect, test } from '@jest/globals';
import { wholeView } from '../../web/charts/map-view.js';
import { windowOf } from '../../web/charts/map-window.js';
import { middled } from '../../web/charts/signed.js';
import * as attention from '../../web/figures/attention-difference.js';
import { differenceOf, movedOf } from '../../web/figures/attention-difference.js';
import { ask, meanDifference } from '../../web/figures/encoding-difference.js';

const only = (value) => ({ value });
const grid = (rows) => ({ values: Float32Array.from(rows.flat()), rows: rows.length, cols: rows.length });

describe('the difference of two maps', () => {
  const one = grid([
    [1, 0],
    [0.25, 0.75],
  ]);
  const other = grid([
    [1, 0],
    [0.75, 0.25],
  ]);

  test('has the sign of the first, its largest cell, and the share of the weight that lies elsewhere', () => {
    const { grid: values, moved, most } = differenceOf(one, other);
    expect(Array.from(values.values)).toEqual([0, 0, -0.5, 0.5]);
    expect(most).toEqual({ value: -0.5, q: 1, k: 0 });
    expect(moved).toBe(0.5); // of the last query: half a weight went from key 0 to key 1
    expect(differenceOf(one, other)).toBe(differenceOf(one, other)); // a crosshair that moves asks again
  });

  test('counts what moved over the last half of the queries only', () => {
    const late = grid([
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
    const early = grid([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0.5, 0.5, 0, 0],
    ]);
    expect(differenceOf(late, early).moved).toBe(0.25);
  });

  test('is not made of maps of two sizes, and says what it is of where maps are pooled', () => {
    expect(differenceOf(one, grid([[1]]))).toBe(null);
    const difference = differenceOf(one, other);
    expect(movedOf('a − b', difference, 2)).toMatchObject({ say: 'movedWeight', q: 1, k: 0, most: -0.5 });
    expect(movedOf('a − b', difference, 8)).toEqual({ say: 'pooledDifference', name: 'a − b', block: 4 });
  });

  test('is that of every column and the pinned or first one, or of the one asked for and another', () => {
    const readings = only(
      ['a', 'b', 'c'].map((name, slot) => ({ name, slot, map: slot < 2 ? [one, other][slot] : null })),
    );
    const names = (options, reference = 0) =>
      attention
        .ask({ readings, reference: only(reference) }, options)
        .map((each) => [each.one.name, each.other.name, !!each.difference]);
    expect(names()).toEqual([
      ['b', 'a', true],
      ['c', 'a', false],
    ]);
    expect(names({ slot: 0 })).toEqual([['a', 'b', true]]);
    expect(names({ slot: 1 })).toEqual([['b', 'a', true]]);
    expect(names({}, 1)).toEqual([
      ['a', 'b', true],
      ['c', 'b', false],
    ]);
    expect(names({ slot: 1 }, 1)).toEqual([['b', 'a', true]]);
    expect(attention.ask({ readings: only([readings.value[0]]), reference: only(0) })).toEqual([]);
  });
});

describe('a signed value', () => {
  test('is painted with zero in the middle, small differences apart from it', () => {
    expect([0, 1, -1, 0.01].map((value) => middled(value, 0.5))).toEqual([0.5, 1, 0, 0.55]);
  });

  test('is what of its block is farthest from zero, of either sign', () => {
    const values = [0, 0.1, 0, 0, -0.4, 0, 0, 0, 0, 0, 0.2, -0.3, 0, 0, 0, 0];
    const pooled = windowOf({ values, rows: 4, cols: 4 }, 4, wholeView(4), 2, Math.abs);
    expect(Array.from(pooled.values, (value) => Number(value.toFixed(2)))).toEqual([-0.4, 0, 0, -0.3]);
  });
});

describe('the encoding of a method without plain RoPE’s', () => {
  const plain = [1, 0.1];
  const scopeOf = (rates, value = plain) => ({
    length: only(64),
    trained: only(16),
    names: only(['m']),
    planned: only([{ plan: { inv_freq: Float64Array.from(rates), slots: ['frequencies'] }, pairs: [] }]),
    answerOf: () => ({ value, error: null }),
  });

  test('says how many pairs stay and how far the others move, up to the trained length and beyond', () => {
    const [{ summary, plain: taken }] = ask(scopeOf([1, 0.025]), { part: 'cos' });
    expect(taken).toEqual(plain);
    const within = [...Array(16).keys()].map((t) => Math.abs(Math.cos(0.025 * t) - Math.cos(0.1 * t)));
    expect(summary[0]).toMatchObject({ say: 'encodingMoves', pairs: 2, kept: 1, trained: 16, length: 64 });
    expect(summary[0].within).toBeCloseTo(within.reduce((a, b) => a + b) / 32, 12);
    expect(meanDifference(plain, plain, 64, 'sin')).toBe(0);
  });

  test('is not taken off pair by pair where there are other pairs', () => {
    const [{ summary, plain: taken }] = ask(scopeOf([1, 0.5, 0.1]), { part: 'cos' });
    expect(taken).toBe(null);
    expect(summary[0]).toEqual({ say: 'otherPairs', name: 'm', pairs: 3, plain: 2 });
    expect(ask(scopeOf([1, 0.5], null), { part: 'cos' })[0].plain).toBe(null); // not known yet
  });
});
