/**
 * Runs a module's operations. The same ones run inline and in a worker, so that the two cannot differ. They take plain
 * data and report through a context.
 */

import { RopescopeError } from './errors.js';

/**
 * @typedef {object} Heap
 * @property {Uint8Array} HEAPU8      replaced when memory grows: read it anew after every call
 * @property {Float32Array} HEAPF32
 * @property {(size: number) => number} _malloc  0 when there is no memory left
 * @property {(address: number) => void} _free
 *
 * @typedef {Heap & Record<string, any>} WasmModule  with a function for each call of its folder of wasm/, which returns
 *   its value or { code, message }
 *
 * @typedef {{ kind: 'progress', done: number } | { kind: 'token', token: number, text: string }
 *   | { kind: 'maps', maps: import('./types.js').AttentionMap[] }
 *   | { kind: 'sample', result: import('./evaluate.js').CellResult }
 *   | { kind: 'training', report: import('./train.js').TrainingReport }} RunEvent
 *
 * @typedef {object} Context
 * @property {(event: RunEvent) => void} emit
 * @property {() => Promise<void>} checkpoint  lets the event loop run now and then; throws when the call was aborted
 *
 * @typedef {(module: WasmModule, args: any, context: Context) => unknown} Operation
 * @typedef {Record<string, Operation>} Operations
 */

/** @typedef {(op: string, args: unknown, context: Context) => Promise<unknown>} Run */

/**
 * Runs operations one by one or interleaved. When the module itself fails (out of memory, a trap), its heap can no
 * longer be trusted: every later call gets the same error.
 * @param {WasmModule} module
 * @param {Operations} operations
 * @returns {Run}
 */
export function createRuntime(module, operations) {
  /** @type {RopescopeError | undefined} */
  let dead;
  return async (op, args, context) => {
    if (dead) throw dead;
    const operation = Object.hasOwn(operations, op) ? operations[op] : undefined;
    if (!operation) throw new RopescopeError('internal', `no operation is called ${op}`);
    try {
      return await operation(module, args, context);
    } catch (error) {
      if (error instanceof RopescopeError) throw error;
      dead = moduleFailure(error);
      throw dead;
    }
  };
}

/** @param {unknown} error */
function moduleFailure(error) {
  const advice = 'dispose of this engine and create a new one';
  if (error === 'out of memory') {
    return new RopescopeError('out_of_memory', `the engine ran out of memory: ${advice}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new RopescopeError('internal', `the engine failed (${message}): ${advice}`, { cause: error });
}
