// What a model that a visitor brings takes, counted from what its files say of their tensors.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { memoryOf, worthNarrow } from '../../web/scope/picked-size.js';

test('few bits stay from the size on that the engine has', () => {
  const cpp = readFileSync(new URL('../../cpp/model/model.hpp', import.meta.url), 'utf8');
  expect(2 ** Number(cpp.match(/worth_narrow = 1 << (\d+);/)[1])).toBe(worthNarrow);
});

test('of many numbers in runs each takes a byte and its share of a scale', () => {
  const matrix = { name: 'a', shape: [4096, 8192], dtype: 'I8/32' };
  const others = [
    { name: 'b', shape: [64, 64], dtype: 'I8/16+' },
    { name: 'c', shape: [64], dtype: 'F32' },
  ];
  const kept = (4096 * 8192 * 9) / 8 + (64 * 64 * 12) / 8 + 64 * 4;
  expect(memoryOf([matrix, ...others])).toEqual({ loading: kept + (4096 * 8192 * 9) / 8, kept });
  const few = { ...matrix, shape: [64, 64] };
  expect(memoryOf([few])).toEqual({ loading: 2 * 4 * 64 * 64, kept: 4 * 64 * 64 });
});
