/** The entry for Node: `import { createEngine } from 'ropescope'`. */

import { startEngine } from './engine.js';
import { host } from './host.node.js';

export { RopescopeError } from './errors.js';
export * from './types.js';
export { version } from './version.js';

/**
 * Starts an engine, in a worker thread unless `workers: 0`. Where no worker or no file can be had, `engine.where` says what became of it.
 * @param {import('./types.js').EngineOptions} [options]
 * @returns {Promise<import('./types.js').Engine>}
 */
export const createEngine = (options) => startEngine(options, host());
