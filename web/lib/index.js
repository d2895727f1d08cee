/** The entry for browsers: `import { createEngine } from 'ropescope'`. */

import { portOf } from './browser-port.js';
import { startEngine } from './engine.js';
import { readUrl } from './read.js';

export { RopescopeError } from './errors.js';
export { version } from './version.js';

/** @typedef {import('./types.js').Engine} Engine */
/** @typedef {import('./types.js').EngineOptions} EngineOptions */

/** @type {Record<import('./modules.js').ModuleName, () => Worker>} written out, for bundlers */
const workers = {
  engine: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  training: () => new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' }),
  doctor: () => new Worker(new URL('./doctor-worker.js', import.meta.url), { type: 'module' }),
};

/**
 * Starts an engine, in a worker unless `workers: 0`.
 * @param {EngineOptions} [options]
 * @returns {Promise<Engine>}
 */
export const createEngine = (options) =>
  startEngine(options, {
    startWorker: (name) => portOf(workers[name]()),
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
  });
