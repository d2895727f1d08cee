/**
 * Threads in browsers: the engine's module that shares its memory with workers of its own. A page may share memory only when
 * it lets in nothing of others unasked; a server says so with two headers.
 */

import { portOf } from './browser-port.js';
import { readUrl } from './read.js';
import { variant } from './variant.js';
import { compile } from './wasm-module.js';

/**
 * @typedef {object} Threads  what a host has that can start any
 * @property {() => string | undefined} hindrance  why none can be started here
 * @property {() => Promise<WebAssembly.Module>} prepare  fetches and compiles, once
 * @property {() => import('./protocol.js').WorkerPort} startWorker  one that starts the others
 */

const notIsolated =
  'the page is not cross-origin isolated: it has to come with Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp';

/** @returns {Threads} */
export function browserThreads() {
  /** @type {Promise<WebAssembly.Module> | undefined} */
  let module;
  return {
    hindrance() {
      if (globalThis.crossOriginIsolated !== true || typeof SharedArrayBuffer === 'undefined') return notIsolated;
      return variant === 'relaxed' ? undefined : 'the browser has no relaxed SIMD';
    },
    prepare() {
      const address = () => new URL('../../dist/ropescope-threads.wasm', import.meta.url).href;
      module ??= compile({ address }, readUrl);
      module.catch(() => {
        module = undefined; // the next call tries again
      });
      return module;
    },
    startWorker: () => portOf(new Worker(new URL('./threads-worker.js', import.meta.url), { type: 'module' })),
  };
}
