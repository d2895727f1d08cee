/** What the doctor does over its WebAssembly module: reads configs, looks into attention maps, and writes a model for another runtime. */

import create from '../../../dist/ropescope-doctor.mjs';
import { unwrap } from '../errors.js';
import { withCopies } from '../heap.js';

/** @type {import('../wasm-module.js').Glue} */
export const glue = create;

/** @type {import('../runtime.js').Operations} */
export const operations = {
  inspect: (module, { config, options }) => unwrap(module.inspect(config, options)),
  mapRank: (module, { values, options }) =>
    withCopies(module, [values], (region) => unwrap(module.mapRank(region, options))),
  runtimeSettings: (module, { config, options }) => unwrap(module.runtimeSettings(config, options)),
  ggufFile: (module, { config, weights, options }) =>
    withCopies(module, weights, (...regions) => unwrap(module.ggufFile(config, regions, options))),
};
