/** The entry for browsers: `import { createEngine } from 'ropescope'`. */

import { startEngine } from './engine.js';
import { readUrl } from './read.js';

export { RopescopeError } from './errors.js';

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').EngineOptions} EngineOptions */

/** @type {Record<import('./modules.js').ModuleName, () => Worker>} written out, for bundlers */
const workers = {
  engine: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  training: () => new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' }),
  doctor: () => new Worker(new URL('./doctor-worker.js', import.meta.url), { type: 'module' }),
};

/**
 * @param {import('./modules.js').ModuleName} name
 * @returns {import('./protocol.js').WorkerPort}
 */
function startWorker(name) {
  const worker = workers[name]();
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
export const createEngine = (options) =>
  startEngine(options, {
    startWorker,
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
  });
