/** The worker of the browser entry. */

import glue from '../../dist/ropescope.web.mjs';
import { createServer } from './protocol.js';

const answer = createServer(glue, (reply, transfer) => postMessage(reply, { transfer }));
addEventListener('message', ({ data }) => answer(data));
