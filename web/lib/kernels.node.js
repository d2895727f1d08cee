/** `import { createKernels } from 'ropescope/kernels'`: rotation and other kernels without an engine; Node. */

import { host } from './host.node.js';
import { startKernels } from './kernel-calls.js';

export { RopescopeError } from './errors.js';
export * from './kernel-types.js';

/**
 * Starts the kernels in this thread.
 * @param {import('./kernel-types.js').KernelOptions} [options]
 * @returns {Promise<import('./kernel-types.js').Kernels>}
 */
export const createKernels = (options) =>
  startKernels(options, {
    ...host(),
    address: () => new URL('../../dist/ropescope-kernels.wasm', import.meta.url).href,
  });
