/** The worker of the Node entry, for the module that its creator names. */

import { parentPort, workerData } from 'node:worker_threads';
import { modules } from './modules.js';
import { createServer } from './protocol.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const name = /** @type {import('./modules.js').ModuleName} */ (workerData);
const answer = createServer(await modules[name].load(), (reply, transfer) =>
  port.postMessage(reply, /** @type {ArrayBuffer[]} */ (transfer)),
);
port.on('message', answer);
