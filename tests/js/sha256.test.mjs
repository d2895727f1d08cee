// The digest for addresses where the browser has none, against Node's.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { sha256 } from '../../web/lib/sha256.js';

const expected = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('agrees with Node for every length around a block, and for a megabyte', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 2 ** 20]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7919) >> 3);
    expect(sha256(bytes)).toBe(expected(bytes));
  }
});
