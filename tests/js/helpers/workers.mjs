/** Sees the workers that an engine starts in Node, and what is sent to them. */

import { Worker } from 'node:worker_threads';

/**
 * @returns {{ workers: Worker[], posted: { worker: Worker, request: any }[], onPost: (request: any) => void, restore: () => void }}
 *   posted: calls and aborts, in order; onPost: to be replaced, hears of each
 */
export function watchWorkers() {
  const { postMessage } = Worker.prototype;
  const workers = [];
  const posted = [];
  const seen = { workers, posted, onPost: () => {}, restore: () => {} };
  Worker.prototype.postMessage = function (request, transfer) {
    postMessage.call(this, request, transfer);
    if (!workers.includes(this)) workers.push(this);
    if (request.type === 'start') return;
    posted.push({ worker: this, request });
    seen.onPost(request);
  };
  seen.restore = () => {
    Worker.prototype.postMessage = postMessage;
  };
  return seen;
}

/** The operations that were sent to a worker. */
export const operationsOf = ({ posted }, worker) =>
  posted.filter((each) => each.worker === worker && each.request.type === 'call').map(({ request }) => request.op);

/** How a promise ends within ten seconds; 'nothing' is what a call that hangs gives. */
export function outcome(promise) {
  const settled = promise.then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  const patience = new Promise((resolve) => setTimeout(() => resolve('nothing'), 10_000));
  return Promise.race([settled, patience]);
}
