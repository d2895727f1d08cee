/** The engine over its module without threads. */

import create from '../../../dist/ropescope.mjs';

export { operations } from '../engine-operations.js';

/** @type {import('../wasm-module.js').Glue} */
export const glue = create;
