/** Threads: the engine's module that shares its memory with workers of its own. */

import { compile } from './wasm-module.js';

/**
 * @typedef {object} Threads  what a host has that can start any
 * @property {() => string | undefined} hindrance  why none can be started here
 * @property {() => Promise<WebAssembly.Module>} prepare  fetches and compiles, once
 * @property {() => import('./protocol.js').WorkerPort} startWorker  one that starts the others
 */

/**
 * @param {import('./read.js').ReadBytes} readBytes
 * @returns {Threads['prepare']}
 */
export function prepareThreads(readBytes) {
  const address = () => new URL('../../dist/ropescope-threads.wasm', import.meta.url).href;
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let module;
  return () => {
    module ??= compile({ address }, readBytes);
    module.catch(() => {
      module = undefined; // the next call tries again
    });
    return module;
  };
}
