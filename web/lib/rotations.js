/** What turns pairs: an array, of which a part after the other passes through the heap, and tensors that lie there. */

import { isDetached } from './check.js';
import { unwrap } from './errors.js';
import { copyFloats, copyOf, floatsOf } from './heap.js';
import { errorOf } from './sayings.js';

const room = 2 ** 16; // floats: 256 KB, which stay in a core's cache from the copy in to the copy out

/** @type {import('./runtime.js').Operations} */
export const rotations = {
  rotate(module, { x, options }, { owns }) {
    if (isDetached(x.buffer)) throw errorOf('invalid_argument', 'array_was_moved');
    const out = owns ? x : new Float32Array(x.length);
    const part = { address: 0, length: 0 };
    let begin = 0;
    const takeOut = () => out.set(floatsOf(module, part), begin);
    const place = (/** @type {number} */ first, /** @type {number} */ length) => {
      if (part.address > 0) takeOut();
      else part.address = module._malloc(4 * length) >>> 0; // the first part is the longest
      part.length = length;
      begin = first;
      if (part.address > 0) floatsOf(module, part).set(x.subarray(first, first + length));
      return part.address;
    };
    try {
      unwrap(module.rotate(x.length, options, room, place));
      if (part.address === 0)
        throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes: 4 * part.length } });
      takeOut();
      return out;
    } finally {
      if (part.address > 0) module._free(part.address);
    }
  },
  // web/lib/tensor.js holds the region, which nobody else gets, and frees it once
  makeTensor: (module, { x }) => copyOf(module, x),
  rotateTensor: (module, { region: { address, length }, options }) =>
    unwrap(module.rotate(length, options, length, (/** @type {number} */ begin) => address + 4 * begin)),
  readTensor: (module, { region }) => copyFloats(module, region),
  disposeTensor: (module, { region }) => module._free(region.address),
};
