/** `import { createKernels } from 'ropescope/kernels'`: rotation and other kernels without an engine; browsers. */

import { startKernels } from './kernel-calls.js';
import { readUrl } from './read.js';

export { RopescopeError } from './errors.js';

/**
 * @typedef {import('./kernel-types.js').Floats} Floats
 * @typedef {import('./kernel-types.js').FloatsInside} FloatsInside
 * @typedef {import('./kernel-types.js').KernelOptions} KernelOptions
 * @typedef {import('./kernel-types.js').Kernels} Kernels
 * @typedef {import('./kernel-types.js').ProductOptions} ProductOptions
 * @typedef {import('./kernel-types.js').TurnOptions} TurnOptions
 */

/**
 * Starts the kernels in this thread.
 * @param {KernelOptions} [options]
 * @returns {Promise<Kernels>}
 */
export const createKernels = (options) =>
  startKernels(options, {
    address: () => new URL('../../dist/ropescope-kernels.wasm', import.meta.url).href,
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
  });
