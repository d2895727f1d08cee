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

/**
 * Addresses by variant, formed when they are needed; a module without kernels has one.
 * @type {Record<ModuleName, { wasm: { base: () => URL, relaxed?: () => URL }, load: () => Promise<ModuleCode> }>}
 */
export const modules = {
  engine: {
    wasm: {
      base: () => new URL('../../dist/ropescope.wasm', import.meta.url),
      relaxed: () => new URL('../../dist/ropescope-relaxed.wasm', import.meta.url),
    },
    load: () => import('./modules/engine.js'),
  },
  training: {
    wasm: {
      base: () => new URL('../../dist/ropescope-training.wasm', import.meta.url),
      relaxed: () => new URL('../../dist/ropescope-training-relaxed.wasm', import.meta.url),
    },
    load: () => import('./modules/training.js'),
  },
  doctor: {
    wasm: { base: () => new URL('../../dist/ropescope-doctor.wasm', import.meta.url) },
    load: () => import('./modules/doctor.js'),
  },
};
