/**
 * Threads in browsers. A page may share memory only when it lets in nothing of others unasked; a server says so with two
 * headers.
 */

import { portOf } from './browser-port.js';
import { readUrl } from './read.js';
import { prepareThreads } from './threads.js';
import { variant } from './variant.js';

const notIsolated =
  'the page is not cross-origin isolated: it has to come with Cross-Origin-Opener-Policy: same-origin and ' +
  'Cross-Origin-Embedder-Policy: require-corp';

/** @returns {import('./threads.js').Threads} */
export const browserThreads = () => ({
  hindrance() {
    if (globalThis.crossOriginIsolated !== true || typeof SharedArrayBuffer === 'undefined') return notIsolated;
    return variant === 'relaxed' ? undefined : 'the browser has no relaxed SIMD';
  },
  prepare: prepareThreads(readUrl),
  startWorker: () => portOf(new Worker(new URL('./threads-worker.js', import.meta.url), { type: 'module' })),
});
