/** What engines, models and trainings have in common. */

import { kind } from './check.js';

/**
 * A typed array that has its buffer to itself: posting a view would copy everything around it, and memory that is shared
 * with another thread could change while it is read.
 * @template {Float32Array | Uint8Array} T
 * @param {T} array
 * @returns {T}
 */
export const alone = (array) =>
  array.byteLength === array.buffer.byteLength && kind(array.buffer) === 'ArrayBuffer'
    ? array
    : /** @type {T} */ (array.slice());

/**
 * @param {((done: number) => void) | undefined} onProgress
 * @returns {(event: import('./runtime.js').RunEvent) => void}
 */
export const progressListener = (onProgress) => (event) => {
  if (event.kind === 'progress' || event.kind === 'token') onProgress?.(event.done);
};

/**
 * Adds Symbol.dispose and Symbol.asyncDispose where the platform has them.
 * @template {{ dispose: () => Promise<void> }} T
 * @param {T} object
 * @returns {T & AsyncDisposable & Disposable}
 */
export function withDisposal(object) {
  if (Symbol.dispose) Object.defineProperty(object, Symbol.dispose, { value: () => void object.dispose() });
  if (Symbol.asyncDispose) Object.defineProperty(object, Symbol.asyncDispose, { value: () => object.dispose() });
  return /** @type {T & AsyncDisposable & Disposable} */ (object);
}
