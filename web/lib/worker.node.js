/** The worker of the Node entry, for the module that its creator names. */

import { workerData } from 'node:worker_threads';
import { modules } from './modules.js';
import { serve } from './serve.node.js';

const name = /** @type {import('./modules.js').ModuleName} */ (workerData);
serve(await modules[name].load());
