/** What the package needs of a browser, with other ways where the usual ones fail. */

import { browserHost } from './browser-host.js';
import { browserThreads } from './browser-threads.js';
import { modelNamed } from './named-models.js';
import { otherWays } from './other-ways.js';
import { startCopy } from './worker-copy.js';

/** @returns {import('./engine.js').Host} */
export const host = () => ({
  ...browserHost,
  ...otherWays({ starts: [browserHost.startWorker, startCopy] }),
  threads: browserThreads(),
  modelNamed: (address) => modelNamed(address, browserHost.readBytes),
});
