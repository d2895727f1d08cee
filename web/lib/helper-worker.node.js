/** One of the threads that help an engine in Node: runs the glue, as a worker of a browser does. */

import { parentPort, workerData } from 'node:worker_threads';
import { seemWorker } from './seem-worker.node.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const seen = seemWorker({ name: workerData, postMessage: port.postMessage.bind(port) });
await import('../../dist/ropescope-threads.mjs');
port.on('message', (data) => seen.onmessage({ data }));
