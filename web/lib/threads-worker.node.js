/** The worker of an engine with threads in Node. */

import { Worker } from 'node:worker_threads';
import * as threads from './modules/threads.js';
import { seemWorker } from './seem-worker.node.js';
import { serve } from './serve.node.js';

/** A helper as the glue starts it, which then sets what hears of it. */
class GlueThread {
  /** @type {(event: { data: unknown }) => void} */
  onmessage = () => {};

  /**
   * @param {string} _  script: the glue's
   * @param {{ name: string }} options
   */
  constructor(_, { name }) {
    const thread = new Worker(new URL('./helper-worker.node.js', import.meta.url), { workerData: name, execArgv: [] });
    thread.on('message', (data) => this.onmessage({ data })); // no listener of errors: one ends this worker, too, which is told
    this.postMessage = thread.postMessage.bind(thread);
    this.terminate = thread.terminate.bind(thread);
  }
}

seemWorker({ Worker: GlueThread });
serve(threads);
