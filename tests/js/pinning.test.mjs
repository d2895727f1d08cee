// A and B: one column stays what it is while its copy is changed.
import { describe, expect, test } from '@jest/globals';
import { pinAt, replacedAt } from '../../web/scope/column-changes.js';
import { lettered, pinnedOf } from '../../web/scope/pinning.js';
import { mostMethods } from '../../web/scope/query.js';

const [rope, yarn, linear] = ['rope', 'yarn', 'linear'].map((id) => ({ id, params: {} }));

describe('pinning', () => {
  test('keeps a column as A and puts its copy behind it', () => {
    expect(pinAt({ methods: [rope, yarn], pin: -1 }, 0)).toEqual({ methods: [rope, rope, yarn], pin: 0 });
    expect(pinAt({ methods: [rope, yarn], pin: -1 }, 1)).toEqual({ methods: [rope, yarn, yarn], pin: 1 });
  });

  test('makes no second copy when another column becomes A, and none where there is no room', () => {
    expect(pinAt({ methods: [rope, yarn], pin: 0 }, 1)).toEqual({ methods: [rope, yarn], pin: 1 });
    const full = Array(mostMethods).fill(rope);
    expect(pinAt({ methods: full, pin: -1 }, 2)).toEqual({ methods: full, pin: 2 });
  });

  test('lets A go when it is pressed again', () => {
    expect(pinAt({ methods: [rope, yarn], pin: 1 }, 1)).toEqual({ methods: [rope, yarn], pin: -1 });
  });

  test('stays with its column when another is changed, or removed', () => {
    const query = { methods: [rope, yarn, linear], pin: 1 };
    expect(replacedAt(query, 0, linear)).toEqual({ methods: [linear, yarn, linear], pin: 1 });
    expect(replacedAt(query, 0, null)).toEqual({ methods: [yarn, linear], pin: 0 });
    expect(replacedAt(query, 2, null)).toEqual({ methods: [rope, yarn], pin: 1 });
    expect(replacedAt(query, 1, null)).toEqual({ methods: [rope, linear], pin: -1 });
  });

  test('is of no column where a link names none', () => {
    expect(pinnedOf({ methods: [rope], pin: 1 })).toBe(-1);
    expect(pinnedOf({ methods: [rope, yarn], pin: 1 })).toBe(1);
  });

  test('calls columns by letters from the pinned one on, and by none where none is pinned', () => {
    expect(lettered(['x', 'y', 'z'], 1)).toEqual(['C: x', 'A: y', 'B: z']);
    expect(lettered(['x', 'y', 'z'], 0)).toEqual(['A: x', 'B: y', 'C: z']);
    expect(lettered(['x', 'y'], -1)).toEqual(['x', 'y']);
  });
});
