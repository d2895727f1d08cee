/** Engines of a page that the service worker has isolated. */
import { browserHost } from '../lib/browser-host.js';
import { browserThreads } from '../lib/browser-threads.js';
import { startEngine } from '../lib/engine.js';

/**
 * @param {number} threads  of the first; others are forks of it, with as many as they want
 * @returns {Promise<import('../lib/types.js').Engine>}
 */
export const createEngine = (threads) => startEngine({ threads }, { ...browserHost, threads: browserThreads() });
