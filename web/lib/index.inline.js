/** The entry that needs no other file: `import { createEngine } from 'ropescope/inline'`, built into one. */

import { startEngine } from './engine.js';
import { otherWays } from './other-ways.js';
import { readUrl } from './read.js';
import { startCopy } from './worker-copy.js';

export { RopescopeError } from './errors.js';
export * from './types.js';
export { version } from './version.js';

/**
 * Starts an engine, in a worker unless `workers: 0` or none can be started: `engine.where` says.
 * @param {import('./types.js').EngineOptions} [options]
 * @returns {Promise<import('./types.js').Engine>}
 */
export const createEngine = (options) =>
  startEngine(options, {
    ...otherWays({ starts: [startCopy], files: false }),
    startWorker: () => {
      throw new Error('there is no file to start it from');
    },
    readBytes: readUrl,
    toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href),
  });
