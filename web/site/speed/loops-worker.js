/** Runs the plain loops in a worker of their own, as the engine runs: both pay for messages. */
import { loops } from './loops.js';

addEventListener('message', ({ data: { kernel, work } }) => {
  const out = loops[kernel]?.(work);
  postMessage(out, /** @type {any} */ ([out?.buffer]));
});
