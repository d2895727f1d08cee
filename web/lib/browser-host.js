/** What browsers have: workers, fetch and the document's address. */

import { portOf } from './browser-port.js';
import { readUrl } from './read.js';

/** @type {Record<import('./modules.js').ModuleName, () => Worker>} written out, for bundlers */
const workers = {
  engine: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  training: () => new Worker(new URL('./training-worker.js', import.meta.url), { type: 'module' }),
  doctor: () => new Worker(new URL('./doctor-worker.js', import.meta.url), { type: 'module' }),
};

/** @type {import('./engine.js').Host} */
export const browserHost = {
  startWorker: (name) => portOf(workers[name]()),
  readBytes: readUrl,
  toUrl: (address) => new URL(address, globalThis.document?.baseURI ?? globalThis.location.href),
};
