/** The engine for pages of ours, whose files are all where they belong: what it would need elsewhere is not fetched. */

import { browserHost } from './browser-host.js';
import { startEngine } from './engine.js';

export { RopescopeError } from './errors.js';

/**
 * @param {import('./types.js').EngineOptions} [options]
 * @returns {Promise<import('./types.js').Engine>}
 */
export const createEngine = (options) => startEngine(options, browserHost);
