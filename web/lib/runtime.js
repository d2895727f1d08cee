/**
 * Runs a module's operations. The same ones run inline and in a worker, so that the two cannot differ. They take plain
 * data and report through a context.
 */

import { RopescopeError } from './errors.js';
import { errorOf } from './sayings.js';

/**
 * @typedef {object} Heap
 * @property {Uint8Array} HEAPU8      replaced when memory grows: read it anew after every call
 * @property {Float32Array} HEAPF32
 * @property {WebAssembly.Memory} [wasmMemory]  instead of both, where threads share it
 * @property {(size: number) => number} _malloc  0 when there is no memory left
 * @property {(address: number) => void} _free
 *
 * @typedef {Heap & Record<string, any>} WasmModule  with a function for each call of its folder of wasm/, which returns
 *   its value or { code, reason, path, args, message }
 *
 * @typedef {{ kind: 'progress', done: number } | { kind: 'token', token: number, text: string, done: number }
 *   | { kind: 'maps', maps: import('./types.js').AttentionMap[] }
 *   | { kind: 'sample', result: import('./evaluate.js').CellResult }
 *   | { kind: 'training', report: import('./train.js').TrainingReport }} RunEvent
 *
 * @typedef {object} Context
 * @property {(event: RunEvent) => void} emit
 * @property {() => Promise<void>} checkpoint  lets the event loop run now and then; throws when the call was aborted or the
 *   module failed
 * @property {boolean} [owns]  whether the arrays of the arguments are the operation's own, to write into
 *
 * @typedef {(module: WasmModule, args: any, context: Context) => unknown} Operation
 * @typedef {Record<string, Operation>} Operations
 */

/** @typedef {(op: string, args: unknown, context: Context) => Promise<unknown>} Run */

/**
 * Runs a module's operations one by one or interleaved. Whatever leaves one of the module's functions as an exception
 * (out of memory, a trap) means that its heap can no longer be trusted: from then on nobody gets at the module, and every
 * operation, those under way too, fails with the same error.
 * @param {WasmModule} module
 * @param {Operations} operations
 * @param {(error: RopescopeError) => void} [onFailure]  of the module, once
 * @returns {Run}
 */
export function createRuntime(module, operations, onFailure = () => {}) {
  /** @type {RopescopeError | undefined} */
  let dead;
  const alive = () => {
    if (dead) throw dead;
  };
  const guarded = new Proxy(module, {
    get(target, name) {
      alive();
      const value = target[/** @type {string} */ (name)];
      if (typeof value !== 'function') return value;
      return (/** @type {unknown[]} */ ...args) => {
        alive();
        for (const each of args) if (typeof each === 'string') expectFits(target, each);
        try {
          return Reflect.apply(value, target, args);
        } catch (error) {
          dead = moduleFailure(target, error);
          onFailure(dead);
          throw dead;
        }
      };
    },
  });

  return async (op, args, context) => {
    alive();
    const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
    if (!operation) throw errorOf('internal', 'no_operation', { args: { given: op } });
    const checkpoint = () => context.checkpoint().then(alive);
    try {
      return await operation(guarded, args, { ...context, checkpoint });
    } catch (error) {
      if (error instanceof RopescopeError) throw error;
      const { message } = /** @type {Error} */ (error);
      throw errorOf('internal', 'operation_failed', { path: op, args: { message }, cause: error }); // a bug of ours
    }
  };
}

/**
 * Embind writes a text to wherever it is given memory, also to 0.
 * @param {WasmModule} module
 * @param {string} text
 */
function expectFits(module, text) {
  const bytes = 3 * text.length + 5; // of UTF-8 at most, with its length and an end
  const address = module._malloc(bytes);
  if (address === 0) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes } });
  module._free(address);
}

/**
 * @param {WasmModule} module
 * @param {unknown} error  'unwind': one of its threads failed, and the one that waited for it left
 */
function moduleFailure(module, error) {
  const ofThread = error === 'unwind';
  if (ofThread ? module.wasOutOfMemory() : error === 'out of memory')
    return errorOf('out_of_memory', 'module_out_of_memory');
  const message = ofThread ? 'one of its threads did' : error instanceof Error ? error.message : String(error);
  return errorOf('internal', 'module_failed', { args: { message }, cause: error });
}
