/** Compiles and instantiates a WebAssembly module, and says what went wrong when it cannot. */

import { bytes, kind, messageOf, mistake } from './check.js';
import { errorOf } from './sayings.js';

/** @typedef {import('./runtime.js').WasmModule} WasmModule */
/** @typedef {(options: { threads: number, [option: string]: unknown }) => Promise<unknown>} Glue  the factory that Emscripten exports */

const magic = [0x00, 0x61, 0x73, 0x6d]; // "\0asm": the first bytes of a WebAssembly module

/**
 * @typedef {object} WasmSource
 * @property {import('./modules.js').ModuleName} name
 * @property {() => string} address
 * @property {unknown} [wasmBinary]
 * @property {unknown} [wasmModule]
 */

/**
 * @param {Omit<WasmSource, 'name'>} source
 * @param {import('./read.js').ReadBytes} readBytes
 * @param {AbortSignal} [signal]
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile({ address, wasmBinary, wasmModule }, readBytes, signal) {
  if (wasmModule !== undefined) return compiledModule(wasmModule);
  const name = wasmBinary === undefined ? address() : 'wasmBinary';
  const binary = wasmBinary === undefined ? await readBytes(name, { signal }) : bytes('wasmBinary', wasmBinary);
  const about = { path: wasmBinary === undefined ? '' : 'wasmBinary', args: { address: name } };
  if (!magic.every((byte, i) => binary[i] === byte)) throw errorOf('load_failed', notWebAssembly(binary), about);
  try {
    return await WebAssembly.compile(/** @type {BufferSource} */ (binary));
  } catch (error) {
    const args = { ...about.args, message: messageOf(error) };
    throw errorOf('load_failed', 'wasm_does_not_compile', { ...about, args, cause: error });
  }
}

/** @param {unknown} value */
function compiledModule(value) {
  if (kind(value) === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (value);
  throw mistake('must_be_wasm_module', 'wasmModule', value);
}

/** @param {Uint8Array} binary */
function notWebAssembly(binary) {
  if (binary.length === 0) return 'wasm_empty';
  return binary[0] === 0x3c ? 'wasm_is_page' : 'wasm_is_none'; // 0x3c: "<"
}

/**
 * @param {Glue} glue
 * @param {WebAssembly.Module} compiled
 * @param {number} [threads]  that share a pass; more than one only where the glue starts them
 * @returns {Promise<WasmModule>}
 */
export async function instantiate(glue, compiled, threads = 1) {
  const module = await new Promise((resolve, reject) => {
    const instantiateWasm = async (/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ receive) => {
      // a rejection in here is invisible to the glue, whose promise would stay pending for ever
      await WebAssembly.instantiate(compiled, imports)
        .then((instance) => receive(instance, compiled))
        .catch(reject);
    };
    glue({ instantiateWasm, printErr: () => {}, threads }).then(resolve, reject);
  }).catch((error) => {
    throw errorOf('load_failed', 'wasm_does_not_start', { args: { message: messageOf(error) }, cause: error });
  });
  return /** @type {WasmModule} */ (module);
}
