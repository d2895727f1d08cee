/** A worker of the Node entry: answers its creator's calls with a module's operations. */

import { parentPort } from 'node:worker_threads';
import { createServer } from './protocol.js';

/** @param {import('./modules.js').ModuleCode} code */
export function serve(code) {
  const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
  const post = (/** @type {unknown} */ reply, /** @type {ArrayBufferLike[]} */ transfer) =>
    port.postMessage(reply, /** @type {ArrayBuffer[]} */ (transfer));
  port.on('message', createServer(code, post));
}
