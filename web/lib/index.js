/** The entry for browsers: `import { createEngine } from 'ropescope'`. */

import glue from '../../dist/ropescope.web.mjs';
import { startEngine } from './engine.js';
import { readUrl } from './read.js';

export { RopescopeError } from './errors.js';

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').EngineOptions} EngineOptions */

/** @returns {import('./protocol.js').WorkerPort} */
function startWorker() {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return {
    post: (request) => worker.postMessage(request),
    onReply: (listener) => {
      worker.onmessage = ({ data }) => listener(data);
    },
    onFailure: (listener) => {
      worker.onerror = (event) => listener(event.message ?? 'its script could not be loaded');
    },
    hold: () => {}, // a page lives on without being held
    terminate: () => worker.terminate(),
  };
}

/**
 * Starts an engine, in a worker unless `workers: 0`.
 * @param {EngineOptions} [options]
 * @returns {Promise<Engine>}
 */
export const createEngine = (options = {}) =>
  startEngine(options, {
    glue,
    wasmUrl: new URL('../../dist/ropescope.wasm', import.meta.url),
    startWorker,
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
  });
