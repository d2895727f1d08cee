/** Files that are read a part at a time, and written so, for who may wait. */

import { kind } from '../check.js';
import { opened } from '../far-files.js';
import { blobOf } from '../large-files.js';
import { large, memoryOf, readsFar, unreadable } from '../read.js';

/**
 * @param {import('../model-files.js').WeightFile} file
 * @returns {import('./gguf.js').Parts}
 */
export function partsOf(file) {
  if (file instanceof Uint8Array || kind(file) === 'Object') {
    return /** @type {import('../far-files.js').Opened} */ (opened(file));
  }
  const blob = /** @type {File} */ (file);
  const slice = async (/** @type {number} */ begin, /** @type {number} */ end) => {
    try {
      return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
    } catch (error) {
      throw unreadable(blob.name ?? 'weights', error); // it changed since it was picked
    }
  };
  return { size: blob.size, slice };
}

/**
 * Where a large file goes that the engine can read from there piece by piece.
 * @param {number} size  bytes
 * @returns {import('../read.js').Store<Uint8Array | Blob>}
 */
export const storeOf = (size) => (readsFar && size >= large ? blobOf(size) : memoryOf(size));
