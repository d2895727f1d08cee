/** The sizes of queries and keys: [seqLen, heads, head_dim]. */

import { integer, isList, mistake } from './check.js';
import { errorOf } from './sayings.js';

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_be_three_sizes: '{path} must be a list of three numbers, [seqLen, heads, head_dim], got {given}',
  must_fill_shape: '{path} must hold seqLen * heads * head_dim = {count} numbers, got {length}',
};

const largest = 2 ** 31 - 1;

/**
 * @param {unknown} shape
 * @param {number} length  of x, which has it
 * @returns {readonly [number, number, number]}
 */
export function sizesOf(shape, length) {
  if (!isList(shape) || shape.length !== 3) throw mistake('must_be_three_sizes', 'shape', shape, {}, sayings);
  const [seqLen, heads, dim] = Array.from(shape, (size, i) => integer(`shape[${i}]`, size, 1, largest));
  const sizes = /** @type {[number, number, number]} */ ([seqLen, heads, dim]);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (count === length) return Object.freeze(sizes);
  throw errorOf('invalid_argument', 'must_fill_shape', { path: 'x', args: { count, length } }, sayings);
}
