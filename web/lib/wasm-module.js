/** Compiles and instantiates a WebAssembly module, and says what went wrong when it cannot. */

import { bytes, kind, mistake } from './check.js';
import { RopescopeError } from './errors.js';

/** @typedef {import('./runtime.js').WasmModule} WasmModule */
/** @typedef {(options: object) => Promise<unknown>} Glue  the factory that Emscripten exports */

const magic = [0x00, 0x61, 0x73, 0x6d]; // "\0asm": the first bytes of a WebAssembly module

/**
 * @param {{ address: string, wasmBinary?: unknown, wasmModule?: unknown }} source
 * @param {import('./read.js').ReadBytes} readBytes
 * @param {AbortSignal} [signal]
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compile({ address, wasmBinary, wasmModule }, readBytes, signal) {
  if (wasmModule !== undefined) return compiledModule(wasmModule);
  const name = wasmBinary === undefined ? address : 'wasmBinary';
  const binary = wasmBinary === undefined ? await readBytes(address, { signal }) : bytes('wasmBinary', wasmBinary);
  if (!magic.every((byte, i) => binary[i] === byte))
    throw new RopescopeError('load_failed', notWebAssembly(name, binary));
  try {
    return await WebAssembly.compile(/** @type {BufferSource} */ (binary));
  } catch (error) {
    throw new RopescopeError('load_failed', `${name} does not compile: ${/** @type {Error} */ (error).message}`, {
      cause: error,
    });
  }
}

/** @param {unknown} value */
function compiledModule(value) {
  if (kind(value) === 'WebAssembly.Module') return /** @type {WebAssembly.Module} */ (value);
  throw mistake('wasmModule', 'a WebAssembly.Module', value);
}

/**
 * @param {string} name
 * @param {Uint8Array} binary
 */
function notWebAssembly(name, binary) {
  if (binary.length === 0) return `${name} is empty`;
  if (binary[0] !== 0x3c) return `${name} is not a WebAssembly module`; // 0x3c: "<"
  return (
    `${name} is an HTML page, not a WebAssembly module: the server answers missing files with a page. ` +
    "Vite before 8: add optimizeDeps: { exclude: ['ropescope'] }; elsewhere pass createEngine({ wasmUrl })"
  );
}

/**
 * @param {Glue} glue
 * @param {WebAssembly.Module} compiled
 * @returns {Promise<WasmModule>}
 */
export async function instantiate(glue, compiled) {
  const module = await new Promise((resolve, reject) => {
    const instantiateWasm = async (/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ receive) => {
      // a rejection in here is invisible to the glue, whose promise would stay pending for ever
      await WebAssembly.instantiate(compiled, imports)
        .then((instance) => receive(instance, compiled))
        .catch(reject);
    };
    glue({ instantiateWasm, printErr: () => {} }).then(resolve, reject);
  }).catch((error) => {
    throw new RopescopeError('load_failed', `the WebAssembly module does not start: ${error.message}`, {
      cause: error,
    });
  });
  return /** @type {WasmModule} */ (module);
}
