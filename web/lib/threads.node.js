/** Threads in Node. */

import { Worker } from 'node:worker_threads';
import { portOf } from './port.node.js';
import { prepareThreads } from './threads.js';
import { variant } from './variant.js';

/**
 * @param {import('./read.js').ReadBytes} readBytes
 * @returns {import('./threads.js').Threads}
 */
export const nodeThreads = (readBytes) => ({
  hindrance: () =>
    variant === 'relaxed'
      ? undefined
      : 'this Node has no relaxed SIMD: later ones have, and Node 20 with --experimental-wasm-relaxed-simd',
  prepare: prepareThreads(readBytes),
  startWorker: () => portOf(new Worker(new URL('./threads-worker.node.js', import.meta.url), { execArgv: [] })),
});
