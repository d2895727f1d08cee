/** Numbers that live in an engine's memory, where calls work on them without a copy. */

import { floats } from './check.js';
import { call } from './lanes.js';
import { noOthers, plainOptions } from './options.js';
import { withDisposal } from './resource.js';
import { errorOf } from './sayings.js';
import { sizesOf } from './shape.js';

/**
 * @typedef {object} TensorCalls  the calls of a tensor, done in the order in which they are made
 * @property {readonly [number, number, number]} shape  [seqLen, heads, head_dim]
 * @property {(options: Omit<import('./types.js').RotateOptions, 'shape'>) => Promise<void>} rotate  turns it in place.
 *   Errors: as plan, invalid_handle.
 *   `await tensor.rotate({ method: 'linear', rope: { head_dim: 8, original_max_position_embeddings: 2 } })`
 * @property {() => Promise<Float32Array>} read  a copy of its numbers. Errors: invalid_handle.
 *   `await tensor.read()`
 * @property {() => Promise<void>} dispose  frees it; idempotent. Errors: none.
 *
 * @typedef {TensorCalls & AsyncDisposable & Disposable} Tensor  queries or keys in the engine's memory;
 *   `await using tensor = await engine.tensor(q, shape)` disposes of it
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  tensor_disposed: 'the tensor must be one that was not disposed of',
  tensor_lost: 'the tensor must be made again: the worker that held it stopped',
};

/**
 * @param {import('./pool.js').Pool} pool
 * @param {Float32Array} x
 * @param {[number, number, number]} shape
 * @returns {Promise<Tensor>}
 */
export async function makeTensor(pool, x, shape) {
  const numbers = floats('x', x);
  const sizes = sizesOf(shape, numbers.length);
  return pool.withLane(async (lane) => tensorOver(pool, lane, await call(lane, 'makeTensor', { x: numbers }), sizes));
}

/**
 * @param {import('./pool.js').Pool} pool
 * @param {import('./lanes.js').Lane} lane  whose memory holds it
 * @param {import('./heap.js').Region} region  of it
 * @param {readonly [number, number, number]} shape
 * @returns {Tensor}
 */
function tensorOver(pool, lane, region, shape) {
  /** @type {Promise<void> | undefined} */
  let disposal;

  /** @param {string} op @param {object} [args] */
  function run(op, args) {
    pool.expectOpen();
    if (disposal) throw errorOf('invalid_handle', 'tensor_disposed', {}, sayings);
    if (lane.failure()) throw errorOf('invalid_handle', 'tensor_lost', {}, sayings);
    return call(lane, op, { region, ...args });
  }

  return withDisposal({
    shape,
    rotate: async (options) => {
      const { shape: own, ...given } = plainOptions(/** @type {import('./types.js').RotateOptions} */ (options));
      if (own !== undefined) noOthers('rotate', { shape: own });
      return run('rotateTensor', { options: { ...given, shape: [...shape] } });
    },
    read: async () => run('readTensor'),
    dispose: () => {
      disposal ??= call(lane, 'disposeTensor', { region }).catch(() => {}); // a lane that ended took it along
      return disposal;
    },
  });
}
