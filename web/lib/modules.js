/**
 * The engine's WebAssembly modules. Each is a file that is fetched when it is first needed, and a JavaScript module with
 * its glue and its operations. Bundlers find both because every address and every import is written out.
 *
 * @typedef {'engine' | 'training' | 'doctor'} ModuleName
 *
 * @typedef {object} ModuleCode
 * @property {import('./wasm-module.js').Glue} glue
 * @property {import('./runtime.js').Operations} operations
 */

/** @type {Record<ModuleName, { wasm: URL, load: () => Promise<ModuleCode> }>} */
export const modules = {
  engine: {
    wasm: new URL('../../dist/ropescope.wasm', import.meta.url),
    load: () => import('./modules/engine.js'),
  },
  training: {
    wasm: new URL('../../dist/ropescope-training.wasm', import.meta.url),
    load: () => import('./modules/training.js'),
  },
  doctor: {
    wasm: new URL('../../dist/ropescope-doctor.wasm', import.meta.url),
    load: () => import('./modules/doctor.js'),
  },
};
