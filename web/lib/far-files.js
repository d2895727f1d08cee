/** Weights that stay where they are while the engine asks for one tensor after the other, so that they lie nowhere twice. */

import { isDetached, kind } from './check.js';
import { bytesOf, withCopies } from './heap.js';
import { longestHead, unreadable } from './read.js';
import { errorOf } from './sayings.js';

/**
 * @typedef {import('./runtime.js').WasmModule} WasmModule
 * @typedef {{ path: string, size: number }} FileOnDisk  of Node, which hands a worker no Blob that it could read at once
 * @typedef {{ size: number, slice: (begin: number, end: number) => Uint8Array }} Opened  slice is a view, or a copy
 */

const addressable = 2 ** 32; // bytes that 32 bits count

/**
 * @param {Uint8Array | Blob | FileOnDisk} file
 * @returns {Opened | Promise<Opened>}
 */
export function opened(file) {
  if (kind(file) === 'Object') return openedOnDisk(/** @type {FileOnDisk} */ (file));
  if (!(file instanceof Uint8Array)) return openedBlob(/** @type {Blob} */ (file));
  if (isDetached(file.buffer)) throw errorOf('invalid_argument', 'array_was_moved');
  return { size: file.length, slice: (begin, end) => file.subarray(begin, end) };
}

/** Node's own files, in code that bundlers for browsers read, too. */
const filesOfNode = () => globalThis.process?.getBuiltinModule?.('node:fs');

/** Whether this is a Node that can be asked for its files so. */
export const readsDisk = filesOfNode() !== undefined;

/** @param {FileOnDisk} file @returns {Opened} */
function openedOnDisk({ path, size }) {
  const { closeSync, openSync, readSync } = /** @type {typeof import('node:fs')} */ (filesOfNode());
  const slice = (/** @type {number} */ begin, /** @type {number} */ end) => {
    const bytes = new Uint8Array(end - begin);
    try {
      const file = openSync(path, 'r');
      try {
        return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, begin));
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  return { size, slice };
}

/**
 * Only workers of browsers read a Blob at once.
 * @param {Blob} file
 */
async function openedBlob(file) {
  const { FileReaderSync } = /** @type {any} */ (globalThis);
  const name = /** @type {Partial<File>} */ (file).name ?? 'weights';
  try {
    if (FileReaderSync === undefined) return opened(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    throw unreadable(name, error);
  }
  const reader = new FileReaderSync();
  const slice = (/** @type {number} */ begin, /** @type {number} */ end) => {
    try {
      return new Uint8Array(reader.readAsArrayBuffer(file.slice(begin, end)));
    } catch (error) {
      throw unreadable(name, error); // it changed since it was picked
    }
  };
  return { size: file.size, slice };
}

/**
 * Runs `use` with a copy of what each file begins with in the heap, and with a function that copies any other part there.
 * @template T
 * @param {WasmModule} module
 * @param {Opened[]} files
 * @param {(done: number) => void} report
 * @param {(heads: import('./heap.js').Region[], sizes: number[], read: (...where: [number, number, number, number]) => boolean) => T} use
 * @returns {T}
 */
export function withFiles(module, files, report, use) {
  const sizes = files.map(({ size }) => size);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total >= addressable) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes: total } });
  let done = 0;
  /** @type {{ error: unknown } | undefined} */
  let failed;
  const read = (/** @type {[number, number, number, number]} */ ...[file, begin, address, length]) => {
    try {
      const bytes = /** @type {Opened} */ (files[file]).slice(begin, begin + length);
      bytesOf(module).set(bytes, address);
      done += length;
      report(Math.min(done / total, 1));
      return bytes.length === length;
    } catch (error) {
      failed ??= { error }; // it must not cross the engine's C++
      return false;
    }
  };
  const heads = files.map(({ size, slice }) => slice(0, Math.min(size, longestHead)));
  try {
    return withCopies(module, heads, (...regions) => use(regions, sizes, read));
  } catch (error) {
    throw failed?.error ?? error;
  }
}
