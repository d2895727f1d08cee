/** A worker of the browser entry: answers the page's calls with a module's operations, and shows that it lives. */

import { createServer } from './protocol.js';

/** @param {import('./modules.js').ModuleCode} code */
export function serve(code) {
  const answer = createServer(code, (reply, transfer) => postMessage(reply, { transfer }));
  addEventListener('message', ({ data }) => {
    if (data.type === 'ping') return postMessage({ type: 'pong' });
    if (data.type === 'live') return holdForLife(data.lock);
    return answer(data);
  });
}

/**
 * The browser frees the lock when this worker ends, however it ends.
 * @param {string} name
 */
function holdForLife(name) {
  const held = () => {
    postMessage({ type: 'locked' });
    return new Promise(() => {});
  };
  navigator.locks?.request(name, held).catch(() => {}); // a page without an origin may have none
}
