/** Work on a module that has to wait for other work on it. */

/** @type {WeakMap<object, Promise<unknown>>} the last in each queue */
const queues = new WeakMap();

/**
 * Runs `use` when all that came before it on this module has ended. Operations interleave otherwise, and several that
 * hold much memory at once (each may hold half of what a module can have) would end in the death of the module.
 * @template T
 * @param {import('./runtime.js').WasmModule} module
 * @param {import('./runtime.js').Context} context  whose signal may fire meanwhile
 * @param {() => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export function inTurn(module, context, use) {
  const before = queues.get(module) ?? Promise.resolve();
  const mine = before.then(context.checkpoint).then(use);
  queues.set(
    module,
    mine.catch(() => {}),
  );
  return mine;
}
