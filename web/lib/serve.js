/** A worker of the browser entry: answers the page's calls with a module's operations. */

import { createServer } from './protocol.js';

/** @param {import('./modules.js').ModuleCode} code */
export function serve(code) {
  const answer = createServer(code, (reply, transfer) => postMessage(reply, { transfer }));
  addEventListener('message', ({ data }) => answer(data));
}
