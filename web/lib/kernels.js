/** `import { createKernels } from 'ropescope/kernels'`: rotation and other kernels without an engine; browsers. */

import { startKernels } from './kernel-calls.js';
import { readUrl } from './read.js';

export { RopescopeError } from './errors.js';
export * from './kernel-types.js';

/**
 * Starts the kernels in this thread.
 * @param {import('./kernel-types.js').KernelOptions} [options]
 * @returns {Promise<import('./kernel-types.js').Kernels>}
 */
export const createKernels = (options) =>
  startKernels(options, {
    address: () => new URL('../../dist/ropescope-kernels.wasm', import.meta.url).href,
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
  });
