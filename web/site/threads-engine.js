/** The engine of a page that the service worker has isolated: as many threads as such a computer has cores to spare. */
import { browserHost } from '../lib/browser-host.js';
import { browserThreads } from '../lib/browser-threads.js';
import { startEngine } from '../lib/engine.js';

const most = 4; // a pass over a text of a few hundred tokens gains nothing from more

/** @returns {Promise<import('../lib/types.js').Engine>} */
export const createEngine = () => {
  const threads = Math.min(most, navigator.hardwareConcurrency);
  return startEngine({ threads }, { ...browserHost, threads: browserThreads() });
};
