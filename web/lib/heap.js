/** Copies into the WASM heap. Views of it are made and used within one call: growth of the memory detaches them. */

import { isDetached } from './check.js';
import { errorOf } from './sayings.js';

/** @typedef {import('./runtime.js').WasmModule} WasmModule */
/** @typedef {{ address: number, length: number }} Region  length: in elements of what was copied */

/**
 * Runs `use` with a copy of each array in the heap and frees them afterwards.
 * @template T
 * @param {WasmModule} module
 * @param {(Uint8Array | Float32Array)[]} arrays
 * @param {(...regions: Region[]) => T} use
 * @returns {T}
 */
export function withCopies(module, arrays, use) {
  /** @type {Region[]} */
  const regions = [];
  try {
    for (const array of arrays) regions.push(copyOf(module, array));
    return use(...regions);
  } finally {
    for (const { address } of regions) module._free(address);
  }
}

/**
 * A copy of an array in the heap, which whoever asked for it frees.
 * @param {WasmModule} module
 * @param {Uint8Array | Float32Array} array
 * @returns {Region}
 */
export function copyOf(module, array) {
  if (isDetached(array.buffer)) throw errorOf('invalid_argument', 'array_was_moved');
  const address = module._malloc(Math.max(array.byteLength, 1)) >>> 0;
  if (address === 0) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes: array.byteLength } });
  bytesOf(module).set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), address);
  return { address, length: array.length };
}

/**
 * The floats of a region, until the memory grows.
 * @param {WasmModule} module
 * @param {Region} region
 */
export const floatsOf = (module, { address, length }) =>
  module.wasmMemory
    ? new Float32Array(module.wasmMemory.buffer, address, length)
    : module.HEAPF32.subarray(address / 4, address / 4 + length);

/**
 * The whole memory, until it grows. That of a module with threads may grow on any of them, which no older view can tell.
 * @param {WasmModule} module
 */
export const bytesOf = (module) => (module.wasmMemory ? new Uint8Array(module.wasmMemory.buffer) : module.HEAPU8);

/**
 * A copy of floats out of the heap.
 * @param {WasmModule} module
 * @param {Region} region
 */
export const copyFloats = (module, region) => floatsOf(module, region).slice();
