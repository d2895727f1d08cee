/** The engine over its module with threads. Each thread is a worker of its own, which runs the glue's file. */

import create from '../../../dist/ropescope-threads.mjs';
import { unwrap } from '../errors.js';

export { operations } from '../engine-operations.js';

/** @type {import('../wasm-module.js').Glue} */
export const glue = async (options) => {
  const script = new URL('../../../dist/ropescope-threads.mjs', import.meta.url).href;
  const module = /** @type {import('../runtime.js').WasmModule} */ (
    await create({ ...options, mainScriptUrlOrBlob: script })
  );
  unwrap(module.startThreads(options.threads));
  return module;
};
