/**
 * A worker thread of Node as the port of a lane.
 * @param {import('node:worker_threads').Worker} worker
 * @returns {import('./protocol.js').WorkerPort}
 */
export const portOf = (worker) => ({
  post: (request, transfer) => worker.postMessage(request, transfer),
  onReply: (listener) => worker.on('message', listener),
  onFailure: (listener) => {
    worker.on('error', (error) => listener(error.message));
    worker.on('messageerror', (error) => listener(error.message));
    worker.on('exit', (code) => listener(`it exited with code ${code}`));
  },
  // only while it works: an engine that nobody disposed of must not keep the process alive
  hold: (busy) => (busy ? worker.ref() : worker.unref()),
  terminate: () => worker.terminate(),
});
