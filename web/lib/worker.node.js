/** The worker of the Node entry. */

import { parentPort } from 'node:worker_threads';
import glue from '../../dist/ropescope.node.mjs';
import { createServer } from './protocol.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const answer = createServer(glue, (reply, transfer) =>
  port.postMessage(reply, /** @type {ArrayBuffer[]} */ (transfer)),
);
port.on('message', answer);
